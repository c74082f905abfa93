#include "kestrel/sql/selection.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "kestrel/base/assert.hpp"
#include "kestrel/model/dataset.hpp"
#include "kestrel/sql/aggregate.hpp"
#include "kestrel/sql/predicate_writer.hpp"

namespace kestrel::sql {
namespace {

constexpr const char* entity_alias = "e";

bool begins_rows(const ir::Operation& operation) {
  return ir::is_source(operation) || std::holds_alternative<ir::Retrieve>(operation) ||
         std::holds_alternative<ir::Relate>(operation) ||
         std::holds_alternative<ir::Unite>(operation) ||
         std::holds_alternative<ir::Join>(operation) ||
         std::holds_alternative<ir::Identify>(operation);
}

std::string aliased(const std::string& relation, std::string_view alias) {
  return fmt::format("{} AS {}", quoted_identifier(relation), alias);
}

}  // namespace

Selection::Selection(const Writing& writing, ir::StepId source, const std::string& type)
    : writing_(&writing), source_(source), scope_(writing.catalog, source, type, entity_alias) {
  const auto table = writing.catalog.entities(source, type);
  has_table_ = table.has_value();
  from_ = has_table_
              ? aliased(table->name, entity_alias)
              : fmt::format(
                    "(SELECT NULL::UUID AS id, 0 AS \"#records\", 0 AS \"#row\" WHERE FALSE) AS {}",
                    entity_alias);
}

Result<Selection> Selection::of(const Writing& writing, ir::StepId step) {
  const ir::Graph& graph = writing.graph;
  std::vector<ir::StepId> chain;
  while (!begins_rows(graph.at(step).operation)) {
    chain.push_back(step);
    step = *ir::rows_of(graph, step);
  }
  KESTREL_TRY(Selection selection, start(writing, step, graph.at(step)));
  for (auto id = chain.rbegin(); id != chain.rend(); ++id) {
    KESTREL_CHECK(selection.append(graph.at(*id)));
  }
  return selection;
}

Result<Selection> Selection::start(const Writing& writing, ir::StepId id, const ir::Step& step) {
  Selection selection(writing, ir::source_of(writing.graph, id),
                      ir::entity_type_of(writing.graph, id));
  if (const auto* retrieve = std::get_if<ir::Retrieve>(&step.operation)) {
    KESTREL_CHECK(selection.retrieve(step, *retrieve));
  } else if (const auto* relate = std::get_if<ir::Relate>(&step.operation)) {
    KESTREL_CHECK(selection.relate(step, *relate));
  } else if (const auto* unite = std::get_if<ir::Unite>(&step.operation)) {
    KESTREL_CHECK(selection.unite(step, *unite));
  } else if (const auto* join = std::get_if<ir::Join>(&step.operation)) {
    KESTREL_CHECK(selection.join(step, *join));
  } else if (std::holds_alternative<ir::Identify>(step.operation)) {
    KESTREL_TRY(Selection input, of(writing, step.inputs.front()));
    const auto added = writing.catalog.chosen(id);
    if (!added) {
      return input;
    }
    const std::string ids = input.select(fmt::format("{}.id", entity_alias), false);
    selection.conditions_.push_back(fmt::format("{0}.id IN (({1}) UNION ALL (SELECT id FROM {2}))",
                                                entity_alias, ids, quoted_identifier(added->name)));
  }
  return selection;
}

Result<Done> Selection::append(const ir::Step& step) {
  if (const auto* limit = std::get_if<ir::Limit>(&step.operation)) {
    this->limit(*limit);
  } else if (const auto* project = std::get_if<ir::Project>(&step.operation)) {
    return this->project(*project);
  } else if (const auto* sort = std::get_if<ir::Sort>(&step.operation)) {
    return this->sort(*sort);
  } else if (const auto* filter = std::get_if<ir::Filter>(&step.operation)) {
    return this->filter(step, *filter);
  } else if (const auto* restrict = std::get_if<ir::Restrict>(&step.operation)) {
    return this->restrict(step, restrict->match);
  } else if (const auto* observe = std::get_if<ir::Observe>(&step.operation)) {
    this->observe(*observe);
  } else {
    return group(std::get<ir::Group>(step.operation));
  }
  return Done{};
}

ReferenceWriter Selection::references(const ir::Step& step) const {
  return [&writing = *writing_,
          &step](const ir::Literal::Reference& reference) -> Result<TypedExpression> {
    const std::size_t parameters = writing.parameters.size();
    KESTREL_TRY(Selection selection, Selection::of(writing, step.inputs.at(reference.input)));
    if (!selection.has_table() && selection.has_entities()) {
      writing.parameters.resize(parameters);
      return TypedExpression{"SELECT NULL::VARCHAR WHERE FALSE", DataType::text};
    }
    KESTREL_TRY(const TypedExpression value,
                selection.required(reference.attribute, reference.as_of));
    const std::string rows = selection.select(value.text + " AS value", false);
    return TypedExpression{
        fmt::format("SELECT DISTINCT value FROM ({}) WHERE value IS NOT NULL", rows), value.type};
  };
}

Result<Done> Selection::retrieve(const ir::Step& step, const ir::Retrieve& retrieve) {
  if (!has_table_) {
    writing_->warnings.push_back(unknown_entity_type(
        retrieve.entity_type, retrieve.entity_type_span, writing_->catalog.entity_types(source_)));
    return Done{};
  }
  const ir::Match& match = retrieve.match;
  const bool needs_observations = match.time_range || match.margin || match.record_limit ||
                                  mentions_other_types(*match.pattern, retrieve.entity_type);
  if (needs_observations) {
    KESTREL_TRY(std::string condition, observed_in(step, match, ""));
    conditions_.push_back(std::move(condition));
    return Done{};
  }
  const ReferenceWriter written = references(step);
  PredicateWriter writer(writing_->catalog, source_, scope_, match.as_of, writing_->parameters,
                         UnknownAttributes::warn, writing_->warnings, written);
  KESTREL_TRY(std::string condition, writer.write(*match.pattern, ""));
  conditions_.push_back(std::move(condition));
  return Done{};
}

Result<Done> Selection::restrict(const ir::Step& step, const ir::Match& match) {
  if (limit_) {
    enclose();
  }
  if (!has_table_) {
    return Done{};
  }
  KESTREL_TRY(std::string condition,
              observed_in(step, match, select(fmt::format("{}.id", entity_alias), false)));
  conditions_.push_back(std::move(condition));
  return Done{};
}

// An entity is selected when it occurs in an observation that matches as a whole. `candidates`
// selects the ids that count, all if it is empty.
Result<std::string> Selection::observed_in(const ir::Step& step, const ir::Match& match,
                                           const std::string& candidates) {
  const Catalog& catalog = writing_->catalog;
  const auto occurrences = catalog.occurrences(source_, entity_type());
  const auto entities = catalog.entities(source_, entity_type());
  KESTREL_ASSERT(occurrences.has_value() && entities.has_value());
  EntityScope inner(catalog, source_, entity_type(), "m");
  const ReferenceWriter written = references(step);
  PredicateWriter writer(catalog, source_, inner, match.as_of, writing_->parameters,
                         UnknownAttributes::warn, writing_->warnings, written);
  std::string condition = "TRUE";
  if (match.pattern) {
    KESTREL_TRY(condition, writer.write(*match.pattern, "o.record"));
  }
  std::string from = fmt::format("{} JOIN {} ON m.id = o.id{}", aliased(occurrences->name, "o"),
                                 aliased(entities->name, "m"), inner.joins());
  KESTREL_TRY(const std::string time, time_of(step, match, from));
  condition += time;
  if (!candidates.empty()) {
    condition += fmt::format(" AND m.id IN ({})", candidates);
  }
  if (!match.record_limit) {
    return fmt::format("{}.id IN (SELECT o.id FROM {} WHERE {})", entity_alias, from, condition);
  }
  const bool has_repeats = occurrences->schema->attributes.back().name == object_column;
  const std::string object = quoted_identifier(has_repeats ? object_column : "record");
  return fmt::format(
      "{}.id IN (WITH matches AS MATERIALIZED (SELECT o.id, o.{} AS object FROM {} WHERE {}) "
      "SELECT "
      "id FROM matches WHERE "
      "object IN (SELECT DISTINCT object FROM matches ORDER BY object LIMIT {}))",
      entity_alias, object, from, condition, *match.record_limit);
}

// The observation, `r`, must overlap a range: the one written, or the time in which the variables
// that the pattern refers to were observed. Those that never were say nothing.
Result<std::string> Selection::time_of(const ir::Step& step, const ir::Match& match,
                                       std::string& from) {
  const Catalog& catalog = writing_->catalog;
  const auto observations = [&] {
    return fmt::format(" JOIN {} ON r.record = o.record",
                       aliased(catalog.observations(source_).name, "r"));
  };
  if (match.time_range) {
    const auto bind = [&](Timestamp time) {
      writing_->parameters.emplace_back(time.nanoseconds);
      return fmt::format("make_timestamp_ns(${})", writing_->parameters.size());
    };
    const std::string start = bind(match.time_range->start);
    const std::string stop = bind(match.time_range->stop);
    from += observations();
    return fmt::format(" AND r.last_observed >= {0} AND r.first_observed < {1} AND {0} < {1}",
                       start, stop);
  }
  if (!match.margin) {
    return std::string();
  }
  std::string times;
  for (std::size_t index = 1; index < step.inputs.size(); ++index) {
    const std::size_t parameters = writing_->parameters.size();
    KESTREL_TRY(const Selection selection, of(*writing_, step.inputs[index]));
    const auto occurrences = catalog.occurrences(selection.source(), selection.entity_type());
    if (!selection.has_entities() || !occurrences) {
      writing_->parameters.resize(parameters);
      continue;
    }
    times += fmt::format(
        "{}SELECT r.first_observed AS first, r.last_observed AS last FROM {} JOIN {} ON r.record = "
        "o.record WHERE o.id IN ({})",
        times.empty() ? "" : " UNION ALL ", aliased(occurrences->name, "o"),
        aliased(catalog.observations(selection.source()).name, "r"),
        selection.select(fmt::format("{}.id", entity_alias), false));
  }
  if (times.empty()) {
    return std::string();
  }
  constexpr std::int64_t second = 1'000'000'000;
  from += observations();
  from += fmt::format(
      " CROSS JOIN (SELECT make_timestamp_ns(epoch_ns(min(first)) + {}) AS start, "
      "make_timestamp_ns(epoch_ns(max(last)) + {}) AS stop FROM ({})) AS w",
      match.margin->start * second, match.margin->stop * second, times);
  return std::string(
      " AND (w.start IS NULL OR (r.last_observed >= w.start AND r.first_observed < w.stop))");
}

Result<Done> Selection::relate(const ir::Step& step, const ir::Relate& relate) {
  const std::size_t parameters = writing_->parameters.size();
  KESTREL_TRY(const Selection input, of(*writing_, step.inputs.at(1)));
  const Catalog& catalog = writing_->catalog;
  const auto theirs = catalog.entities(source_, input.entity_type());
  if (!has_table_ || !input.has_table()) {
    return select_nothing(parameters);
  }
  const std::string ids = input.select(fmt::format("{}.id", entity_alias), false);
  if (relate.links.empty()) {
    const auto own = catalog.occurrences(source_, relate.entity_type);
    const auto others = catalog.occurrences(source_, input.entity_type());
    conditions_.push_back(
        own && others
            ? fmt::format("{}.id IN (SELECT o.id FROM {} WHERE o.record IN (SELECT "
                          "i.record FROM {} WHERE i.id IN ({})))",
                          entity_alias, aliased(own->name, "o"), aliased(others->name, "i"), ids)
            : "FALSE");
    return Done{};
  }
  std::vector<std::string> ways;
  for (const ir::Link& link : relate.links) {
    const auto table = link.on_result ? catalog.entities(source_, relate.entity_type) : theirs;
    const Attribute* attribute = table ? table->schema->find(link.attribute) : nullptr;
    const std::string& target = link.on_result ? input.entity_type() : relate.entity_type;
    if (attribute == nullptr || std::find(attribute->targets.begin(), attribute->targets.end(),
                                          target) == attribute->targets.end()) {
      continue;  // nothing in this data is related in this way
    }
    const std::string column = quoted_identifier(table->schema->column_name(*attribute));
    const bool is_list = attribute->type == DataType::uuid_list;
    if (link.on_result && !is_list) {
      ways.push_back(fmt::format("{}.{} IN ({})", entity_alias, column, ids));
    } else if (link.on_result) {
      ways.push_back(
          fmt::format("{}.id IN (SELECT id FROM (SELECT id, unnest({}) AS target FROM {}) WHERE "
                      "target IN ({}))",
                      entity_alias, column, quoted_identifier(table->name), ids));
    } else {
      ways.push_back(fmt::format("{}.id IN (SELECT {} FROM {} AS i WHERE i.id IN ({}))",
                                 entity_alias,
                                 is_list ? fmt::format("unnest(i.{})", column) : "i." + column,
                                 quoted_identifier(table->name), ids));
    }
  }
  if (ways.empty()) {
    return select_nothing(parameters);
  }
  conditions_.push_back(fmt::format("({})", fmt::join(ways, " OR ")));
  return Done{};
}

// The engine wants every value it is given to be used: those behind `parameters` are not.
Done Selection::select_nothing(std::size_t parameters) {
  writing_->parameters.resize(parameters);
  conditions_ = {"FALSE"};
  return Done{};
}

Result<Done> Selection::unite(const ir::Step& step, const ir::Unite& unite) {
  std::vector<Selection> parts;
  std::vector<Attribute> columns;
  for (std::size_t index = 1; index < step.inputs.size(); ++index) {
    KESTREL_TRY(Selection part, of(*writing_, step.inputs[index]));
    for (const RowColumn& column : part.scope_.columns()) {
      const auto known = std::find_if(columns.begin(), columns.end(), [&](const Attribute& other) {
        return other.name == column.attribute.name;
      });
      if (known == columns.end()) {
        columns.push_back(column.attribute);
      } else if (known->type != column.attribute.type) {
        *known = {known->name, DataType::text, {}, false};
      }
    }
    parts.push_back(std::move(part));
  }
  projection_ = parts.front().projection_;
  for (const Selection& part : parts) {
    const bool same = part.projection_.has_value() == projection_.has_value() &&
                      (!projection_ || part.projection_->attributes == projection_->attributes);
    if (!same) {
      projection_.reset();
      break;
    }
  }
  std::string rows;
  const bool grouped = !parts.front().has_entities();
  for (Selection& part : parts) {
    std::string list = grouped ? "" : fmt::format("{}.id AS id", entity_alias);
    for (std::size_t index = 0; index < columns.size(); ++index) {
      const auto value = part.scope_.stored(columns[index].name, unite.as_of);
      std::string text = value ? value->text : "NULL";
      if (value && value->type != columns[index].type) {
        text += "::VARCHAR";
      }
      list += fmt::format("{}{} AS \"#{}\"", list.empty() ? "" : ", ", text, index + 1);
    }
    rows += fmt::format("{}({})",
                        rows.empty()      ? ""
                        : columns.empty() ? " UNION ALL "
                                          : " UNION ",
                        part.select(list, false));
  }
  if (columns.empty()) {
    conditions_.push_back(fmt::format("{}.id IN ({})", entity_alias, rows));
    return Done{};
  }
  if (grouped) {
    scope_.detach();
    has_table_ = true;
    std::vector<std::string> order;
    for (std::size_t index = 0; index < columns.size(); ++index) {
      order.push_back(fmt::format("\"#{}\"", index + 1));
    }
    select_from(fmt::format(
        "SELECT *, 1 AS \"#records\", row_number() OVER (ORDER BY {}) AS \"#row\" FROM ({})",
        in_key_order(order), rows));
  } else {
    select_from(fmt::format(
        "SELECT t.* EXCLUDE (\"#row\"), v.* EXCLUDE (id), row_number() OVER (ORDER BY t.\"#row\") "
        "AS \"#row\" FROM {} JOIN ({}) AS v ON v.id = t.id",
        has_table_ ? from_.substr(0, from_.rfind(" AS ")) + " AS t" : from_, rows));
  }
  for (std::size_t index = 0; index < columns.size(); ++index) {
    scope_.add_column({columns[index], fmt::format("#{}", index + 1), !grouped});
  }
  return Done{};
}

Result<Done> Selection::join(const ir::Step& step, const ir::Join& join) {
  const std::size_t parameters = writing_->parameters.size();
  KESTREL_TRY(Selection left, of(*writing_, step.inputs.at(1)));
  KESTREL_TRY(Selection right, of(*writing_, step.inputs.at(2)));
  if (!left.has_entities()) {
    scope_.detach();
  }
  if ((!left.has_table() && left.has_entities()) || (!right.has_table() && right.has_entities())) {
    return select_nothing(parameters);
  }
  KESTREL_TRY(const TypedExpression left_key, left.required(join.left, join.as_of));
  KESTREL_TRY(const TypedExpression right_key, right.required(join.right, join.as_of));
  std::string left_list = fmt::format("{}{} AS k, {} AS \"#row\", {}.\"#records\" AS \"#records\"",
                                      left.has_entities() ? "e.id AS id, " : "", left_key.text,
                                      left.row_number(), entity_alias);
  std::string right_list =
      fmt::format("{} AS k, {} AS \"#row\"", right_key.text, right.row_number());
  std::string brought;  // the columns of the rows themselves
  std::vector<std::string> names = left.names(join.as_of);
  const auto bring = [&](const Attribute& attribute, const std::string& value) {
    const std::string column = fmt::format("#{}", scope_.columns().size() + 1);
    brought += fmt::format(", {} AS {}", value, quoted_identifier(column));
    scope_.add_column({attribute, column, false});
  };
  for (const Attribute& attribute : right.brought_attributes(join.as_of)) {
    if (attribute.name == "id" || attribute.name == "type") {
      continue;
    }
    const auto theirs = right.brought(attribute.name, join.as_of);
    const auto ours = left.brought(attribute.name, join.as_of);
    const std::size_t index = scope_.columns().size() + 1;
    right_list += fmt::format(", {} AS r{}", theirs->text, index);
    if (!ours) {
      bring(attribute, fmt::format("r.r{}", index));
      names.push_back(attribute.name);
      continue;
    }
    left_list += fmt::format(", {} AS l{}", ours->text, index);
    Attribute both = attribute;
    both.type = ours->type;
    bring(both, ours->type == theirs->type ? fmt::format("COALESCE(l.l{0}, r.r{0})", index)
                                           : fmt::format("l.l{}", index));
  }
  for (const RowColumn& own : left.scope_.columns()) {
    const bool known = std::any_of(
        scope_.columns().begin(), scope_.columns().end(),
        [&](const RowColumn& column) { return column.attribute.name == own.attribute.name; });
    if (!known) {
      const auto ours = left.scope_.stored(own.attribute.name, join.as_of);
      const std::size_t index = scope_.columns().size() + 1;
      left_list += fmt::format(", {} AS l{}", ours->text, index);
      bring(own.attribute, fmt::format("l.l{}", index));
    }
  }
  const bool same_type = left_key.type == right_key.type;
  const std::string_view cast = same_type ? "" : "::VARCHAR";
  const std::string entity = left.has_entities() && has_table_
                                 ? fmt::format("t.* EXCLUDE (\"#row\", \"#records\"), ")
                                 : std::string();
  const std::string entities =
      left.has_entities() && has_table_
          ? fmt::format(" JOIN {} AS t ON t.id = l.id", from_.substr(0, from_.rfind(" AS ")))
          : std::string();
  select_from(
      fmt::format("SELECT {}l.\"#records\" AS \"#records\", row_number() OVER (ORDER BY "
                  "l.\"#row\", r.\"#row\") "
                  "AS \"#row\"{} FROM ({}) AS l JOIN ({}) AS r ON l.k{} = r.k{}{}",
                  entity, brought, left.select(left_list, false), right.select(right_list, false),
                  cast, cast, entities));
  has_table_ = true;
  if (left.projection_) {
    projection_ = left.projection_;
    for (const std::string& name : names) {
      const auto& kept = projection_->attributes;
      if (std::none_of(kept.begin(), kept.end(),
                       [&](const ir::AttributePath& path) { return path.text == name; })) {
        projection_->attributes.push_back({name, {}});
      }
    }
  }
  return Done{};
}

// What another variable gets of these rows: all they have, or what a projection kept, which may lie
// behind references.
std::vector<Attribute> Selection::brought_attributes(std::uint32_t as_of) {
  if (!projection_) {
    return scope_.own_attributes(as_of);
  }
  std::vector<Attribute> attributes;
  for (const ir::AttributePath& path : projection_->attributes) {
    if (const auto value = scope_.attribute(path.text, as_of)) {
      attributes.push_back({path.text, value->type, {}, false});
    }
  }
  return attributes;
}

std::optional<TypedExpression> Selection::brought(const std::string& name, std::uint32_t as_of) {
  return projection_ ? attribute(name, as_of) : scope_.stored(name, as_of);
}

Result<Done> Selection::filter(const ir::Step& step, const ir::Filter& filter) {
  if (limit_) {
    enclose();
  }
  if (!has_table_) {
    return Done{};
  }
  const ReferenceWriter written = references(step);
  PredicateWriter writer(writing_->catalog, source_, scope_, filter.as_of, writing_->parameters,
                         UnknownAttributes::refuse, writing_->warnings, written);
  if (projection_) {
    writer.allow_only(projection_->attributes);
  }
  KESTREL_TRY(std::string condition, writer.write(filter.predicate, ""));
  conditions_.push_back(std::move(condition));
  return Done{};
}

Result<Done> Selection::project(const ir::Project& project) {
  if (has_table_) {
    for (const ir::AttributePath& path : project.attributes) {
      KESTREL_CHECK(required(path, project.as_of));
    }
  }
  projection_ = project;
  return Done{};
}

Result<Done> Selection::sort(const ir::Sort& sort) {
  if (limit_) {
    enclose();
  }
  if (!has_table_) {
    return Done{};
  }
  KESTREL_TRY(const TypedExpression value, required(sort.attribute, sort.as_of));
  order_ = {value.text + (sort.descending ? " DESC NULLS LAST" : " ASC NULLS FIRST")};
  return Done{};
}

void Selection::limit(const ir::Limit& limit) {
  if (limit_) {
    enclose();
  }
  limit_ = limit;
}

// A row for each observation. Its columns stand in front, and they decide the order.
void Selection::observe(const ir::Observe& observe) {
  const Catalog& catalog = writing_->catalog;
  const auto occurrences = has_table_ ? catalog.occurrences(source_, entity_type()) : std::nullopt;
  const auto names = ir::added_by(observe.what);
  std::string added;
  std::vector<std::string> order;
  for (const std::string_view name : names) {
    const bool is_id = name == "observation_id";
    const std::string value =
        is_id ? "('observed-data--' || r.id::VARCHAR)" : fmt::format("r.{}", name);
    added += fmt::format(", {} AS {}", occurrences ? value : "NULL",
                         quoted_identifier(fmt::format("#{}", name)));
    order.push_back(occurrences ? value : "NULL");
  }
  const std::string inner = select(
      fmt::format("{}.* EXCLUDE (\"#row\"), {} AS \"#row\"", entity_alias, row_number()), false);
  const std::string from =
      occurrences ? fmt::format("({}) AS v JOIN {} ON o.id = v.id JOIN {} ON r.record = o.record",
                                inner, aliased(occurrences->name, "o"),
                                aliased(catalog.observations(source_).name, "r"))
                  : fmt::format("({}) AS v", inner);
  select_from(
      fmt::format("SELECT v.* EXCLUDE (\"#row\", \"#records\"), {} AS \"#records\", row_number() "
                  "OVER (ORDER BY "
                  "{}, v.\"#row\") AS \"#row\"{} FROM {}{}",
                  occurrences ? "r.number_observed" : "0", fmt::join(order, ", "), added, from,
                  occurrences ? "" : " WHERE FALSE"));
  std::vector<RowColumn> columns;
  for (const std::string_view name : names) {
    const DataType type = name == "observation_id"    ? DataType::text
                          : name == "number_observed" ? DataType::integer
                                                      : DataType::timestamp;
    columns.push_back({{std::string(name), type, {}, false}, fmt::format("#{}", name), true});
  }
  for (RowColumn& column : columns) {
    scope_.add_column(std::move(column));
  }
  if (projection_) {
    std::vector<ir::AttributePath> attributes;
    for (const std::string_view name : names) {
      attributes.push_back({std::string(name), {}});
    }
    for (ir::AttributePath& path : projection_->attributes) {
      if (std::find(names.begin(), names.end(), path.text) == names.end()) {
        attributes.push_back(std::move(path));
      }
    }
    projection_->attributes = std::move(attributes);
  }
}

Result<Done> Selection::group(const ir::Group& group) {
  std::vector<RowColumn> columns;
  std::vector<std::string> values;  // of the rows that are grouped
  std::vector<std::string> sums;    // of the groups
  std::vector<std::string> keys;
  std::set<std::string> names;
  const auto add = [&](std::string name, DataType type, const std::string& value,
                       const std::string& sum) {
    if (!names.insert(name).second) {
      return;
    }
    values.push_back(fmt::format("{} AS v{}", value, values.size() + 1));
    const std::string column = fmt::format("#{}", columns.size() + 1);
    sums.push_back(fmt::format("{} AS {}", fmt::format(fmt::runtime(sum), values.size()),
                               quoted_identifier(column)));
    columns.push_back({{std::move(name), type, {}, false}, column, false});
  };
  const bool knows_nothing = !has_table_ && has_entities();
  if (!knows_nothing) {
    for (const ir::GroupKey& key : group.keys) {
      KESTREL_TRY(const TypedExpression value, required(key.attribute, group.as_of));
      KESTREL_TRY(const TypedExpression rounded, binned(value, key));
      add(key.name, rounded.type, rounded.text, "v{}");
      keys.push_back(fmt::format("v{}", values.size()));
    }
    if (group.aggregates.empty()) {
      for (const Attribute& attribute : scope_.own_attributes(group.as_of)) {
        const auto chosen = default_aggregate(entity_type(), attribute);
        const auto value = chosen ? scope_.stored(attribute.name, group.as_of) : std::nullopt;
        if (value) {
          KESTREL_TRY(const AggregateExpression sum,
                      aggregated(chosen->aggregation, *value, {attribute.name, {}}));
          add(chosen->name, sum.type, value->text, sum.text);
        }
      }
    }
    for (const ir::Aggregate& aggregate : group.aggregates) {
      KESTREL_TRY(const TypedExpression value, required(aggregate.attribute, group.as_of));
      KESTREL_TRY(const AggregateExpression sum,
                  aggregated(aggregate.aggregation, value, aggregate.attribute));
      add(aggregate.name, sum.type, value.text, sum.text);
    }
  }
  const std::string rows =
      knows_nothing ? "" : select(fmt::format("{}", fmt::join(values, ", ")), limit_.has_value());
  scope_ = EntityScope(writing_->catalog, source_, entity_type(), entity_alias);
  scope_.detach();
  projection_.reset();
  if (knows_nothing) {
    for (const ir::GroupKey& key : group.keys) {
      columns.push_back({{key.name, DataType::text, {}, false}, "#none", false});
    }
    for (const ir::Aggregate& aggregate : group.aggregates) {
      columns.push_back({{aggregate.name, DataType::text, {}, false}, "#none", false});
    }
    select_from("SELECT NULL::VARCHAR AS \"#none\", 1 AS \"#records\", 0 AS \"#row\" WHERE FALSE");
  } else {
    select_from(fmt::format(
        "SELECT {}, 1 AS \"#records\", row_number() OVER (ORDER BY {}) AS \"#row\" FROM ({}) "
        "GROUP BY {}",
        fmt::join(sums, ", "), in_key_order(keys), rows, fmt::join(keys, ", ")));
  }
  has_table_ = true;
  for (RowColumn& column : columns) {
    scope_.add_column(std::move(column));
  }
  return Done{};
}

Result<TypedExpression> Selection::required(const ir::AttributePath& path, std::uint32_t as_of) {
  if (auto value = attribute(path.text, as_of)) {
    return std::move(*value);
  }
  return unknown_attribute(path, entity_type(), names(as_of));
}

std::optional<TypedExpression> Selection::attribute(const std::string& name, std::uint32_t as_of) {
  if (projection_) {
    const auto& kept = projection_->attributes;
    const bool known = std::any_of(
        kept.begin(), kept.end(), [&](const ir::AttributePath& path) { return path.text == name; });
    if (!known) {
      return std::nullopt;
    }
  }
  return scope_.attribute(name, as_of);
}

std::vector<std::string> Selection::names(std::uint32_t as_of) const {
  if (!projection_) {
    return scope_.expanded_names(as_of);
  }
  std::vector<std::string> names;
  for (const ir::AttributePath& path : projection_->attributes) {
    names.push_back(path.text);
  }
  return names;
}

std::string Selection::ordering() const {
  // The row decides between equals, so that an order is always the same one.
  return order_.empty() ? ""
                        : fmt::format("{}, {}.\"#row\"", fmt::join(order_, ", "), entity_alias);
}

std::string Selection::row_number() const {
  const std::string order = ordering();
  return order.empty() ? fmt::format("{}.\"#row\"", entity_alias)
                       : fmt::format("row_number() OVER (ORDER BY {})", order);
}

std::string Selection::select(const std::string& list, bool in_order) const {
  std::string text = fmt::format("SELECT {} FROM {}{}", list, from_, scope_.joins());
  if (!conditions_.empty()) {
    text += fmt::format(" WHERE {}", fmt::join(conditions_, " AND "));
  }
  // A join may disturb the order of the source; a scan alone does not.
  const std::string order = ordering();
  if (!in_order && !limit_) {
    return text;
  }
  if (!order.empty()) {
    text += " ORDER BY " + order;
  } else if (!scope_.joins().empty() || limit_ || from_.starts_with('(')) {
    text += fmt::format(" ORDER BY {}.\"#row\"", entity_alias);
  }
  if (limit_) {
    if (limit_->count) {
      text += fmt::format(" LIMIT {}", *limit_->count);
    }
    if (limit_->offset > 0) {
      text += fmt::format(" OFFSET {}", limit_->offset);
    }
  }
  return text;
}

// Goes on with a relation that has everything these rows were made of.
void Selection::select_from(std::string from) {
  EntityScope scope(writing_->catalog, source_, entity_type(), entity_alias);
  if (scope_.is_detached()) {
    scope.detach();
  }
  for (const RowColumn& column : scope_.columns()) {
    scope.add_column(column);
  }
  scope_ = std::move(scope);  // without the joins
  from_ = fmt::format("({}) AS {}", from, entity_alias);
  conditions_.clear();
  order_.clear();
  limit_.reset();
}

void Selection::enclose() {
  select_from(
      select(fmt::format("{}.* EXCLUDE (\"#row\"), {} AS \"#row\"", entity_alias, row_number())));
}

}  // namespace kestrel::sql
