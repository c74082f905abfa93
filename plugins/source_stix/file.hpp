// One open file. It is read in pieces, never mapped: a file that is cut short while it is read ends
// early, and does not end the session.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "kestrel/base/result.hpp"

namespace kestrel::source_stix {

/// Reads one regular file at any offset. Safe for several threads.
class File {
 public:
  static Result<File> open(const std::string& place);
  ~File();
  File(File&& other) noexcept;
  File& operator=(File&&) = delete;

  const std::string& place() const { return place_; }
  std::uint64_t size() const { return size_; }  // when it was opened

  /// Reads up to `size` bytes, fewer only where the file ends. Nothing if the system refuses.
  Result<std::size_t> read(std::uint64_t offset, char* into, std::size_t size) const;

 private:
  File(std::string place, int descriptor, std::uint64_t size);

  std::string place_;
  int descriptor_;
  std::uint64_t size_;
};

}  // namespace kestrel::source_stix
