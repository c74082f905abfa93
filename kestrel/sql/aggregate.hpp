// GROUP in SQL: keys that are rounded down, and what becomes of the other attributes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/base/result.hpp"
#include "kestrel/ir/step.hpp"
#include "kestrel/model/schema.hpp"
#include "kestrel/sql/entity_scope.hpp"

namespace kestrel::sql {

/// Returns the value of a key: as it is, or rounded down to a multiple of the bin, times counted
/// from the epoch. Text is taken for a time where the bin has a unit. Fails with the slug
/// `wrong-type`.
Result<TypedExpression> binned(const TypedExpression& value, const ir::GroupKey& key);

/// A sum over a group, with `{}` for the number of the value's column, `v1`, `v2`, ...
struct AggregateExpression {
  std::string text;
  DataType type = DataType::integer;
};

/// Writes an aggregation of values of one type. Fails with the slug `wrong-type` where text is to
/// be added up.
Result<AggregateExpression> aggregated(ir::Aggregation aggregation, const TypedExpression& value,
                                       const ir::AttributePath& attribute);

/// How an attribute is summed up when GROUP does not say.
struct DefaultAggregate {
  ir::Aggregation aggregation;
  std::string name;
};

/// Returns that, or nothing for attributes that are left out (language reference 2.10).
std::optional<DefaultAggregate> default_aggregate(std::string_view entity_type,
                                                  const Attribute& attribute);

/// Writes keys for ORDER BY: ascending, nulls first.
std::string in_key_order(const std::vector<std::string>& keys);

}  // namespace kestrel::sql
