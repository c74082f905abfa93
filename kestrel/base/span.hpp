// A place in the text of a huntflow. Every token, node, step and diagnostic carries one.
#pragma once

#include <cstdint>

namespace kestrel {

/// Marks the bytes [begin, end) of one source text. Sources are numbered by `SourceTexts`.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t source = 0;

  friend bool operator==(const Span&, const Span&) = default;

  /// Returns the smallest span that covers both; they must lie in the same source.
  friend Span cover(const Span& first, const Span& last) {
    return {first.begin < last.begin ? first.begin : last.begin,
            first.end > last.end ? first.end : last.end, first.source};
  }
};

}  // namespace kestrel
