// Memory that is given out in pieces and taken back all at once; columns and their texts live in
// it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace kestrel {

/// Where arenas get their blocks from, and how much of them may be ordinary memory.
///
/// Up to `memory_limit` bytes are anonymous memory. What is asked for beyond it lies in a file of
/// `spill_folder` that has no name there, so that the kernel can move it out and nothing is left
/// behind. Shared by all arenas of a session; safe for several threads.
class BlockStore {
 public:
  BlockStore(std::size_t memory_limit, std::filesystem::path spill_folder);
  ~BlockStore();
  BlockStore(const BlockStore&) = delete;
  BlockStore& operator=(const BlockStore&) = delete;

  struct Block {
    std::byte* bytes = nullptr;
    std::size_t size = 0;
    bool spilled = false;
  };

  /// Returns zeroed memory of at least `size` bytes, rounded up to whole pages. Throws
  /// `OutOfSpace` when neither memory nor the spill folder has room.
  Block allocate(std::size_t size);
  void release(const Block& block);

  /// Tells how many bytes of ordinary memory are given out.
  std::size_t used() const;

 private:
  mutable std::mutex mutex_;
  std::size_t memory_limit_;
  std::size_t used_ = 0;
  std::filesystem::path spill_folder_;
};

/// Says that neither memory nor disk had room. Ingestion turns it into a diagnostic.
class OutOfSpace : public std::bad_alloc {
 public:
  const char* what() const noexcept override {
    return "no room left in memory or in the spill folder";
  }
};

/// Hands out memory that lives as long as the arena does. One thread at a time.
class Arena {
 public:
  explicit Arena(std::shared_ptr<BlockStore> store);
  ~Arena();
  Arena(Arena&&) noexcept;
  Arena& operator=(Arena&&) = delete;

  /// Returns zeroed memory, aligned to 16 bytes.
  std::byte* allocate(std::size_t size);

  /// Copies a text and returns where it now lies.
  std::string_view copy(std::string_view text);

 private:
  std::shared_ptr<BlockStore> store_;
  std::vector<BlockStore::Block> blocks_;
  std::byte* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace kestrel
