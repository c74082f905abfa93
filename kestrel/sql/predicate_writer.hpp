// A predicate as a condition in SQL, on one entity and on others of the same observation.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kestrel/base/result.hpp"
#include "kestrel/ir/predicate.hpp"
#include "kestrel/sql/catalog.hpp"
#include "kestrel/sql/condition.hpp"
#include "kestrel/sql/entity_scope.hpp"
#include "kestrel/sql/query.hpp"

namespace kestrel::sql {

/// What to do with an attribute that the entity does not have.
enum class UnknownAttributes : std::uint8_t {
  refuse,  // fail
  warn,    // matches nothing: the data may simply lack it
};

/// Writes predicates about the entity of one scope.
class PredicateWriter {
 public:
  PredicateWriter(const Catalog& catalog, ir::StepId read, EntityScope& scope, std::uint32_t as_of,
                  std::vector<Parameter>& parameters, UnknownAttributes unknown,
                  std::vector<Diagnostic>& warnings, const ReferenceWriter& references);

  /// Restricts attributes to those that a projection kept; it must outlive the writer.
  void allow_only(const std::vector<ir::AttributePath>& attributes) { allowed_ = &attributes; }

  /// Writes a predicate. Comparisons on other types hold when an entity of that type in the same
  /// observation satisfies them; `record` is the expression for that observation, needed only then.
  Result<std::string> write(const ir::Predicate& predicate, const std::string& record);

 private:
  Result<std::string> own(const ir::Comparison& comparison);
  Result<std::string> on_list(const ir::Comparison& comparison, const ListPath& path);
  Result<std::string> on_referenced(const ir::Comparison& comparison, const ListPath& path);
  Result<std::string> unknown(const ir::Comparison& comparison);

  /// Writes what one entity of another type must satisfy, as `record IN (SELECT ...)`.
  Result<std::string> foreign(const std::string& type, const ir::Predicate& predicate,
                              const std::string& record);

  const Catalog* catalog_;
  ir::StepId read_;
  EntityScope* scope_;
  std::uint32_t as_of_;
  std::vector<Parameter>* parameters_;
  UnknownAttributes unknown_;
  std::vector<Diagnostic>* warnings_;
  const ReferenceWriter* references_;
  const std::vector<ir::AttributePath>* allowed_ = nullptr;
};

/// Tells whether some comparison is on another type.
bool mentions_other_types(const ir::Predicate& predicate, std::string_view type);

}  // namespace kestrel::sql
