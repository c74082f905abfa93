#include "plugins/source_stix/batch.hpp"

#include <algorithm>
#include <utility>

#include "plugins/source_stix/messages.hpp"

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
  relationships.clear();
  omissions.clear();
  scratch.clear();
  element_count = 0;
  has_telemetry = false;
}

// What is wrong with one object is often wrong with all of them: looks for it among the latest.
template <typename Same>
bool Batch::count_again(Same same) {
  constexpr std::ptrdiff_t most_looks = 8;
  const auto end = omissions.rend() - omissions.rbegin() > most_looks
                       ? omissions.rbegin() + most_looks
                       : omissions.rend();
  const auto known = std::find_if(omissions.rbegin(), end, same);
  if (known == end) {
    return false;
  }
  ++known->count;
  return true;
}

void Batch::omit(std::string_view what, std::string reason) {
  const bool is_known = count_again(
      [&](const Omission& omission) { return omission.what == what && omission.reason == reason; });
  if (!is_known) {
    omissions.push_back({element_count, 1, what, std::move(reason), nullptr});
  }
}

void Batch::omit_reference(const Key& key, const char* fault) {
  const bool is_known = count_again([&](const Omission& omission) {
    return omission.key == &key && omission.reason.ends_with(fault);
  });
  if (!is_known) {
    omissions.push_back({element_count, 1, "reference",
                         messages::reference_fault(key.type->name, key.name, fault), &key});
  }
}

}  // namespace kestrel::source_stix
