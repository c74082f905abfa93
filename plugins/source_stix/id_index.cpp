#include "plugins/source_stix/id_index.hpp"

#include <random>
#include <utility>

#include "kestrel/base/assert.hpp"

namespace kestrel::source_stix {
namespace {

constexpr std::size_t smallest_table = 256;

std::uint64_t random_bits() {
  std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

}  // namespace

IdIndex::IdIndex(std::shared_ptr<BlockStore> store)
    : store_(std::move(store)), seed_{random_bits(), random_bits()} {}

IdIndex::IdIndex(IdIndex&& other) noexcept
    : store_(std::move(other.store_)),
      block_(std::exchange(other.block_, {})),
      slot_count_(std::exchange(other.slot_count_, 0)),
      used_(std::exchange(other.used_, 0)),
      seed_(other.seed_) {}

IdIndex::~IdIndex() {
  if (block_.bytes != nullptr) {
    store_->release(block_);
  }
}

std::optional<std::size_t> IdIndex::find(const Uuid& id, const Column& ids) const {
  if (slot_count_ == 0) {
    return std::nullopt;
  }
  const std::uint32_t wanted = hash(id);
  for (std::size_t place = wanted & (slot_count_ - 1);; place = (place + 1) & (slot_count_ - 1)) {
    const Slot& slot = slots()[place];
    if (slot.row == 0) {
      return std::nullopt;
    }
    if (slot.hash == wanted && ids.at<Uuid>(slot.row - 1) == id) {
      return slot.row - 1;
    }
  }
}

void IdIndex::add(const Uuid& id, std::size_t row) {
  KESTREL_ASSERT(row < ~std::uint32_t{0});
  if ((used_ + 1) * 4 > slot_count_ * 3) {
    grow();
  }
  put({static_cast<std::uint32_t>(row + 1), hash(id)});
  ++used_;
}

void IdIndex::put(Slot slot) {
  std::size_t place = slot.hash & (slot_count_ - 1);
  while (slots()[place].row != 0) {
    place = (place + 1) & (slot_count_ - 1);
  }
  slots()[place] = slot;
}

void IdIndex::grow() {
  const std::size_t count = slot_count_ == 0 ? smallest_table : 2 * slot_count_;
  const BlockStore::Block wider = store_->allocate(count * sizeof(Slot));
  const BlockStore::Block before = std::exchange(block_, wider);
  const std::size_t before_count = std::exchange(slot_count_, count);
  const auto* old = reinterpret_cast<const Slot*>(before.bytes);
  for (std::size_t place = 0; place < before_count; ++place) {
    if (old[place].row != 0) {
      put(old[place]);
    }
  }
  if (before.bytes != nullptr) {
    store_->release(before);
  }
}

}  // namespace kestrel::source_stix
