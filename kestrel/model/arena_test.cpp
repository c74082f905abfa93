#include "kestrel/model/arena.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace kestrel {
namespace {

std::shared_ptr<BlockStore> store_of(std::size_t limit) {
  return std::make_shared<BlockStore>(limit, std::filesystem::temp_directory_path());
}

TEST(Arena, GivesZeroedAlignedMemory) {
  Arena arena(store_of(std::size_t{1} << 24));
  for (const std::size_t size : {1U, 15U, 16U, 17U, 5000U, 100'000U, 5'000'000U}) {
    const std::byte* bytes = arena.allocate(size);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(bytes) % 16, 0U);
    EXPECT_TRUE(
        std::all_of(bytes, bytes + size, [](std::byte byte) { return byte == std::byte{}; }));
  }
}

TEST(Arena, KeepsCopiesApart) {
  Arena arena(store_of(std::size_t{1} << 24));
  const std::string_view first = arena.copy("first");
  const std::string_view second = arena.copy(std::string(300'000, 'x'));
  const std::string_view empty = arena.copy("");
  EXPECT_EQ(first, "first");
  EXPECT_EQ(second.size(), 300'000U);
  EXPECT_EQ(empty, "");
}

TEST(Arena, GivesItsMemoryBack) {
  const auto store = store_of(std::size_t{1} << 24);
  {
    Arena arena(store);
    arena.allocate(100'000);
    Arena moved(std::move(arena));
    EXPECT_GE(store->used(), 100'000U);
  }
  EXPECT_EQ(store->used(), 0U);
}

TEST(BlockStore, SpillsBeyondItsLimit) {
  const auto store = store_of(std::size_t{64} << 10);
  const BlockStore::Block kept = store->allocate(std::size_t{64} << 10);
  const BlockStore::Block spilled = store->allocate(100'000);
  EXPECT_FALSE(kept.spilled);
  EXPECT_TRUE(spilled.spilled);
  spilled.bytes[99'999] = std::byte{7};
  EXPECT_EQ(spilled.bytes[0], std::byte{});
  EXPECT_EQ(store->used(), std::size_t{64} << 10);
  store->release(spilled);
  store->release(kept);
  EXPECT_EQ(store->used(), 0U);
}

TEST(BlockStore, SaysWhenNothingHasRoom) {
  BlockStore store(0, "/nowhere/at/all");
  EXPECT_THROW(store.allocate(1), OutOfSpace);
}

}  // namespace
}  // namespace kestrel
