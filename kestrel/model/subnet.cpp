#include "kestrel/model/subnet.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <system_error>

#include <arpa/inet.h>

namespace kestrel {

std::optional<Subnet> parse_subnet(std::string_view text) {
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

}  // namespace kestrel
