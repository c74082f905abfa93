#include "kestrel/model/table.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "kestrel/base/assert.hpp"

namespace kestrel {

std::size_t cell_size(DataType type) {
  switch (type) {
    case DataType::boolean:
      return 1;
    case DataType::integer:
    case DataType::real:
    case DataType::timestamp:
      return 8;
    case DataType::text:
    case DataType::uuid:
    case DataType::text_list:
    case DataType::uuid_list:
      return 16;
  }
  return 0;
}

Table::Table(Schema schema, std::vector<Column> columns, std::size_t row_count,
             std::vector<std::shared_ptr<const Arena>> arenas)
    : schema_(std::move(schema)),
      columns_(std::move(columns)),
      row_count_(row_count),
      arenas_(std::move(arenas)) {
  KESTREL_ASSERT(schema_.attributes.size() == columns_.size());
}

std::optional<std::size_t> Table::position(std::string_view name) const {
  const Attribute* attribute = schema_.find(name);
  if (attribute == nullptr) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(attribute - schema_.attributes.data());
}

void ColumnBuilder::set_text(std::size_t row, TextCell value) {
  if (value.length > TextCell::inline_capacity) {
    value.pointer = arena_->copy(value.view()).data();
  }
  cell<TextCell>(row) = value;
}

void ColumnBuilder::set_run(std::size_t row, const void* cells, std::size_t count) {
  const std::size_t size = cell_size(column_.type);
  const auto* source = static_cast<const std::byte*>(cells);
  while (count > 0) {
    const std::size_t place = row % segment_rows;
    const std::size_t part = std::min(count, segment_rows - place);
    std::byte* target = touch(row, size) + place * size;
    std::uint64_t* validity = column_.segments[row / segment_rows].validity;
    for (std::size_t next = place; next < place + part;) {
      const std::size_t bits = std::min(64 - next % 64, place + part - next);
      validity[next / 64] |= (~std::uint64_t{0} >> (64 - bits)) << (next % 64);
      next += bits;
    }
    std::memcpy(target, source, part * size);
    if (column_.type == DataType::text) {
      own_texts(reinterpret_cast<TextCell*>(target), part);
    }
    source += part * size;
    row += part;
    count -= part;
  }
}

// Gives texts that do not fit their cells a place in the arena, all at once.
void ColumnBuilder::own_texts(TextCell* cells, std::size_t count) {
  std::size_t size = 0;
  for (std::size_t index = 0; index < count; ++index) {
    size += cells[index].length > TextCell::inline_capacity ? cells[index].length : 0;
  }
  if (size == 0) {
    return;
  }
  auto* place = reinterpret_cast<char*>(arena_->allocate(size));
  for (std::size_t index = 0; index < count; ++index) {
    TextCell& cell = cells[index];
    if (cell.length > TextCell::inline_capacity) {
      std::memcpy(place, cell.pointer, cell.length);
      cell.pointer = place;
      place += cell.length;
    }
  }
}

void ColumnBuilder::add_segment(std::size_t index, std::size_t size) {
  if (index >= column_.segments.size()) {
    column_.segments.resize(index + 1);
  }
  Segment& segment = column_.segments[index];
  segment.cells = arena_->allocate(segment_rows * size);
  segment.validity = reinterpret_cast<std::uint64_t*>(arena_->allocate(segment_rows / 8));
}

Column ColumnBuilder::finish(std::size_t row_count) && {
  for (std::size_t index = 0; index < column_.segments.size(); ++index) {
    Segment& segment = column_.segments[index];
    if (segment.cells == nullptr) {
      continue;
    }
    const std::size_t rows = std::min(segment_rows, row_count - index * segment_rows);
    bool complete = true;
    for (std::size_t word = 0; word < rows / 64 && complete; ++word) {
      complete = segment.validity[word] == ~std::uint64_t{0};
    }
    if (complete && rows % 64 != 0) {
      const std::uint64_t wanted = (std::uint64_t{1} << (rows % 64)) - 1;
      complete = (segment.validity[rows / 64] & wanted) == wanted;
    }
    if (complete) {
      segment.validity = nullptr;
    }
  }
  return std::move(column_);
}

}  // namespace kestrel
