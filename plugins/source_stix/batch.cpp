#include "plugins/source_stix/batch.hpp"

#include <algorithm>

namespace kestrel::source_stix {

char* Scratch::allocate(std::size_t size) {
  constexpr std::size_t smallest_block = std::size_t{64} << 10;
  constexpr std::size_t alignment = 16;
  size = (size + alignment - 1) / alignment * alignment;
  while (block_ < blocks_.size() && blocks_[block_].size - used_ < size) {
    ++block_;
    used_ = 0;
  }
  if (block_ == blocks_.size()) {
    const std::size_t wanted = std::max(size, smallest_block);
    blocks_.push_back({std::unique_ptr<char[]>(new char[wanted]), wanted});
    used_ = 0;
  }
  char* bytes = blocks_[block_].bytes.get() + used_;
  used_ += size;
  return bytes;
}

void Scratch::clear() {
  block_ = 0;
  used_ = 0;
}

void Batch::clear() {
  elements.clear();
  sightings.clear();
  facts.clear();
  own_facts.clear();
  references.clear();
  list_targets.clear();
  omissions.clear();
  scratch.clear();
  element_count = 0;
  has_telemetry = false;
}

}  // namespace kestrel::source_stix
