// Columns of typed, nullable cells. What a source delivers, what the engine reads in place, what an
// analytics gets and gives back, and what a display shows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/base/timestamp.hpp"
#include "kestrel/model/arena.hpp"
#include "kestrel/model/cell.hpp"
#include "kestrel/model/schema.hpp"
#include "kestrel/model/uuid.hpp"

namespace kestrel {

/// Rows that lie together: as many as one vector of the engine has.
inline constexpr std::size_t segment_rows = 2048;

/// Returns how many bytes a cell of this type takes.
std::size_t cell_size(DataType type);

/// Up to `segment_rows` cells of one column.
struct Segment {
  std::byte* cells = nullptr;         // null: every row is null
  std::uint64_t* validity = nullptr;  // a bit a row, 1 = it has a value; null: every row has one

  bool is_valid(std::size_t row) const {
    return cells != nullptr &&
           (validity == nullptr || ((validity[row / 64] >> (row % 64)) & 1U) != 0);
  }
};

/// One column: segments in row order, all but the last full. Rows behind the last segment are null.
struct Column {
  DataType type = DataType::text;
  std::vector<Segment> segments;
  std::string id_prefix = {};  // of UUIDs that stand for STIX ids: `process--`

  bool is_valid(std::size_t row) const {
    return row / segment_rows < segments.size() &&
           segments[row / segment_rows].is_valid(row % segment_rows);
  }

  /// Returns a cell that is valid. `Cell` is what `DataType` says for the column's type.
  template <typename Cell>
  const Cell& at(std::size_t row) const {
    return reinterpret_cast<const Cell*>(segments[row / segment_rows].cells)[row % segment_rows];
  }
};

/// An immutable table. Copying shares the cells.
class Table {
 public:
  Table() = default;
  Table(Schema schema, std::vector<Column> columns, std::size_t row_count,
        std::vector<std::shared_ptr<const Arena>> arenas);

  const Schema& schema() const { return schema_; }
  std::size_t row_count() const { return row_count_; }
  const std::vector<Column>& columns() const { return columns_; }  // in schema order
  const std::vector<std::shared_ptr<const Arena>>& arenas() const { return arenas_; }
  const Column& column(std::size_t index) const { return columns_.at(index); }

  /// Returns the position of a column, if there is one of that name.
  std::optional<std::size_t> position(std::string_view name) const;

 private:
  Schema schema_;
  std::vector<Column> columns_;
  std::size_t row_count_ = 0;
  std::vector<std::shared_ptr<const Arena>> arenas_;
};

/// Writes the cells of one column in any row order. Cells not written stay null.
///
/// Texts are copied into the arena when they are longer than a cell holds.
class ColumnBuilder {
 public:
  ColumnBuilder(DataType type, Arena& arena) : arena_(&arena) { column_.type = type; }

  DataType type() const { return column_.type; }

  void set_boolean(std::size_t row, bool value) { cell<std::uint8_t>(row) = value ? 1 : 0; }
  void set_integer(std::size_t row, std::int64_t value) { cell<std::int64_t>(row) = value; }
  void set_real(std::size_t row, double value) { cell<double>(row) = value; }
  void set_timestamp(std::size_t row, Timestamp value) { cell<Timestamp>(row) = value; }
  void set_uuid(std::size_t row, const Uuid& value) { cell<Uuid>(row) = value; }
  void set_text(std::size_t row, std::string_view value) { set_text(row, TextCell(value)); }
  void set_text(std::size_t row, TextCell value);
  void set_list(std::size_t row, const ListCell& value) { cell<ListCell>(row) = value; }

  /// Copies cells that lie one behind the other, all with a value, to the rows from `row` on. Texts
  /// are copied too. Not for lists.
  void set_run(std::size_t row, const void* cells, std::size_t count);

  /// Tells whether a row has a value by now.
  bool is_valid(std::size_t row) const { return column_.is_valid(row); }
  const Column& column() const { return column_; }

  /// Gives the column away. Drops the validity of segments whose first rows, up to `row_count`, all
  /// have a value.
  Column finish(std::size_t row_count) &&;

 private:
  template <typename Cell>
  Cell& cell(std::size_t row) {
    return reinterpret_cast<Cell*>(touch(row, sizeof(Cell)))[row % segment_rows];
  }
  std::byte* touch(std::size_t row, std::size_t size) {
    const std::size_t index = row / segment_rows;
    if (index >= column_.segments.size() || column_.segments[index].cells == nullptr) {
      add_segment(index, size);
    }
    const Segment& segment = column_.segments[index];
    const std::size_t place = row % segment_rows;
    segment.validity[place / 64] |= std::uint64_t{1} << (place % 64);
    return segment.cells;
  }
  void add_segment(std::size_t index, std::size_t size);
  void own_texts(TextCell* cells, std::size_t count);

  Column column_;
  Arena* arena_;
};

}  // namespace kestrel
