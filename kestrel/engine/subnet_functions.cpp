#include "kestrel/engine/subnet_functions.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "kestrel/engine/served_tables.hpp"
#include "kestrel/model/subnet.hpp"

namespace kestrel::engine {
namespace {

// Reads the subnets of one column; the operand of a comparison is the same text in every row.
class SubnetColumn {
 public:
  explicit SubnetColumn(::duckdb_vector vector)
      : cells_(static_cast<const TextCell*>(duckdb_vector_get_data(vector))),
        validity_(duckdb_vector_get_validity(vector)) {}

  const std::optional<Subnet>& at(std::size_t row) {
    const bool valid = validity_ == nullptr || ((validity_[row / 64] >> (row % 64)) & 1U) != 0;
    const std::string_view text = valid ? cells_[row].view() : std::string_view();
    if (!known_ || text != last_) {
      last_ = text;
      parsed_ = parse_subnet(text);
      known_ = true;
    }
    return parsed_;
  }

 private:
  const TextCell* cells_;
  const std::uint64_t* validity_;
  std::string_view last_;
  std::optional<Subnet> parsed_;
  bool known_ = false;
};

void compute(::duckdb_function_info /*info*/, ::duckdb_data_chunk input, ::duckdb_vector output) {
  SubnetColumn inner(duckdb_data_chunk_get_vector(input, 0));
  SubnetColumn outer(duckdb_data_chunk_get_vector(input, 1));
  auto* results = static_cast<bool*>(duckdb_vector_get_data(output));
  duckdb_vector_ensure_validity_writable(output);
  std::uint64_t* validity = duckdb_vector_get_validity(output);
  const std::size_t rows = duckdb_data_chunk_get_size(input);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto& left = inner.at(row);
    const auto& right = outer.at(row);
    results[row] = left && right && lies_in(*left, *right);
    if (!left || !right) {
      validity[row / 64] &= ~(std::uint64_t{1} << (row % 64));
    }
  }
}

}  // namespace

bool register_subnet_functions(::duckdb_connection connection) {
  const ScalarFunction function(duckdb_create_scalar_function());
  duckdb_scalar_function_set_name(function.get(), subnet_function);
  duckdb_scalar_function_add_parameter(function.get(), logical_type(DataType::text).get());
  duckdb_scalar_function_add_parameter(function.get(), logical_type(DataType::text).get());
  duckdb_scalar_function_set_return_type(function.get(), logical_type(DataType::boolean).get());
  duckdb_scalar_function_set_function(function.get(), compute);
  return duckdb_register_scalar_function(connection, function.get()) == DuckDBSuccess;
}

}  // namespace kestrel::engine
