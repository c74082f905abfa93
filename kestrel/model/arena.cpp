#include "kestrel/model/arena.hpp"

#include <cstring>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace kestrel {
namespace {

constexpr std::size_t page_size = 4096;
constexpr std::size_t smallest_block = std::size_t{64} << 10;  // a small bundle costs little
constexpr std::size_t largest_block = std::size_t{4} << 20;    // a large one gets huge pages
constexpr std::size_t huge_page = std::size_t{2} << 20;

std::size_t rounded_up(std::size_t size, std::size_t unit) {
  return (size + unit - 1) / unit * unit;
}

std::byte* map_anonymous(std::size_t size) {
  void* bytes = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (bytes == MAP_FAILED) {
    throw OutOfSpace();
  }
  if (size >= huge_page) {
    ::madvise(bytes, size, MADV_HUGEPAGE);
  }
  return static_cast<std::byte*>(bytes);
}

// The room is reserved first: writing to a mapped file on a full disk would be a SIGBUS.
std::byte* map_spilled(std::size_t size, const std::filesystem::path& folder) {
  const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) {
    throw OutOfSpace();
  }
  void* bytes = MAP_FAILED;
  if (::posix_fallocate(file, 0, static_cast<off_t>(size)) == 0) {
    bytes = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  }
  ::close(file);
  if (bytes == MAP_FAILED) {
    throw OutOfSpace();
  }
  return static_cast<std::byte*>(bytes);
}

}  // namespace

BlockStore::BlockStore(std::size_t memory_limit, std::filesystem::path spill_folder)
    : memory_limit_(memory_limit), spill_folder_(std::move(spill_folder)) {}

BlockStore::~BlockStore() = default;

BlockStore::Block BlockStore::allocate(std::size_t size) {
  size = rounded_up(size, page_size);
  bool fits = false;
  {
    const std::lock_guard lock(mutex_);
    fits = used_ + size <= memory_limit_;
    if (fits) {
      used_ += size;
    }
  }
  if (!fits) {
    return {map_spilled(size, spill_folder_), size, true};
  }
  try {
    return {map_anonymous(size), size, false};
  } catch (const OutOfSpace&) {
    const std::lock_guard lock(mutex_);
    used_ -= size;
    throw;
  }
}

void BlockStore::release(const Block& block) {
  ::munmap(block.bytes, block.size);
  if (!block.spilled) {
    const std::lock_guard lock(mutex_);
    used_ -= block.size;
  }
}

std::size_t BlockStore::used() const {
  const std::lock_guard lock(mutex_);
  return used_;
}

Arena::Arena(std::shared_ptr<BlockStore> store) : store_(std::move(store)) {}

Arena::Arena(Arena&& other) noexcept
    : store_(std::move(other.store_)),
      blocks_(std::exchange(other.blocks_, {})),
      next_(std::exchange(other.next_, nullptr)),
      left_(std::exchange(other.left_, 0)) {}

Arena::~Arena() {
  for (const BlockStore::Block& block : blocks_) {
    store_->release(block);
  }
}

std::byte* Arena::allocate(std::size_t size) {
  size = rounded_up(size, 16);
  if (size > left_) {
    std::size_t wanted =
        blocks_.empty() ? smallest_block : std::min(blocks_.back().size * 2, largest_block);
    wanted = std::max(wanted, size);
    const BlockStore::Block block = store_->allocate(wanted);
    blocks_.push_back(block);
    if (block.size - size < left_) {
      return block.bytes;  // a big piece on its own: what is left of the block before serves longer
    }
    next_ = block.bytes;
    left_ = block.size;
  }
  std::byte* bytes = next_;
  next_ += size;
  left_ -= size;
  return bytes;
}

std::string_view Arena::copy(std::string_view text) {
  if (text.empty()) {
    return {};
  }
  std::byte* bytes = allocate(text.size());
  std::memcpy(bytes, text.data(), text.size());
  return {reinterpret_cast<const char*>(bytes), text.size()};
}

}  // namespace kestrel
