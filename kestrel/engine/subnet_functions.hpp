// Subnets in SQL: ISSUBSET and ISSUPERSET, which DuckDB has no function for.
#pragma once

#include "kestrel/engine/handles.hpp"

namespace kestrel::engine {

/// Name of the function `(inner text, outer text) -> boolean`: does the address or subnet `inner`
/// lie in the subnet `outer`? IPv4 and IPv6, in CIDR notation (RFC 4632, RFC 4291 2.3); an address
/// without prefix length stands for itself. False when the two differ in version, null when one is
/// no address or a null. Host bits of `outer` do not matter.
inline constexpr const char* subnet_function = "kestrel_lies_in_subnet";

bool register_subnet_functions(::duckdb_connection connection);

}  // namespace kestrel::engine
