// Points in time as the language and STIX write them: RFC 3339, UTC.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kestrel {

/// Nanoseconds since 1970-01-01T00:00:00Z. Reaches from 1677 to 2262.
struct Timestamp {
  std::int64_t nanoseconds = 0;
  auto operator<=>(const Timestamp&) const = default;
};

/// Reads `YYYY-MM-DDThh:mm:ss[.fraction]Z`, any number of fraction digits, the tenth and later
/// dropped. Returns nothing for another shape, a day that does not exist, or a year out of reach.
std::optional<Timestamp> parse_timestamp(std::string_view text);

/// Writes ISO 8601 in UTC with as many fraction digits as are needed: 0, 3, 6 or 9.
std::string format_timestamp(Timestamp timestamp);

}  // namespace kestrel
