// Where the rows of a table are, by id.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "kestrel/model/arena.hpp"
#include "kestrel/model/table.hpp"
#include "kestrel/model/uuid.hpp"

namespace kestrel::source_stix {

/// An index over a column of ids, which stays the only place where ids are kept. Open addressing;
/// ids may come from a hostile hand, so where they go differs from run to run.
class IdIndex {
 public:
  explicit IdIndex(std::shared_ptr<BlockStore> store);
  ~IdIndex();
  IdIndex(IdIndex&& other) noexcept;
  IdIndex& operator=(IdIndex&&) = delete;

  /// Returns the row of an id in `ids`, which has `row_count` rows so far.
  std::optional<std::size_t> find(const Uuid& id, const Column& ids) const;

  /// Tells the processor that an id will be looked up soon: the table is larger than its caches.
  void prefetch(const Uuid& id) const {
    if (slot_count_ != 0) {
      __builtin_prefetch(slots() + (hash(id) & (slot_count_ - 1)));
    }
  }

  /// Adds an id, which stands in row `row` of the column and is not in the index yet.
  void add(const Uuid& id, std::size_t row);

 private:
  struct Slot {
    std::uint32_t row = 0;  // counted from 1; 0: nothing here
    std::uint32_t hash = 0;
  };

  std::uint32_t hash(const Uuid& id) const {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(id.high ^ seed_.high) * (id.low ^ seed_.low);
    const auto folded =
        static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
    return static_cast<std::uint32_t>(folded ^ (folded >> 32));
  }
  void put(Slot slot);
  void grow();
  Slot* slots() const { return reinterpret_cast<Slot*>(block_.bytes); }

  std::shared_ptr<BlockStore> store_;
  BlockStore::Block block_;
  std::size_t slot_count_ = 0;  // a power of two
  std::size_t used_ = 0;
  Uuid seed_;
};

}  // namespace kestrel::source_stix
