// A comparison of the language as a condition in SQL.
#pragma once

#include <functional>
#include <string>

#include "kestrel/base/result.hpp"
#include "kestrel/ir/predicate.hpp"
#include "kestrel/sql/entity_scope.hpp"
#include "kestrel/sql/query.hpp"

namespace kestrel::sql {

/// Writes the values that a reference to a variable stands for, as a SELECT of one column without
/// nulls.
using ReferenceWriter = std::function<Result<TypedExpression>(const ir::Literal::Reference&)>;

/// Writes a comparison of one value; literals become parameters, in the value's type.
///
/// Values of a variable are compared in the type of the attribute that holds them, as texts where
/// the two differ. Operators that take one value fail in the engine when the variable has several.
///
/// A number compared with text is taken as written; text compared with a number must look like one,
/// else this fails with the slug `wrong-type`. LIKE ignores ASCII case and has no escape character;
/// MATCHES searches anywhere, and `.` matches line breaks too.
Result<std::string> condition(const TypedExpression& value, const ir::Comparison& comparison,
                              std::vector<Parameter>& parameters,
                              const ReferenceWriter& references);

/// The entity has no such attribute. `known` are the names that may be meant.
Diagnostic unknown_attribute(const ir::AttributePath& path, std::string_view entity_type,
                             const std::vector<std::string>& known);

/// Warns that a source has no entities of a type. `known` are the types it has.
Diagnostic unknown_entity_type(const std::string& type, Span span,
                               const std::vector<std::string>& known);

}  // namespace kestrel::sql
