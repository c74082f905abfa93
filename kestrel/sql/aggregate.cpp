#include "kestrel/sql/aggregate.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kestrel::sql {
namespace {

bool is_number(DataType type) {
  return type == DataType::integer || type == DataType::real;
}

Diagnostic wrong_type(const ir::AttributePath& attribute, std::string_view expected,
                      DataType found) {
  return error("wrong-type", fmt::format("expected {} in `{}`, found {}", expected, attribute.text,
                                         data_type_name(found)))
      .at(attribute.span);
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Result<TypedExpression> binned(const TypedExpression& value, const ir::GroupKey& key) {
  if (!key.bin) {
    return value;
  }
  const auto size = *key.bin;
  if (!key.second && value.type == DataType::integer) {
    return TypedExpression{fmt::format("({0} - (({0} % {1}) + {1}) % {1})", value.text, size),
                           DataType::integer};
  }
  if (!key.second && value.type == DataType::real) {
    return TypedExpression{fmt::format("(floor({0} / {1}) * {1})", value.text, size),
                           DataType::real};
  }
  const bool is_time = value.type == DataType::timestamp || value.type == DataType::text;
  if (!key.second || !is_time) {
    return wrong_type(key.attribute,
                      key.second ? "times to put into bins" : "numbers to put into bins",
                      value.type)
        .help(key.second ? "leave the unit out for numbers"
                         : "add a unit for times: `BIN(first_observed, 5 minutes)`");
  }
  const std::string time = value.type == DataType::timestamp
                               ? value.text
                               : fmt::format("TRY_CAST({} AS TIMESTAMP_NS)", value.text);
  const auto width = static_cast<std::int64_t>(size * *key.second) * 1'000'000'000;
  return TypedExpression{
      fmt::format("make_timestamp_ns(epoch_ns({0}) - ((epoch_ns({0}) % {1}) + {1}) % {1})", time,
                  width),
      DataType::timestamp};
}

Result<AggregateExpression> aggregated(ir::Aggregation aggregation, const TypedExpression& value,
                                       const ir::AttributePath& attribute) {
  switch (aggregation) {
    case ir::Aggregation::minimum:
      return AggregateExpression{"min(v{})", value.type};
    case ir::Aggregation::maximum:
      return AggregateExpression{"max(v{})", value.type};
    case ir::Aggregation::count:
      return AggregateExpression{"count(v{})", DataType::integer};
    case ir::Aggregation::distinct:
      return AggregateExpression{"count(DISTINCT v{})", DataType::integer};
    case ir::Aggregation::sum:
    case ir::Aggregation::average:
      break;
  }
  if (!is_number(value.type)) {
    return wrong_type(attribute, "numbers to add up", value.type)
        .help("count the values with COUNT or NUNIQUE");
  }
  if (aggregation == ir::Aggregation::average) {
    return AggregateExpression{"avg(v{})", DataType::real};
  }
  // A sum that does not fit 64 bits is an error of the engine, not a wrong number.
  return value.type == DataType::real ? AggregateExpression{"sum(v{})", DataType::real}
                                      : AggregateExpression{"sum(v{})::BIGINT", DataType::integer};
}

std::optional<DefaultAggregate> default_aggregate(std::string_view entity_type,
                                                  const Attribute& attribute) {
  const std::string& name = attribute.name;
  if (is_one_of(name, {"id", "type", "x_root", "x_contained_by_ref"})) {
    return std::nullopt;
  }
  if (attribute.type == DataType::uuid_list) {
    return std::nullopt;  // never a column that could be shown or asked for by itself
  }
  if (name == "number_observed" && is_number(attribute.type)) {
    return DefaultAggregate{ir::Aggregation::sum, name};
  }
  if (is_one_of(name, {"first_observed", "start"})) {
    return DefaultAggregate{ir::Aggregation::minimum, name};
  }
  if (is_one_of(name, {"last_observed", "end"})) {
    return DefaultAggregate{ir::Aggregation::maximum, name};
  }
  const bool is_identifier = (entity_type == "network-traffic" && name.ends_with("_port")) ||
                             (entity_type == "process" && name.ends_with("pid"));
  if (attribute.type == DataType::integer && !is_identifier) {
    return DefaultAggregate{ir::Aggregation::average, "mean_" + name};
  }
  return DefaultAggregate{ir::Aggregation::distinct, "unique_" + name};
}

std::string in_key_order(const std::vector<std::string>& keys) {
  std::string order;
  for (const std::string& key : keys) {
    order += fmt::format("{}{} ASC NULLS FIRST", order.empty() ? "" : ", ", key);
  }
  return order;
}

}  // namespace kestrel::sql
