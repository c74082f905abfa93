#include "tests/fuzz/made_huntflow.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "tests/fuzz/made_pieces.hpp"
#include "tests/fuzz/names.hpp"

namespace kestrel::fuzz {
namespace {

/// Writes statements and builds their trees, side by side.
class Maker : MadePieces {
 public:
  using MadePieces::MadePieces;

  MadeHuntflow make() && {
    MadeHuntflow made;
    for (std::size_t count = random_.below(6); count > 0; --count) {
      made.block.push_back(statement());
    }
    made.text = std::move(speller_).finish();
    return made;
  }

 private:
  ast::Statement statement() {
    constexpr std::size_t kinds = std::variant_size_v<ast::Body>;
    const std::size_t kind = random_.below(kinds);
    ast::Statement made;
    // The order of `ast::Body`.
    const bool must_name = kind == 4 || kind == 5;
    const bool may_name = must_name || kind <= 8;
    if (must_name || (may_name && !random_.one_in(4))) {
      made.output = ast::Name{output_name(random_, clause_may_follow_), {}};
      speller_.name(made.output->text);
      speller_.mark("=");
    }
    made.body = body(kind);
    clause_may_follow_ = !(std::holds_alternative<ast::New>(made.body) ||
                           std::holds_alternative<ast::Info>(made.body) ||
                           std::holds_alternative<ast::Describe>(made.body) ||
                           std::holds_alternative<ast::Save>(made.body));
    return made;
  }

  ast::Body body(std::size_t kind) {
    switch (kind) {
      case 0:
        return get();
      case 1:
        return find();
      case 2:
        return new_rows();
      case 3:
        return load();
      case 4:
        return ast::Assign{expression()};
      case 5:
        return merge();
      case 6:
        return sort();
      case 7:
        return group();
      case 8:
        return join();
      case 9:
        return apply();
      case 10:
        speller_.keyword("INFO");
        return ast::Info{variable()};
      case 11:
        return describe();
      case 12:
        speller_.keyword("EXPLAIN");
        return ast::Explain{variable()};
      case 13:
        speller_.keyword("DISP");
        return ast::Display{expression()};
      default:
        return save();
    }
  }

  ast::Get get() {
    speller_.keyword("GET");
    ast::Get get;
    get.type = extended();
    if (!random_.one_in(4)) {
      speller_.keyword("FROM");
      get.source = ast::Source{path(), {}, 0};
    }
    speller_.keyword("WHERE");
    get.where = pattern();
    get.time_range = time_range();
    get.limit = count_behind("LIMIT");
    return get;
  }

  ast::Find find() {
    static constexpr std::array<std::string_view, 7> relations{
        "created", "ACCEPTED", "Owned", "loaded", "contained", "linked", "befriended"};
    speller_.keyword("FIND");
    ast::Find find;
    find.type = extended();
    find.relation.text = random_.any(relations);
    speller_.name(find.relation.text);
    find.reversed = random_.one_in(2);
    if (find.reversed) {
      speller_.keyword("BY");
    }
    find.input = variable();
    if (random_.one_in(3)) {
      speller_.keyword("WHERE");
      find.where = pattern();
    }
    find.time_range = time_range();
    find.limit = count_behind("LIMIT");
    return find;
  }

  ast::New new_rows() {
    speller_.keyword("NEW");
    ast::New made;
    if (!random_.one_in(3)) {
      made.type = extended();
    }
    speller_.mark("[");
    const bool objects = random_.one_in(2);
    repeat(4, ",", [&] {
      if (objects) {
        made.rows.push_back(row());
      } else {
        made.texts.push_back({text(), {}});
      }
    });
    speller_.mark("]");
    return made;
  }

  ast::New::Row row() {
    ast::New::Row row;
    speller_.mark("{");
    repeat(4, ",", [&] {
      std::string key = text();
      speller_.mark(":");
      row.emplace_back(ast::Name{std::move(key), {}}, cell());
    });
    speller_.mark("}");
    return row;
  }

  ast::Value cell() {
    switch (random_.below(5)) {
      case 0:
        speller_.keyword("NULL");
        return {ast::Value::Null{}, {}};
      case 1: {
        const bool truth = random_.one_in(2);
        speller_.keyword(truth ? "TRUE" : "FALSE");
        return {truth, {}};
      }
      case 2: {
        const Number number = this->number();
        speller_.number(number.written);
        return std::visit([](auto known) { return ast::Value{known, {}}; }, number.value);
      }
      default:
        return {text(), {}};
    }
  }

  ast::Load load() {
    speller_.keyword("LOAD");
    ast::Load load{path(), {}, std::nullopt};
    if (random_.one_in(2)) {
      speller_.keyword("AS");
      load.type = extended();
    }
    return load;
  }

  ast::Save save() {
    speller_.keyword("SAVE");
    ast::Save save;
    save.input = variable();
    speller_.keyword("TO");
    save.path = path();
    return save;
  }

  ast::Merge merge() {
    ast::Merge merge;
    merge.inputs.push_back(variable());
    speller_.mark("+");
    repeat(3, "+", [&] { merge.inputs.push_back(variable()); });
    return merge;
  }

  ast::Sort sort() {
    speller_.keyword("SORT");
    ast::Sort sort;
    sort.input = variable();
    sort.by = sort_by();
    return sort;
  }

  ast::SortBy sort_by() {
    speller_.keyword("BY");
    ast::SortBy by{attribute(), std::nullopt};
    if (random_.one_in(2)) {
      by.descending = random_.one_in(2);
      speller_.keyword(*by.descending ? "DESC" : "ASC");
    }
    return by;
  }

  ast::Group group() {
    speller_.keyword("GROUP");
    ast::Group group;
    group.input = variable();
    speller_.keyword("BY");
    repeat(3, ",", [&] { group.keys.push_back(key()); });
    if (random_.one_in(2)) {
      speller_.keyword("WITH");
      repeat(3, ",", [&] { group.aggregates.push_back(aggregate()); });
    }
    return group;
  }

  ir::GroupKey key() {
    ir::GroupKey key;
    if (!random_.one_in(2)) {
      key.attribute = attribute();
      key.name = key.attribute.text;
      return key;
    }
    speller_.keyword("BIN");
    speller_.mark("(");
    key.attribute = attribute();
    key.name = key.attribute.text + "_bin";
    speller_.mark(",");
    key.bin = random_.below(90000) + 1;
    speller_.number(std::to_string(*key.bin));
    if (random_.one_in(2)) {
      key.second = unit();
    }
    speller_.mark(")");
    return key;
  }

  ir::Aggregate aggregate() {
    static constexpr std::array<std::pair<std::string_view, ir::Aggregation>, 6> functions{{
        {"MIN", ir::Aggregation::minimum},
        {"MAX", ir::Aggregation::maximum},
        {"SUM", ir::Aggregation::sum},
        {"AVG", ir::Aggregation::average},
        {"COUNT", ir::Aggregation::count},
        {"NUNIQUE", ir::Aggregation::distinct},
    }};
    const auto& [keyword, function] = random_.any(functions);
    speller_.keyword(keyword);
    speller_.mark("(");
    ir::Aggregate aggregate{function, attribute(), {}};
    speller_.mark(")");
    if (random_.one_in(2)) {
      speller_.keyword("AS");
      aggregate.name = extended().text;
    } else {
      aggregate.name = fmt::format("{}_{}", ir::name_of(function), aggregate.attribute.text);
    }
    return aggregate;
  }

  ast::Join join() {
    speller_.keyword("JOIN");
    ast::Join join;
    join.left = variable();
    speller_.mark(",");
    join.right = variable();
    if (random_.one_in(2)) {
      speller_.keyword("BY");
      ir::AttributePath left = attribute();
      speller_.mark(",");
      join.by = {std::move(left), attribute()};
    }
    return join;
  }

  ast::Apply apply() {
    speller_.keyword("APPLY");
    ast::Apply apply;
    apply.uri = path();
    speller_.keyword("ON");
    repeat(3, ",", [&] { apply.inputs.push_back(variable()); });
    if (random_.one_in(2)) {
      speller_.keyword("WITH");
      repeat(3, ",", [&] { apply.arguments.push_back(argument()); });
    }
    return apply;
  }

  ast::Argument argument() {
    ast::Argument argument;
    argument.key = extended();
    speller_.mark("=");
    const std::size_t brackets = random_.below(3);
    if (brackets == 0) {
      repeat(3, ",", [&] { argument.values.push_back(argument_value()); });
      return argument;
    }
    speller_.mark(brackets == 1 ? "(" : "[");
    repeat(3, ",", [&] { argument.values.push_back(argument_value()); });
    speller_.mark(brackets == 1 ? ")" : "]");
    return argument;
  }

  ir::Literal argument_value() {
    if (random_.one_in(2)) {
      return {text(), {}};
    }
    std::string word = bare_argument(random_);
    speller_.run(word);
    return {ir::Literal::Word{std::move(word)}, {}};
  }

  ast::Describe describe() {
    speller_.keyword("DESCRIBE");
    ir::Literal::Reference reference = this->reference();
    return {{std::move(reference.variable), {}}, std::move(reference.attribute)};
  }

  ast::Expression expression() {
    static constexpr std::array<std::pair<std::string_view, ir::Observed>, 3> transforms{{
        {"TIMESTAMPED", ir::Observed::first_observed},
        {"ADDOBSID", ir::Observed::observation_id},
        {"RECORDS", ir::Observed::record},
    }};
    ast::Expression expression;
    if (random_.one_in(3)) {
      const auto& [keyword, what] = random_.any(transforms);
      expression.transform = what;
      speller_.keyword(keyword);
      speller_.mark("(");
      expression.input = variable();
      speller_.mark(")");
    } else {
      expression.input = variable();
    }
    if (random_.one_in(2)) {
      speller_.keyword("WHERE");
      expression.where = pattern();
    }
    if (random_.one_in(3)) {
      speller_.keyword("ATTR");
      repeat(4, ",", [&] { expression.attributes.push_back(attribute()); });
    }
    if (random_.one_in(3)) {
      speller_.keyword("SORT");
      expression.sort = sort_by();
    }
    expression.limit = count_behind("LIMIT");
    expression.offset = count_behind("OFFSET");
    return expression;
  }

  bool clause_may_follow_ = false;  // behind the last statement: all but a few may go on
};

}  // namespace

MadeHuntflow make_huntflow(std::uint32_t seed) {
  return Maker(seed).make();
}

}  // namespace kestrel::fuzz
