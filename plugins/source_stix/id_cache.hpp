// Remembers the ids of short identity texts: the hash behind an id costs more than all the rest of
// an entity, and most entities are seen again and again.
#pragma once

#include <cstdint>
#include <memory>

#include "kestrel/model/identity.hpp"
#include "kestrel/model/uuid.hpp"

namespace kestrel::source_stix {

/// A cache of fixed size; what it forgets is computed again. One thread at a time.
class IdCache {
 public:
  IdCache();
  ~IdCache();

  /// Returns the id that an identity text stands for.
  Uuid id(const IdentityText& text);

 private:
  struct Slot;

  std::unique_ptr<Slot[]> slots_;
  std::uint64_t seed_;
};

}  // namespace kestrel::source_stix
