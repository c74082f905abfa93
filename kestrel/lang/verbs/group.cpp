// GROUP: a row for each combination of some attributes, the others summed up.
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "kestrel/lang/messages.hpp"
#include "kestrel/lang/pattern.hpp"
#include "kestrel/lang/verbs/table.hpp"

namespace kestrel::lang {
namespace {

struct Function {
  std::string_view keyword;
  ir::Aggregation aggregation;
};

constexpr auto functions = std::to_array<Function>({
    {"AVG", ir::Aggregation::average},
    {"COUNT", ir::Aggregation::count},
    {"MAX", ir::Aggregation::maximum},
    {"MIN", ir::Aggregation::minimum},
    {"NUNIQUE", ir::Aggregation::distinct},
    {"SUM", ir::Aggregation::sum},
});

bool opens_parenthesis(const Cursor& cursor) {
  const Token second = cursor.peek_second();
  return second.kind == TokenKind::punctuation && second.text == "(";
}

// An attribute, or `BIN(<attribute>, <n> [<unit>])`.
Result<ir::GroupKey> parse_key(Cursor& cursor) {
  ir::GroupKey key;
  cursor.note({Expected::keyword, "BIN"});
  if (!cursor.at_keyword("BIN") || !opens_parenthesis(cursor)) {
    KESTREL_TRY(key.attribute, cursor.attribute());
    key.name = key.attribute.text;
    return key;
  }
  cursor.advance_keyword();
  KESTREL_CHECK(cursor.expect_punctuation("("));
  KESTREL_TRY(key.attribute, cursor.attribute());
  KESTREL_CHECK(cursor.expect_punctuation(","));
  const Token number = cursor.peek();
  KESTREL_TRY(key.bin, cursor.count("the size of a bin"));
  key.second = accept_time_unit(cursor);
  constexpr std::uint64_t largest = std::uint64_t{1} << 33;  // seconds: 272 years
  if (key.bin == 0 || *key.bin > largest / key.second.value_or(1)) {
    return messages::number_out_of_range(number.span, number.text,
                                         "greater than 0 that a bin can be wide");
  }
  KESTREL_CHECK(cursor.expect_punctuation(")"));
  key.name = key.attribute.text + "_bin";
  return key;
}

Result<ir::Aggregate> parse_aggregate(Cursor& cursor) {
  std::optional<ir::Aggregation> aggregation;
  for (const Function& function : functions) {
    cursor.note({Expected::keyword, function.keyword});
    if (cursor.at_keyword(function.keyword)) {
      aggregation = function.aggregation;
    }
  }
  if (!aggregation) {
    return messages::expected("`AVG`, `COUNT`, `MAX`, `MIN`, `NUNIQUE` or `SUM`", cursor.peek());
  }
  cursor.advance_keyword();
  KESTREL_CHECK(cursor.expect_punctuation("("));
  KESTREL_TRY(ir::AttributePath attribute, cursor.attribute());
  KESTREL_CHECK(cursor.expect_punctuation(")"));
  std::string name = fmt::format("{}_{}", ir::name_of(*aggregation), attribute.text);
  if (cursor.accept_unnoted("AS")) {
    KESTREL_TRY(ast::Name alias, cursor.word("the name of a column"));
    name = std::move(alias.text);
  }
  return ir::Aggregate{*aggregation, std::move(attribute), std::move(name)};
}

Result<ast::Body> parse(Cursor& cursor) {
  ast::Group group;
  KESTREL_TRY(group.input, cursor.variable());
  cursor.set_subject({group.input.text, {}, {}});
  KESTREL_CHECK(cursor.expect_keyword("BY"));
  do {
    KESTREL_TRY(ir::GroupKey key, parse_key(cursor));
    group.keys.push_back(std::move(key));
  } while (cursor.accept_punctuation(","));
  if (cursor.accept_clause("WITH")) {
    do {
      KESTREL_TRY(ir::Aggregate aggregate, parse_aggregate(cursor));
      group.aggregates.push_back(std::move(aggregate));
    } while (cursor.accept_punctuation(","));
  }
  return ast::Body(std::move(group));
}

// A key, or an aggregate that is written twice, is one column; others need names of their own.
Result<Done> check_names(const ast::Group& group) {
  for (std::size_t index = 0; index < group.aggregates.size(); ++index) {
    const ir::Aggregate& aggregate = group.aggregates[index];
    const bool is_key =
        std::any_of(group.keys.begin(), group.keys.end(),
                    [&](const ir::GroupKey& key) { return key.name == aggregate.name; });
    const auto earlier = group.aggregates.begin() + static_cast<std::ptrdiff_t>(index);
    const bool is_other =
        std::any_of(group.aggregates.begin(), earlier, [&](const ir::Aggregate& other) {
          return other.name == aggregate.name && (other.aggregation != aggregate.aggregation ||
                                                  other.attribute.text != aggregate.attribute.text);
        });
    if (is_key || is_other) {
      return messages::repeated_column(aggregate.attribute.span, aggregate.name);
    }
  }
  return Done{};
}

}  // namespace

Result<Instruction> lower(const ast::Group& group, Span origin, Scope& scope) {
  KESTREL_TRY(const ir::StepId input, scope.variable(group.input));
  KESTREL_CHECK(check_names(group));
  const ir::StepId step = scope.graph().add(
      {ir::Group{group.keys, group.aggregates, scope.updates()}, {input}, origin});
  return Instruction{Action::define, step, "group", {}, {group.input.text}, std::nullopt, origin};
}

Verb group_verb() {
  return {"GROUP",
          "GROUP <variable> BY <attribute>|BIN(<attribute>, <n> [<unit>]), ... [WITH "
          "<function>(<attribute>) [AS <name>], ...]",
          "Makes a row for each combination of some attributes, the others summed up.",
          true,
          false,
          &parse};
}

}  // namespace kestrel::lang
