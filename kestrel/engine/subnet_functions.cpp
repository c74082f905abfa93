#include "kestrel/engine/subnet_functions.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include <arpa/inet.h>

#include "kestrel/engine/served_tables.hpp"

namespace kestrel::engine {
namespace {

struct Subnet {
  int family = 0;
  unsigned prefix = 0;  // bits
  std::array<unsigned char, 16> address{};
};

std::optional<Subnet> parse(std::string_view text) {
  constexpr std::size_t longest = INET6_ADDRSTRLEN + 4;
  if (text.size() > longest) {
    return std::nullopt;
  }
  const std::size_t slash = text.find('/');
  std::array<char, longest + 1> address{};
  std::memcpy(address.data(), text.data(), std::min(slash, text.size()));
  Subnet subnet;
  subnet.family = text.find(':') == std::string_view::npos ? AF_INET : AF_INET6;
  const unsigned bits = subnet.family == AF_INET ? 32 : 128;
  if (::inet_pton(subnet.family, address.data(), subnet.address.data()) != 1) {
    return std::nullopt;
  }
  subnet.prefix = bits;
  if (slash != std::string_view::npos) {
    const char* end = text.data() + text.size();
    const auto [stopped, problem] = std::from_chars(text.data() + slash + 1, end, subnet.prefix);
    if (problem != std::errc() || stopped != end || subnet.prefix > bits) {
      return std::nullopt;
    }
  }
  return subnet;
}

bool lies_in(const Subnet& inner, const Subnet& outer) {
  if (inner.family != outer.family || inner.prefix < outer.prefix) {
    return false;
  }
  const std::size_t whole = outer.prefix / 8;
  if (std::memcmp(inner.address.data(), outer.address.data(), whole) != 0) {
    return false;
  }
  const unsigned rest = outer.prefix % 8;
  return rest == 0 || (inner.address[whole] >> (8 - rest)) == (outer.address[whole] >> (8 - rest));
}

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
      parsed_ = parse(text);
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
