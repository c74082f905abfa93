// Gives the entities of one observation their ids.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/model/identity.hpp"
#include "plugins/source_stix/batch.hpp"
#include "plugins/source_stix/id_cache.hpp"
#include "plugins/source_stix/object_keys.hpp"
#include "plugins/source_stix/tokens.hpp"

namespace kestrel::source_stix {

/// What stands around the entities that are identified.
struct Setting {
  std::span<Sighting> sightings;
  std::span<const std::string_view> keys;  // of the sightings, as spelled
  Uuid observation;
  std::string_view last_observed;  // as written
  bool has_own_ids = false;        // some of the objects have an `id` of their own
};

/// Follows language.md, 4.4. References must not be resolved yet.
class Identifier {
 public:
  explicit Identifier(const Tokens& tokens);

  /// Sets the ids of all entities of one observation. Those without an identity keep the STIX id
  /// that they have of their own, or get one that follows from the observation and their key.
  void identify(const Setting& setting, const ObjectKeys& keys, Batch& batch);

  /// Returns the id that follows from what an entity is, if its type has an identity.
  std::optional<Uuid> identity(const Sighting& sighting, Batch& batch);

 private:
  enum class State : std::uint8_t { open, busy, done };
  using Contributions = std::array<const Fact*, 8>;

  Uuid id_of(std::size_t index, std::size_t depth);
  std::optional<Uuid> identity_of(const Sighting& sighting, std::size_t depth);
  Contributions contributions(const Sighting& sighting) const;
  std::optional<Uuid> take_own_id(const Sighting& sighting) const;
  const Fact* process_extension_id(const Sighting& sighting) const;
  std::optional<std::string> process_on_asset(const Sighting& sighting);
  std::string asset() const;
  const Fact* top_fact(const Sighting& sighting, std::string_view name) const;
  void write_member(IdentityText& text, std::string_view name, const Fact& fact, std::size_t depth);
  void write_value(IdentityText& text, const Fact& fact) const;
  void write_json(IdentityText& text, Token token) const;

  const Tokens& tokens_;
  IdCache cache_;
  Setting setting_;
  const ObjectKeys* keys_ = nullptr;
  Batch* batch_ = nullptr;
  std::vector<State> states_;
  std::vector<IdentityText> texts_;   // by depth of references
  std::optional<std::string> asset_;  // once asked for
};

}  // namespace kestrel::source_stix
