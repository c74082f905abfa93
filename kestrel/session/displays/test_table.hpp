// Tables for the tests of displays.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kestrel/model/table.hpp"

namespace kestrel::session {

/// Makes a table column by column. Cells not set are null.
class TestTable {
 public:
  explicit TestTable(std::size_t rows)
      : rows_(rows),
        arena_(std::make_shared<Arena>(std::make_shared<BlockStore>(
            std::size_t{1} << 30, std::filesystem::temp_directory_path()))) {}

  /// Adds a column; `fill(builder, row)` sets one cell, or leaves it null.
  template <typename Fill>
  TestTable& column(std::string name, DataType type, Fill fill) {
    ColumnBuilder builder(type, *arena_);
    for (std::size_t row = 0; row < rows_; ++row) {
      fill(builder, row);
    }
    schema_.attributes.push_back({std::move(name), type, {}, false});
    columns_.push_back(std::move(builder).finish(rows_));
    return *this;
  }

  TestTable& texts(std::string name, const std::vector<const char*>& values) {
    return column(std::move(name), DataType::text, [&](ColumnBuilder& builder, std::size_t row) {
      if (row < values.size() && values[row] != nullptr) {
        builder.set_text(row, values[row]);
      }
    });
  }

  TestTable& integers(std::string name, const std::vector<std::int64_t>& values) {
    return column(std::move(name), DataType::integer, [&](ColumnBuilder& builder, std::size_t row) {
      if (row < values.size()) {
        builder.set_integer(row, values[row]);
      }
    });
  }

  TestTable& reals(std::string name, const std::vector<double>& values) {
    return column(std::move(name), DataType::real, [&](ColumnBuilder& builder, std::size_t row) {
      if (row < values.size()) {
        builder.set_real(row, values[row]);
      }
    });
  }

  /// Adds a list of texts; each row has the same.
  TestTable& lists(std::string name, const std::vector<std::string_view>& values) {
    auto* cells =
        reinterpret_cast<TextCell*>(arena_->allocate((values.size() + 1) * sizeof(TextCell)));
    for (std::size_t index = 0; index < values.size(); ++index) {
      cells[index] = TextCell(arena_->copy(values[index]));
    }
    return column(std::move(name), DataType::text_list,
                  [&](ColumnBuilder& builder, std::size_t row) {
                    builder.set_list(row, {cells, values.size()});
                  });
  }

  /// Hides the column that was added last.
  TestTable& hidden() {
    schema_.attributes.back().hidden = true;
    return *this;
  }

  Table table() const { return {schema_, columns_, rows_, {arena_}}; }

 private:
  std::size_t rows_;
  std::shared_ptr<Arena> arena_;
  Schema schema_;
  std::vector<Column> columns_;
};

}  // namespace kestrel::session
