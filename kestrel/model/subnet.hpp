// Addresses and subnets, IPv4 and IPv6, in CIDR notation (RFC 4632, RFC 4291).
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace kestrel {

/// A range of addresses. An address alone is the range of that one.
struct Subnet {
  int family = 0;       // AF_INET or AF_INET6
  unsigned prefix = 0;  // bits that all addresses share
  std::array<unsigned char, 16> address{};
};

/// Reads `10.0.0.0/8`, `10.1.2.3`, `2001:db8::/32`; bits behind the prefix may be set. Nothing for
/// other texts.
std::optional<Subnet> parse_subnet(std::string_view text);

/// Tells whether all addresses of `inner` are ones of `outer`.
bool lies_in(const Subnet& inner, const Subnet& outer);

}  // namespace kestrel
