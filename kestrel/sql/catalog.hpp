// What the engine has tables for, as far as writing SQL must know.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/ir/graph.hpp"
#include "kestrel/model/schema.hpp"

namespace kestrel::sql {

/// A table under the name that statements call it by.
struct Relation {
  std::string name;
  const Schema* schema = nullptr;
};

/// Implemented by the session, which knows what was read and what analytics returned.
class Catalog {
 public:
  virtual ~Catalog() = default;

  /// Returns the entities of a type in what a source holds, or nothing if it holds none.
  virtual std::optional<Relation> entities(ir::StepId read, std::string_view type) const = 0;

  /// Returns which entity of a type occurs in which observation: columns `record`, `id`.
  virtual std::optional<Relation> occurrences(ir::StepId read, std::string_view type) const = 0;

  /// Returns the observations: `record`, `first_observed`, `last_observed`, `number_observed`.
  virtual Relation observations(ir::StepId read) const = 0;

  /// Returns the entity types that occur in what a source holds, sorted.
  virtual std::vector<std::string> entity_types(ir::StepId read) const = 0;

  /// Returns the entities that an `Identify` added to its input, a column `id`; nothing if it did
  /// not run, or added none.
  virtual std::optional<Relation> chosen(ir::StepId identify) const = 0;

  /// Returns the ids of a step's entities, a column `id`, where they were kept.
  virtual std::optional<Relation> kept_ids(ir::StepId step) const = 0;

  /// Returns what the first `as_of` updates by analytics say about a type: `id` and one column for
  /// each attribute they gave; nothing if they said nothing.
  virtual std::optional<Relation> updates(std::string_view type, std::uint32_t as_of) const = 0;
};

}  // namespace kestrel::sql
