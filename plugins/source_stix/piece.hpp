// Cuts a file into pieces that several threads read at the same time, at places where one object
// probably ends and the next begins.
//
// The file is divided into windows of equal size. A piece runs from the first border in its window
// to the first border behind its window, so that pieces join without their threads talking. A
// border is a guess: `},{` may also stand in a nested list or in a text. Whoever puts the pieces
// together starts at a place that is right; a piece that begins there and parses to its last byte
// proves the start of the next one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "kestrel/base/result.hpp"
#include "plugins/source_stix/file.hpp"
#include "plugins/source_stix/reader.hpp"

namespace kestrel::source_stix {

/// Sizes that tests make tiny.
struct PieceSizes {
  std::size_t window = std::size_t{512} << 10;
  std::size_t largest_object = std::size_t{256} << 20;
};

/// One thread's buffer, and the piece that lies in it.
class Piece {
 public:
  /// Loads the piece of a window; windows are counted from `base`, the first byte of the first
  /// object.
  Result<Done> load_window(const File& file, std::uint64_t base, std::uint64_t window,
                           Layout layout, const PieceSizes& sizes);

  /// Loads `[begin, end)`.
  Result<Done> load(const File& file, std::uint64_t begin, std::uint64_t end);

  /// Where the piece lies in the file. A window without a border has none: the piece before it
  /// runs through it.
  bool is_empty() const { return begin_ == end_; }
  std::uint64_t begin() const { return begin_; }
  std::uint64_t end() const { return end_; }

  /// Where the next piece begins: behind the comma and the white space. The end of the file if
  /// there is no other border.
  std::uint64_t next() const { return next_; }

  /// The text, with room behind it as `Tokens::find` wants it.
  char* text() { return buffer_.get() + (begin_ - start_); }
  std::size_t size() const { return static_cast<std::size_t>(end_ - begin_); }

 private:
  struct Border {
    std::uint64_t end;   // behind the brace that closes
    std::uint64_t next;  // the brace that opens
  };

  Result<Done> fill(const File& file, std::uint64_t until);
  std::optional<Border> find_border(std::uint64_t from, std::uint64_t until, Layout layout) const;
  void reserve(std::size_t size);

  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  std::uint64_t start_ = 0;   // of the buffer in the file
  std::uint64_t filled_ = 0;  // behind the last byte of the file that the buffer holds
  std::uint64_t begin_ = 0;
  std::uint64_t end_ = 0;
  std::uint64_t next_ = 0;
  bool at_end_of_file_ = false;
};

}  // namespace kestrel::source_stix
