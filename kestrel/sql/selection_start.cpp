// Where rows begin: in what a source holds, in other variables, in two of them.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "kestrel/base/assert.hpp"
#include "kestrel/model/dataset.hpp"
#include "kestrel/sql/aggregate.hpp"
#include "kestrel/sql/predicate_writer.hpp"
#include "kestrel/sql/selection.hpp"

namespace kestrel::sql {

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
    const Writing::Mark mark = writing_->mark();
    KESTREL_TRY(const Selection selection, set_of(*writing_, step.inputs[index]));
    const auto occurrences = catalog.occurrences(selection.source(), selection.entity_type());
    if (!selection.has_entities() || !occurrences) {
      writing_->take_back(mark);
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
  const ir::StepId input = step.inputs.at(1);
  const ir::Graph& graph = writing_->graph;
  const Catalog& catalog = writing_->catalog;
  const std::string& input_type = ir::entity_type_of(graph, input);
  const auto theirs = catalog.entities(source_, input_type);
  if (!has_table_ || !catalog.entities(ir::source_of(graph, input), input_type)) {
    return select_nothing(writing_->mark());
  }
  if (relate.links.empty()) {
    const auto own = catalog.occurrences(source_, relate.entity_type);
    const auto others = catalog.occurrences(source_, input_type);
    if (!own || !others) {
      return select_nothing(writing_->mark());
    }
    KESTREL_TRY(const std::string ids, ids_of(*writing_, input));
    conditions_.push_back(fmt::format(
        "{}.id IN (SELECT o.id FROM {} WHERE o.record IN (SELECT i.record FROM {} WHERE i.id IN "
        "({})))",
        entity_alias, aliased(own->name, "o"), aliased(others->name, "i"), ids));
    return Done{};
  }
  std::vector<std::string> ways;
  for (const ir::Link& link : relate.links) {
    const auto table = link.on_result ? catalog.entities(source_, relate.entity_type) : theirs;
    const Attribute* attribute = table ? table->schema->find(link.attribute) : nullptr;
    const std::string& target = link.on_result ? input_type : relate.entity_type;
    if (attribute == nullptr || std::find(attribute->targets.begin(), attribute->targets.end(),
                                          target) == attribute->targets.end()) {
      continue;  // nothing in this data is related in this way
    }
    const std::string column = quoted_identifier(table->schema->column_name(*attribute));
    const bool is_list = attribute->type == DataType::uuid_list;
    KESTREL_TRY(const std::string ids, ids_of(*writing_, input));
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
    return select_nothing(writing_->mark());
  }
  conditions_.push_back(fmt::format("({})", fmt::join(ways, " OR ")));
  return Done{};
}

Done Selection::select_nothing(const Writing::Mark& mark) {
  writing_->take_back(mark);
  conditions_ = {"FALSE"};
  return Done{};
}

// FIND: what it found, as far as it occurs in an observation that matches.
Result<Done> Selection::restrict(const ir::Step& step, const ir::Match& match) {
  if (!has_table_) {
    return Done{};
  }
  KESTREL_TRY(const std::string candidates, ids_of(*writing_, step.inputs.front()));
  KESTREL_TRY(std::string condition, observed_in(step, match, candidates));
  conditions_.push_back(std::move(condition));
  return Done{};
}

Result<Done> Selection::unite(const ir::Step& step, const ir::Unite& unite) {
  std::vector<Selection> parts;
  std::vector<Attribute> columns;
  for (std::size_t index = 1; index < step.inputs.size(); ++index) {
    KESTREL_TRY(Selection part, set_of(*writing_, step.inputs[index]));
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
  may_repeat_ = true;
  const Writing::Mark mark = writing_->mark();
  KESTREL_TRY(Selection left, of(*writing_, step.inputs.at(1)));
  KESTREL_TRY(Selection right, of(*writing_, step.inputs.at(2)));
  if (!left.has_entities()) {
    scope_.detach();
  }
  if ((!left.has_table() && left.has_entities()) || (!right.has_table() && right.has_entities())) {
    return select_nothing(mark);
  }
  KESTREL_TRY(const TypedExpression left_key, left.required(join.left, join.as_of));
  KESTREL_TRY(const TypedExpression right_key, right.required(join.right, join.as_of));
  // Rows of the same source bring what their entities have; of another one, it is looked up there.
  const bool are_entities = left.has_entities() && has_table_;
  const bool bring_all = are_entities && left.source_ == source_ && left.scope_.columns().empty();
  std::string hidden = "\"#row\", \"#records\"";  // columns of the left side that are no attributes
  std::string left_list =
      bring_all ? fmt::format("{}.* EXCLUDE ({}), ", entity_alias, hidden)
                : (left.has_entities() ? fmt::format("{}.id AS id, ", entity_alias) : "");
  left_list += fmt::format("{} AS \"#key\", {} AS \"#row\", {}.\"#records\" AS \"#records\"",
                           left_key.text, left.position(), entity_alias);
  hidden += ", \"#key\"";
  std::string right_list =
      fmt::format("{} AS \"#key\", {} AS \"#row\"", right_key.text, right.position());
  const auto take_left = [&](const TypedExpression& value, std::size_t index) {
    left_list += fmt::format(", {} AS \"#left{}\"", value.text, index);
    hidden += fmt::format(", \"#left{}\"", index);
  };
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
    right_list += fmt::format(", {} AS \"#right{}\"", theirs->text, index);
    if (!ours) {
      bring(attribute, fmt::format("r.\"#right{}\"", index));
      names.push_back(attribute.name);
      continue;
    }
    take_left(*ours, index);
    Attribute both = attribute;
    both.type = ours->type;
    bring(both, ours->type == theirs->type
                    ? fmt::format("COALESCE(l.\"#left{0}\", r.\"#right{0}\")", index)
                    : fmt::format("l.\"#left{}\"", index));
  }
  for (const RowColumn& own : left.scope_.columns()) {
    const bool known = std::any_of(
        scope_.columns().begin(), scope_.columns().end(),
        [&](const RowColumn& column) { return column.attribute.name == own.attribute.name; });
    if (!known) {
      const auto ours = left.scope_.stored(own.attribute.name, join.as_of);
      const std::size_t index = scope_.columns().size() + 1;
      take_left(*ours, index);
      bring(own.attribute, fmt::format("l.\"#left{}\"", index));
    }
  }
  const bool same_type = left_key.type == right_key.type;
  const std::string_view cast = same_type ? "" : "::VARCHAR";
  std::string entity;
  std::string entities;
  if (bring_all) {
    entity = fmt::format("l.* EXCLUDE ({}), ", hidden);
  } else if (are_entities) {
    entity = "t.* EXCLUDE (\"#row\", \"#records\"), ";
    entities = fmt::format(" JOIN {} AS t ON t.id = l.id", from_.substr(0, from_.rfind(" AS ")));
  }
  select_from(
      fmt::format("SELECT {}l.\"#records\" AS \"#records\", l.\"#row\" * {} + r.\"#row\" AS "
                  "\"#row\"{} FROM ({}) AS "
                  "l JOIN ({}) AS r ON l.\"#key\"{} = r.\"#key\"{}{}",
                  entity, most_positions, brought, left.select(left_list, false),
                  right.select(right_list, false), cast, cast, entities));
  has_wide_rows_ = true;
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

}  // namespace kestrel::sql
