// The texts of a session: what was typed or read, with the way from an offset to a line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/base/span.hpp"

namespace kestrel {

/// A place as people name it. Both count from 1; a column is a character, not a byte.
struct LineColumn {
  std::size_t line = 1;
  std::size_t column = 1;
};

/// Owns one text and turns offsets into lines and columns.
class SourceText {
 public:
  SourceText(std::string name, std::string text);

  const std::string& name() const { return name_; }  // a file name, or `In[3]`, or `-c 1`
  std::string_view text() const { return text_; }
  std::size_t line_count() const { return line_starts_.size(); }

  /// Returns where an offset lies. Offsets past the end mean the end.
  LineColumn locate(std::size_t offset) const;

  /// Returns a line without its line end. Lines count from 1.
  std::string_view line(std::size_t number) const;

  /// Returns the offset of a line's first byte. Lines count from 1.
  std::size_t line_start(std::size_t number) const { return line_starts_.at(number - 1); }

 private:
  std::string name_;
  std::string text_;
  std::vector<std::size_t> line_starts_;
};

/// Keeps every text of a session, so that a step can point at the block that asked for it.
class SourceTexts {
 public:
  /// Stores a text and returns its number. References to texts stay good.
  std::uint32_t add(std::string name, std::string text);

  const SourceText& at(std::uint32_t number) const { return texts_.at(number); }

  /// Returns the bytes that a span marks.
  std::string_view text_of(const Span& span) const;

 private:
  std::deque<SourceText> texts_;
};

}  // namespace kestrel
