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

bool begins_rows(const ir::Operation& operation) {
  return ir::is_source(operation) || std::holds_alternative<ir::Retrieve>(operation) ||
         std::holds_alternative<ir::Relate>(operation) ||
         std::holds_alternative<ir::Restrict>(operation) ||
         std::holds_alternative<ir::Unite>(operation) ||
         std::holds_alternative<ir::Join>(operation) ||
         std::holds_alternative<ir::Identify>(operation);
}

// The last of these operations that is done with the rows of a step since they began, or null.
template <typename... Wanted>
const ir::Operation* last_of(const ir::Graph& graph, ir::StepId step) {
  while (!begins_rows(graph.at(step).operation)) {
    const ir::Operation& operation = graph.at(step).operation;
    if ((std::holds_alternative<Wanted>(operation) || ...)) {
      return &operation;
    }
    step = *ir::rows_of(graph, step);
  }
  return nullptr;
}

ir::StepId beginning_of(const ir::Graph& graph, ir::StepId step) {
  while (!begins_rows(graph.at(step).operation)) {
    step = *ir::rows_of(graph, step);
  }
  return step;
}

// Tells whether the rows of a step are entities with nothing but what they are themselves.
bool are_entities_alone(const ir::Graph& graph, ir::StepId step) {
  if (last_of<ir::Observe, ir::Group>(graph, step) != nullptr) {
    return false;
  }
  const ir::Step& first = graph.at(beginning_of(graph, step));
  if (std::holds_alternative<ir::Unite>(first.operation)) {
    return std::all_of(first.inputs.begin() + 1, first.inputs.end(), [&](ir::StepId part) {
      return are_entities_alone(graph, part) && last_of<ir::Project>(graph, part) == nullptr;
    });
  }
  return !std::holds_alternative<ir::Join>(first.operation);
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
  const auto is_kept = [&](ir::StepId id) {
    return writing.catalog.kept_ids(id) && are_entities_alone(graph, id) &&
           last_of<ir::Sort, ir::Limit>(graph, id) == nullptr;
  };
  while (!begins_rows(graph.at(step).operation) && !is_kept(step)) {
    chain.push_back(step);
    step = *ir::rows_of(graph, step);
  }
  KESTREL_TRY(Selection selection,
              is_kept(step) ? set_of(writing, step) : start(writing, step, graph.at(step)));
  for (auto id = chain.rbegin(); id != chain.rend(); ++id) {
    KESTREL_CHECK(selection.append(graph.at(*id)));
  }
  return selection;
}

Result<Selection> Selection::set_of(const Writing& writing, ir::StepId step) {
  const ir::Graph& graph = writing.graph;
  if (!are_entities_alone(graph, step)) {
    return of(writing, step);
  }
  Selection selection(writing, ir::source_of(graph, step), ir::entity_type_of(graph, step));
  if (selection.has_table()) {
    KESTREL_TRY(const std::string ids, ids_of(writing, step));
    selection.conditions_.push_back(fmt::format("{}.id IN ({})", entity_alias, ids));
  }
  if (const ir::Operation* kept = last_of<ir::Project>(graph, step)) {
    selection.projection_ = std::get<ir::Project>(*kept);
  }
  return selection;
}

Result<std::string> Selection::ids_of(const Writing& writing, ir::StepId step) {
  if (const auto kept = writing.catalog.kept_ids(step)) {
    return fmt::format("SELECT id FROM {}", quoted_identifier(kept->name));
  }
  if (!writing.shared.knows(step)) {
    KESTREL_TRY(const Selection rows, of(writing, step));
    writing.shared.add(step, rows.select(fmt::format("{}.id AS id", entity_alias), false));
  }
  return writing.shared.mention(step);
}

Result<Selection> Selection::start(const Writing& writing, ir::StepId id, const ir::Step& step) {
  Selection selection(writing, ir::source_of(writing.graph, id),
                      ir::entity_type_of(writing.graph, id));
  if (const auto* retrieve = std::get_if<ir::Retrieve>(&step.operation)) {
    KESTREL_CHECK(selection.retrieve(step, *retrieve));
  } else if (const auto* relate = std::get_if<ir::Relate>(&step.operation)) {
    KESTREL_CHECK(selection.relate(step, *relate));
  } else if (const auto* restrict = std::get_if<ir::Restrict>(&step.operation)) {
    KESTREL_CHECK(selection.restrict(step, restrict->match));
  } else if (const auto* unite = std::get_if<ir::Unite>(&step.operation)) {
    KESTREL_CHECK(selection.unite(step, *unite));
  } else if (const auto* join = std::get_if<ir::Join>(&step.operation)) {
    KESTREL_CHECK(selection.join(step, *join));
  } else if (std::holds_alternative<ir::Identify>(step.operation)) {
    const auto added = writing.catalog.chosen(id);
    if (!added) {
      return of(writing, step.inputs.front());
    }
    KESTREL_TRY(const std::string ids, ids_of(writing, step.inputs.front()));
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
    const Writing::Mark mark = writing.mark();
    KESTREL_TRY(Selection selection, Selection::set_of(writing, step.inputs.at(reference.input)));
    if (!selection.has_table() && selection.has_entities()) {
      writing.take_back(mark);
      return TypedExpression{"SELECT NULL::VARCHAR WHERE FALSE", DataType::text};
    }
    KESTREL_TRY(const TypedExpression value,
                selection.required(reference.attribute, reference.as_of));
    const std::string rows = selection.select(value.text + " AS value", false);
    return TypedExpression{
        fmt::format("SELECT DISTINCT value FROM ({}) WHERE value IS NOT NULL", rows), value.type};
  };
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
  constexpr std::size_t most_keys = 8;  // of sorts one after the other: rows that are alike now
  order_.insert(order_.begin(),         // keep their order
                value.text + (sort.descending ? " DESC NULLS LAST" : " ASC NULLS FIRST"));
  order_.resize(std::min(order_.size(), most_keys));
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
  may_repeat_ = may_repeat_ || observe.what == ir::Observed::first_observed;  // at the same time
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

// The same, but a number that leaves room for another one beside it.
std::string Selection::position() const {
  const std::string number = row_number();
  return has_wide_rows_ && order_.empty() ? fmt::format("row_number() OVER (ORDER BY {})", number)
                                          : number;
}

std::string Selection::select(const std::string& list, bool in_order) const {
  std::string from = from_ + scope_.joins();
  if (!conditions_.empty()) {
    from += fmt::format(" WHERE {}", fmt::join(conditions_, " AND "));
  }
  std::string order = ordering();
  // A join may disturb the order of the source; a scan alone does not.
  const bool may_disturb =
      !scope_.joins().empty() || from_.starts_with('(') || (limit_ && !conditions_.empty());
  if (order.empty() && may_disturb) {
    order = fmt::format("{}.\"#row\"", entity_alias);
  }
  if (!order.empty()) {
    order = " ORDER BY " + order;
  }
  if (!limit_) {
    return fmt::format("SELECT {} FROM {}{}", list, from, in_order ? order : "");
  }
  std::string limit = limit_->count ? fmt::format(" LIMIT {}", *limit_->count) : "";
  if (limit_->offset > 0) {
    limit += fmt::format(" OFFSET {}", limit_->offset);
  }
  constexpr std::uint64_t few = 10'000;
  if (limit_->count.value_or(few) < few && !order.empty() && scope_.joins().empty()) {
    // The engine would work out the list for every row before it drops most of them.
    return fmt::format("SELECT {1} FROM (SELECT {0}.* FROM {2}{3}{4}) AS {0}{3}", entity_alias,
                       list, from, order, limit);
  }
  return fmt::format("SELECT {} FROM {}{}{}", list, from, order, limit);
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
  has_wide_rows_ = false;
}

void Selection::enclose() {
  const bool keeps_wide_rows = has_wide_rows_ && order_.empty();
  select_from(
      select(fmt::format("{}.* EXCLUDE (\"#row\"), {} AS \"#row\"", entity_alias, row_number())));
  has_wide_rows_ = keeps_wide_rows;
}

}  // namespace kestrel::sql
