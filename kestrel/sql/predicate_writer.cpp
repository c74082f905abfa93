#include "kestrel/sql/predicate_writer.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace kestrel::sql {
namespace {

// Returns the one type that all comparisons are on, or an empty text.
std::string only_type(const ir::Predicate& predicate) {
  if (const auto* comparison = std::get_if<ir::Comparison>(&predicate.node)) {
    return comparison->entity_type;
  }
  const auto& parts = std::get<ir::Junction>(predicate.node).parts;
  const std::string type = only_type(parts.front());
  const bool same = std::all_of(parts.begin(), parts.end(),
                                [&](const ir::Predicate& part) { return only_type(part) == type; });
  return same ? type : "";
}

const ir::Comparison& first_comparison(const ir::Predicate& predicate) {
  const ir::Predicate* part = &predicate;
  while (const auto* junction = std::get_if<ir::Junction>(&part->node)) {
    part = &junction->parts.front();
  }
  return std::get<ir::Comparison>(part->node);
}

// The elements of a text that may be a JSON list, a list of lists, or one element on its own:
// sources write `["network"]`, `[["network"]]` and `network` for the same (STIX allows the first).
std::string elements_of_text(const std::string& text) {
  return fmt::format(
      "CASE WHEN NOT starts_with({0}, '[') OR NOT json_valid({0}) THEN [{0}] ELSE "
      "list_concat(json_extract_string({0}, '$[*]'), json_extract_string({0}, '$[*][*]')) END",
      text);
}

}  // namespace

bool mentions_other_types(const ir::Predicate& predicate, std::string_view type) {
  if (const auto* comparison = std::get_if<ir::Comparison>(&predicate.node)) {
    return comparison->entity_type != type;
  }
  const auto& parts = std::get<ir::Junction>(predicate.node).parts;
  return std::any_of(parts.begin(), parts.end(),
                     [&](const ir::Predicate& part) { return mentions_other_types(part, type); });
}

PredicateWriter::PredicateWriter(const Catalog& catalog, ir::StepId read, EntityScope& scope,
                                 std::uint32_t as_of, std::vector<Parameter>& parameters,
                                 UnknownAttributes unknown, std::vector<Diagnostic>& warnings,
                                 const ReferenceWriter& references)
    : catalog_(&catalog),
      read_(read),
      scope_(&scope),
      as_of_(as_of),
      parameters_(&parameters),
      unknown_(unknown),
      warnings_(&warnings),
      references_(&references) {}

Result<std::string> PredicateWriter::write(const ir::Predicate& predicate,
                                           const std::string& record) {
  const std::string type = only_type(predicate);
  if (!type.empty() && type != scope_->type()) {
    return foreign(type, predicate, record);
  }
  if (const auto* comparison = std::get_if<ir::Comparison>(&predicate.node)) {
    return own(*comparison);
  }
  // Parts on the same other type speak of the same entity: they are written as one.
  const auto& junction = std::get<ir::Junction>(predicate.node);
  std::vector<std::string> written;
  std::map<std::string, std::vector<ir::Predicate>> others;
  for (const ir::Predicate& part : junction.parts) {
    const std::string part_type = only_type(part);
    if (!part_type.empty() && part_type != scope_->type()) {
      others[part_type].push_back(part);
    } else {
      KESTREL_TRY(std::string condition, write(part, record));
      written.push_back(std::move(condition));
    }
  }
  for (auto& [other, parts] : others) {
    ir::Predicate together =
        parts.size() == 1 ? parts.front()
                          : ir::Predicate{ir::Junction{junction.connective, std::move(parts)}};
    KESTREL_TRY(std::string condition, foreign(other, together, record));
    written.push_back(std::move(condition));
  }
  const std::string_view separator = junction.connective == ir::Connective::all ? " AND " : " OR ";
  return fmt::format("({})", fmt::join(written, separator));
}

Result<std::string> PredicateWriter::own(const ir::Comparison& comparison) {
  const std::string& path = comparison.attribute.text;
  if (allowed_ != nullptr &&
      std::none_of(allowed_->begin(), allowed_->end(),
                   [&](const ir::AttributePath& known) { return known.text == path; })) {
    return unknown(comparison);
  }
  if (const auto list = scope_->list(path, as_of_)) {
    return on_list(comparison, *list);
  }
  if (const auto value = scope_->attribute(path, as_of_)) {
    return condition(*value, comparison, *parameters_, *references_);
  }
  return unknown(comparison);
}

Result<std::string> PredicateWriter::on_list(const ir::Comparison& comparison,
                                             const ListPath& path) {
  if (path.list.type == DataType::uuid_list) {
    return on_referenced(comparison, path);
  }
  std::string elements = path.list.text;
  const bool is_json = path.list.type == DataType::text || !path.rest.empty();
  if (is_json && path.rest.empty()) {
    elements = elements_of_text(path.list.text);
  } else if (is_json) {
    const std::string json_path = "$[*]." + quoted_identifier(path.rest);
    elements = fmt::format("json_extract_string(CASE WHEN json_valid({0}) THEN {0} END, {1})",
                           path.list.text, quoted_text(json_path));
  }
  if (path.list.type == DataType::text && path.rest.empty()) {  // NEW can write one element only
    elements = fmt::format(
        "CASE WHEN json_type(CASE WHEN json_valid({0}) THEN {0} END) = 'ARRAY' THEN {1} "
        "WHEN {0} IS NOT NULL THEN [{0}] END",
        path.list.text, elements);
  }
  KESTREL_TRY(const std::string element,
              condition({"x", DataType::text, is_json}, comparison, *parameters_, *references_));
  return fmt::format("len(list_filter({}, lambda x: {})) > 0", elements, element);
}

// One of the entities that the list points at satisfies the comparison.
Result<std::string> PredicateWriter::on_referenced(const ir::Comparison& comparison,
                                                   const ListPath& path) {
  std::vector<std::string> alternatives;
  for (const std::string& target : path.targets) {
    if (!catalog_->entities(read_, target)) {
      continue;  // it points at entities that the source does not have
    }
    EntityScope there(*catalog_, read_, target, scope_->alias() + "_t");
    ir::Comparison inner = comparison;
    inner.entity_type = target;
    inner.attribute.text = path.rest.empty() ? "id" : path.rest;
    const bool known =
        there.attribute(inner.attribute.text, as_of_) || there.list(inner.attribute.text, as_of_);
    if (!known) {
      continue;
    }
    PredicateWriter writer(*catalog_, read_, there, as_of_, *parameters_, unknown_, *warnings_,
                           *references_);
    KESTREL_TRY(const std::string condition, writer.own(inner));
    alternatives.push_back(
        fmt::format("EXISTS (SELECT 1 FROM {} AS {}{} WHERE list_contains({}, {}.id) AND {})",
                    quoted_identifier(catalog_->entities(read_, target)->name), there.alias(),
                    there.joins(), path.list.text, there.alias(), condition));
  }
  if (alternatives.empty()) {
    return unknown(comparison);
  }
  return fmt::format("({})", fmt::join(alternatives, " OR "));
}

Result<std::string> PredicateWriter::unknown(const ir::Comparison& comparison) {
  Diagnostic diagnostic = unknown_attribute(comparison.attribute, comparison.entity_type,
                                            scope_->expanded_names(as_of_));
  if (unknown_ == UnknownAttributes::refuse) {
    return diagnostic;
  }
  diagnostic.severity = Severity::warning;
  diagnostic.message += " in this data: the comparison matches nothing";
  warnings_->push_back(std::move(diagnostic));
  const bool holds_for_absent =
      comparison.operation == ir::Operator::is_null && !comparison.negated;
  return std::string(holds_for_absent ? "TRUE" : "FALSE");
}

Result<std::string> PredicateWriter::foreign(const std::string& type,
                                             const ir::Predicate& predicate,
                                             const std::string& record) {
  const auto entities = catalog_->entities(read_, type);
  const auto occurrences = catalog_->occurrences(read_, type);
  if (!entities || !occurrences) {
    Span written = first_comparison(predicate).span;  // begins with the type
    written.end = written.begin + static_cast<std::uint32_t>(type.size());
    warnings_->push_back(unknown_entity_type(type, written, catalog_->entity_types(read_)));
    return std::string("FALSE");
  }
  EntityScope there(*catalog_, read_, type, scope_->alias() + "_f");
  PredicateWriter writer(*catalog_, read_, there, as_of_, *parameters_, unknown_, *warnings_,
                         *references_);
  KESTREL_TRY(const std::string condition, writer.write(predicate, ""));
  return fmt::format(
      "{} IN (SELECT o.record FROM {} AS o JOIN {} AS {} ON {}.id = o.id{} WHERE {})", record,
      quoted_identifier(occurrences->name), quoted_identifier(entities->name), there.alias(),
      there.alias(), there.joins(), condition);
}

}  // namespace kestrel::sql
