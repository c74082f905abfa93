// Turns references as written, keys of an observation or ids, into the ids they mean.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "plugins/source_stix/batch.hpp"
#include "plugins/source_stix/object_keys.hpp"
#include "plugins/source_stix/tokens.hpp"
#include "plugins/source_stix/vocabulary.hpp"

namespace kestrel::source_stix {

class ReferenceResolver {
 public:
  ReferenceResolver(const Tokens& tokens, Vocabulary& vocabulary)
      : tokens_(tokens), vocabulary_(vocabulary) {}

  /// Resolves the references of all `sightings` of one observation, whose ids must be known. What
  /// points nowhere, or at its own object, is left out and counted. A STIX id points at an object
  /// that may come later, or never: it stays.
  void resolve(std::span<const Sighting> sightings, const ObjectKeys& keys, Batch& batch);

  /// The same for a top-level object, whose references are ids.
  void resolve_top(const Sighting& sighting, Batch& batch);

 private:
  void resolve_facts(const Sighting& sighting);
  void resolve_list(Fact& fact);
  std::optional<ObjectReference> target(const Key& key, Token token);

  const Tokens& tokens_;
  Vocabulary& vocabulary_;
  Batch* batch_ = nullptr;
  std::span<const Sighting> sightings_;
  const ObjectKeys* keys_ = nullptr;
  std::size_t self_ = 0;  // position of the object at hand
  std::vector<Uuid> targets_;
};

}  // namespace kestrel::source_stix
