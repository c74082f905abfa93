// 128-bit identifiers: the UUID part of a STIX id.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace kestrel {

/// A UUID as two big-endian halves: `high` holds the first eight of its sixteen bytes.
struct Uuid {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const Uuid&) const = default;  // NOLINT(modernize-use-nullptr): there is no 0
};

/// The name space of deterministic STIX 2.1 identifiers (STIX 2.1, section 2.9).
inline constexpr Uuid stix_namespace{0x00abedb4aa42466cULL, 0x9c01fed23315a9b7ULL};

/// Returns the version 5 UUID of a name in a name space (RFC 4122, section 4.3).
Uuid uuid_version_5(const Uuid& name_space, std::string_view name);

/// Reads the 36-character form, any case. Any version and variant is taken.
std::optional<Uuid> parse_uuid(std::string_view text);

/// Writes the 36-character form in lower case.
std::string format_uuid(const Uuid& uuid);

/// A STIX identifier taken apart: `process--<uuid>`.
struct StixId {
  std::string_view type;
  Uuid uuid;
};

/// Splits a STIX identifier; nothing if the text has another shape.
std::optional<StixId> parse_stix_id(std::string_view text);

}  // namespace kestrel

template <>
struct std::hash<kestrel::Uuid> {
  std::size_t operator()(const kestrel::Uuid& uuid) const noexcept {
    return static_cast<std::size_t>(uuid.high ^ (uuid.low * 0x9E3779B97F4A7C15ULL));
  }
};
