#include "kestrel/sql/selection.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "kestrel/base/assert.hpp"
#include "kestrel/model/dataset.hpp"
#include "kestrel/sql/condition.hpp"
#include "kestrel/sql/predicate_writer.hpp"

namespace kestrel::sql {
namespace {

constexpr const char* entity_alias = "e";

std::vector<ir::StepId> chain_to(const ir::Graph& graph, ir::StepId step) {
  std::vector<ir::StepId> chain;
  while (!std::holds_alternative<ir::Read>(graph.at(step).operation)) {
    chain.push_back(step);
    step = graph.at(step).inputs.front();
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

}  // namespace

Selection::Selection(const Catalog& catalog, ir::StepId read, const std::string& type)
    : catalog_(&catalog), read_(read), scope_(catalog, read, type, entity_alias) {
  const auto table = catalog.entities(read, type);
  has_table_ = table.has_value();
  from_ = has_table_
              ? fmt::format("{} AS {}", quoted_identifier(table->name), entity_alias)
              : fmt::format(
                    "(SELECT NULL::UUID AS id, 0 AS \"#records\", 0 AS \"#row\" WHERE FALSE) AS {}",
                    entity_alias);
}

Result<Selection> Selection::of(const ir::Graph& graph, ir::StepId step, const Catalog& catalog,
                                std::vector<Parameter>& parameters,
                                std::vector<Diagnostic>& warnings) {
  Selection selection(catalog, ir::source_of(graph, step), ir::entity_type_of(graph, step));
  selection.parameters_ = &parameters;
  selection.warnings_ = &warnings;
  for (const ir::StepId id : chain_to(graph, step)) {
    KESTREL_CHECK(selection.append(graph, id));
  }
  return selection;
}

Result<Done> Selection::append(const ir::Graph& graph, ir::StepId id) {
  struct Appender {
    Selection& selection;
    const ir::Step& step;
    Result<Done> operator()(const ir::Read&) const { return Done{}; }
    Result<Done> operator()(const ir::Apply&) const { return Done{}; }
    Result<Done> operator()(const ir::Retrieve& operation) const {
      return selection.append(step, operation);
    }
    Result<Done> operator()(const ir::Filter& operation) const {
      return selection.append(step, operation);
    }
    Result<Done> operator()(const ir::Project& operation) const {
      return selection.append(step, operation);
    }
    Result<Done> operator()(const ir::Sort& operation) const {
      return selection.append(step, operation);
    }
    Result<Done> operator()(const ir::Limit& operation) const {
      return selection.append(step, operation);
    }
  };
  const ir::Step& step = graph.at(id);
  return std::visit(Appender{*this, step}, step.operation);
}

Result<Done> Selection::append(const ir::Step& /*step*/, const ir::Retrieve& retrieve) {
  if (!has_table_) {
    warnings_->push_back(unknown_entity_type(retrieve.entity_type, retrieve.entity_type_span,
                                             catalog_->entity_types(read_)));
    return Done{};
  }
  const bool needs_observations = retrieve.time_range || retrieve.record_limit ||
                                  mentions_other_types(retrieve.pattern, retrieve.entity_type);
  if (needs_observations) {
    KESTREL_TRY(std::string condition, by_observation(retrieve));
    conditions_.push_back(std::move(condition));
    return Done{};
  }
  PredicateWriter writer(*catalog_, read_, scope_, 0, *parameters_, UnknownAttributes::warn,
                         *warnings_);
  KESTREL_TRY(std::string condition, writer.write(retrieve.pattern, ""));
  conditions_.push_back(std::move(condition));
  return Done{};
}

// An entity is selected when it occurs in an observation that matches as a whole.
Result<std::string> Selection::by_observation(const ir::Retrieve& retrieve) {
  const auto occurrences = catalog_->occurrences(read_, retrieve.entity_type);
  const auto entities = catalog_->entities(read_, retrieve.entity_type);
  KESTREL_ASSERT(occurrences.has_value() && entities.has_value());
  EntityScope inner(*catalog_, read_, retrieve.entity_type, "m");
  PredicateWriter writer(*catalog_, read_, inner, 0, *parameters_, UnknownAttributes::warn,
                         *warnings_);
  KESTREL_TRY(std::string condition, writer.write(retrieve.pattern, "o.record"));
  std::string from =
      fmt::format("{} AS o JOIN {} AS m ON m.id = o.id{}", quoted_identifier(occurrences->name),
                  quoted_identifier(entities->name), inner.joins());
  if (retrieve.time_range) {
    const auto bind = [&](Timestamp time) {
      parameters_->emplace_back(time.nanoseconds);
      return fmt::format("make_timestamp_ns(${})", parameters_->size());
    };
    const std::string start = bind(retrieve.time_range->start);
    const std::string stop = bind(retrieve.time_range->stop);
    from += fmt::format(" JOIN {} AS r ON r.record = o.record",
                        quoted_identifier(catalog_->observations(read_).name));
    condition += fmt::format(" AND r.last_observed >= {0} AND r.first_observed < {1} AND {0} < {1}",
                             start, stop);
  }
  if (!retrieve.record_limit) {
    return fmt::format("{}.id IN (SELECT o.id FROM {} WHERE {})", entity_alias, from, condition);
  }
  const bool has_repeats = occurrences->schema->attributes.back().name == object_column;
  const std::string object = quoted_identifier(has_repeats ? object_column : "record");
  return fmt::format(
      "{}.id IN (WITH matches AS MATERIALIZED (SELECT o.id, o.{} AS object FROM {} WHERE {}) "
      "SELECT "
      "id FROM matches WHERE "
      "object IN (SELECT DISTINCT object FROM matches ORDER BY object LIMIT {}))",
      entity_alias, object, from, condition, *retrieve.record_limit);
}

Result<Done> Selection::append(const ir::Step& /*step*/, const ir::Filter& filter) {
  if (limit_) {
    enclose();
  }
  if (!has_table_) {
    return Done{};
  }
  PredicateWriter writer(*catalog_, read_, scope_, filter.as_of, *parameters_,
                         UnknownAttributes::refuse, *warnings_);
  if (projection_) {
    writer.allow_only(projection_->attributes);
  }
  KESTREL_TRY(std::string condition, writer.write(filter.predicate, ""));
  conditions_.push_back(std::move(condition));
  return Done{};
}

Result<Done> Selection::append(const ir::Step& /*step*/, const ir::Project& project) {
  if (has_table_) {
    for (const ir::AttributePath& path : project.attributes) {
      if (!attribute(path.text, project.as_of)) {
        return unknown(path, project.as_of);
      }
    }
  }
  projection_ = project;
  return Done{};
}

Result<Done> Selection::append(const ir::Step& /*step*/, const ir::Sort& sort) {
  if (limit_) {
    enclose();
  }
  if (!has_table_) {
    return Done{};
  }
  const auto value = attribute(sort.attribute.text, sort.as_of);
  if (!value) {
    return unknown(sort.attribute, sort.as_of);
  }
  order_ = {value->text + (sort.descending ? " DESC NULLS LAST" : " ASC NULLS FIRST")};
  return Done{};
}

Result<Done> Selection::append(const ir::Step& /*step*/, const ir::Limit& limit) {
  if (limit_) {
    enclose();
  }
  limit_ = limit;
  return Done{};
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

Diagnostic Selection::unknown(const ir::AttributePath& path, std::uint32_t as_of) const {
  return unknown_attribute(path, entity_type(), names(as_of));
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
  } else if (!scope_.joins().empty() || limit_) {
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

void Selection::enclose() {
  const std::string inner =
      select(fmt::format("{}.id, {} AS \"#order\"", entity_alias, row_number()));
  const auto table = catalog_->entities(read_, entity_type());
  scope_ = EntityScope(*catalog_, read_, entity_type(), entity_alias);
  if (table) {
    from_ = fmt::format("{} AS {} JOIN ({}) AS v ON v.id = {}.id", quoted_identifier(table->name),
                        entity_alias, inner, entity_alias);
  }
  conditions_.clear();
  order_ = {"v.\"#order\""};
  limit_.reset();
}

}  // namespace kestrel::sql
