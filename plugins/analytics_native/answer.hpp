// The rows that go back to the session.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string_view>

#include "kestrel/model/table.hpp"

namespace kestrel::analytics_native {

/// Gathers a column `id` and the columns that an analytics adds.
class Answer {
 public:
  /// Copies the ids. The first column of `input` must be `id`, as text.
  explicit Answer(const Table& input);

  /// Adds an empty column; its rows are those of the input. The reference stays good.
  ColumnBuilder& add(std::string_view name, DataType type);

  Table finish() &&;

 private:
  std::size_t row_count_;
  std::shared_ptr<Arena> arena_;
  Schema schema_;
  std::deque<ColumnBuilder> builders_;
};

}  // namespace kestrel::analytics_native
