// The cells of variable length, laid out so that the engine reads them where they lie.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace kestrel {

/// A text of up to 12 bytes in place, or a longer one elsewhere with its first four bytes here.
///
/// Laid out as DuckDB's `duckdb_string_t`; `engine/` asserts it. Does not own its text.
struct TextCell {
  static constexpr std::uint32_t inline_capacity = 12;

  std::uint32_t length = 0;
  char head[4] = {};  // the first bytes of every text
  union {
    char tail[8] = {};    // bytes 5 to 12 of a short text, zeros behind its end
    const char* pointer;  // the whole of a long text
  };

  TextCell() = default;

  /// Refers to `text`, which must outlive the cell when it is longer than `inline_capacity`.
  explicit TextCell(std::string_view text) : length(static_cast<std::uint32_t>(text.size())) {
    if (length <= inline_capacity) {
      if (length <= sizeof head) {
        std::memcpy(head, text.data(), length);
      } else {
        std::memcpy(head, text.data(), sizeof head);
        std::memcpy(tail, text.data() + sizeof head, length - sizeof head);
      }
    } else {
      std::memcpy(head, text.data(), sizeof head);
      pointer = text.data();
    }
  }

  /// Returns the text; for a short one the view points into this cell.
  std::string_view view() const { return {length <= inline_capacity ? head : pointer, length}; }

  friend bool operator==(const TextCell& left, const TextCell& right) {
    if (left.length != right.length || std::memcmp(left.head, right.head, sizeof left.head) != 0) {
      return false;
    }
    return left.length <= inline_capacity
               ? std::memcmp(left.tail, right.tail, sizeof left.tail) == 0
               : std::memcmp(left.pointer, right.pointer, left.length) == 0;
  }
};
static_assert(sizeof(TextCell) == 16);

/// A list: `count` cells of the element type, one behind the other. Does not own them.
struct ListCell {
  const void* elements = nullptr;
  std::uint64_t count = 0;
};
static_assert(sizeof(ListCell) == 16);

}  // namespace kestrel
