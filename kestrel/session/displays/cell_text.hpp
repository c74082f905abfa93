// The cells of a table as characters, as every display shows them.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/model/table.hpp"

namespace kestrel::session {

/// Writes one cell after the other, without memory of its own for each.
class CellText {
 public:
  /// Returns a cell that is valid: texts as they are, times in ISO 8601, lists as JSON, numbers as
  /// JSON but for those that JSON lacks (`nan`, `inf`). Good until the next call, and while the
  /// column is.
  std::string_view of(const Column& column, std::size_t row);

 private:
  std::array<char, 400> buffer_{};  // the longest real, written without exponent, has fewer
  std::string text_;
};

/// Returns the positions of the columns that may be shown, each name once.
std::vector<std::size_t> visible_columns(const Schema& schema);

}  // namespace kestrel::session
