#include "plugins/source_stix/id_cache.hpp"

#include <array>
#include <cstddef>
#include <cstring>
#include <random>
#include <string_view>

namespace kestrel::source_stix {
namespace {

constexpr std::size_t slot_count = 4096;

// Good enough to spread texts over a cache; equality is decided by comparing them.
std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
  constexpr std::uint64_t factor = 0x9E3779B97F4A7C15ULL;
  std::uint64_t hash = seed ^ (text.size() * factor);
  const auto mix = [&](std::uint64_t bytes) {
    hash = (hash ^ bytes) * factor;
    hash ^= hash >> 29;
  };
  std::size_t offset = 0;
  for (; offset + 8 <= text.size(); offset += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + offset, 8);
    mix(bytes);
  }
  std::uint64_t last = 0;
  std::memcpy(&last, text.data() + offset, text.size() - offset);
  mix(last);
  return hash ^ (hash >> 32);
}

}  // namespace

struct IdCache::Slot {
  static constexpr std::size_t longest = 104;

  Uuid id;
  std::uint32_t hash = 0;
  std::uint32_t size = 0;  // 0: nothing here
  std::array<char, longest> text{};
};

IdCache::IdCache() : slots_(new Slot[slot_count]), seed_(std::random_device()()) {}
IdCache::~IdCache() = default;

Uuid IdCache::id(const IdentityText& text) {
  const std::string_view wanted = text.view();
  if (wanted.size() > Slot::longest) {
    return text.id();
  }
  const std::uint64_t hash = hash_of(wanted, seed_);
  Slot& slot = slots_[hash % slot_count];
  if (slot.size != wanted.size() || slot.hash != static_cast<std::uint32_t>(hash >> 32) ||
      std::memcmp(slot.text.data(), wanted.data(), wanted.size()) != 0) {
    slot.id = text.id();
    slot.hash = static_cast<std::uint32_t>(hash >> 32);
    slot.size = static_cast<std::uint32_t>(wanted.size());
    std::memcpy(slot.text.data(), wanted.data(), wanted.size());
  }
  return slot.id;
}

}  // namespace kestrel::source_stix
