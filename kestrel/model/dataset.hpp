// Everything a source knows: entities by type, the observations they were seen in, and which was
// seen where.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/model/table.hpp"

namespace kestrel {

/// All entities of one type.
struct EntityTable {
  std::string type;  // `process`, `network-traffic`, `x-oca-asset`, ...

  /// A row per entity. Attributes in the order they were first seen; `id` (uuid, never null) behind
  /// them; then, hidden, `record_count_column` (integer, never null).
  Table entities;

  /// A row per entity and observation it occurs in, in document order: `record` (integer: row of
  /// the observations, counted from 0) and `id` (uuid). Empty for sources without observations.
  /// Where observations repeat others with something new, `object_column` (integer) says as which
  /// observation of the source, counted from 0, the pair was read first; else it was as `record`.
  Table occurrences;
};

/// How often an entity was observed: the sum of `number_observed` over the observations it is in.
inline constexpr std::string_view record_count_column = "#records";

inline constexpr std::string_view object_column = "#object";

/// What could not be used, by kind and reason. The rest of the file is used all the same.
struct Skipped {
  std::string what;            // in the singular: "observation", "object", "reference", ...
  std::string reason;          // such as "`first_observed` is missing"
  std::uint64_t count = 0;     // how many
  std::string first_location;  // file and top-level object of the first: "a.json, object 17"
};

/// What one source holds, read once. Immutable, shared by all steps that use it.
struct Dataset {
  std::vector<EntityTable> entities;  // by type name

  /// A row per observation, in document order: `record` (integer, the row itself), `id` (uuid),
  /// `first_observed`, `last_observed` (timestamp), `number_observed` (integer), and what else the
  /// source says of it.
  Table observations;

  std::vector<Skipped> skipped;
  std::vector<std::string> notes;  // what else is worth knowing of the source, one line each

  /// Returns the table of a type, or null.
  const EntityTable* find(std::string_view type) const;
};

}  // namespace kestrel
