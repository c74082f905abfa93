#include "kestrel/session/displays/table_text.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "kestrel/base/unicode.hpp"
#include "kestrel/session/displays/cell_text.hpp"

namespace kestrel::session {
namespace {

constexpr std::size_t column_gap = 2;
constexpr std::string_view ellipsis = "…";

// Longer cells reach out of their column: one text of a megabyte must not widen a million rows.
constexpr std::size_t widest_column = 200;

// Text of a cell or a name with the room it takes. What is plain stays where it is.
struct Shown {
  std::string_view text;
  std::size_t width = 0;
  bool is_plain = true;  // printable ASCII as it came
};

/// Makes texts inert, one after the other.
class Inert {
 public:
  /// Good until the next call, and while `text` is.
  Shown of(std::string_view text) {
    std::size_t width = 0;
    bool is_ascii = true;
    for (std::size_t offset = 0; offset < text.size();) {
      const auto byte = static_cast<unsigned char>(text[offset]);
      if (byte >= 0x20 && byte < 0x7F) {
        ++offset;
        ++width;
        continue;
      }
      const Character character = decode_character(text.substr(offset));
      if (!character.well_formed || !is_inert(character.code)) {
        made_ = made_inert(text);
        return {made_, display_width(made_), false};
      }
      offset += character.size;
      width += character_width(character.code);
      is_ascii = false;
    }
    return {text, width, is_ascii};
  }

 private:
  std::string made_;
};

// `94,706`
std::string grouped(std::uint64_t number) {
  std::string digits = fmt::to_string(number);
  for (std::size_t place = digits.size(); place > 3; place -= 3) {
    digits.insert(place - 3, ",");
  }
  return digits;
}

/// A table laid out: one pass to measure, one to write.
class TableText {
 public:
  TableText(const TableDisplay& display, const TextOptions& options)
      : table_(display.table), options_(options), total_rows_(display.total_rows) {
    const bool limited = options.width > 0 && options.row_limit > 0;
    rows_ = limited ? std::min(table_.row_count(), options.row_limit) : table_.row_count();
    for (const std::size_t index : visible_columns(table_.schema())) {
      columns_.push_back(measured(index));
    }
    if (options.width > 0) {
      fit();
    }
  }

  void write(std::string& out) {
    const std::size_t row_size = std::accumulate(
        columns_.begin(), columns_.end(), columns_.size() * column_gap,
        [](std::size_t sum, const TextColumn& column) { return sum + column.width; });
    // a guess: columns that reach far to the right in few rows make all rows look long
    constexpr std::size_t most_reserved = std::size_t{64} << 20;
    out.reserve(out.size() + std::min((rows_ + 2) * row_size, most_reserved));
    if (!columns_.empty()) {
      write_header(out);
    }
    for (std::size_t row = 0; row < rows_; ++row) {
      write_row(out, row);
    }
    write_count(out);
  }

 private:
  struct TextColumn {
    const Column* cells = nullptr;
    std::string name;
    std::size_t width = 0;
    bool to_the_right = false;  // numbers
    bool may_be_cut = false;
    bool is_plain = false;  // all cells are printable ASCII: a byte takes a cell of the screen
  };

  TextColumn measured(std::size_t index) {
    TextColumn column;
    column.cells = &table_.column(index);
    const DataType type = column.cells->type;
    column.to_the_right = type == DataType::integer || type == DataType::real;
    column.may_be_cut = type == DataType::text || type == DataType::text_list ||
                        type == DataType::uuid_list || !column.cells->id_prefix.empty();
    column.name = made_inert(table_.schema().attributes[index].name);
    column.width = display_width(column.name);
    column.is_plain = !column.may_be_cut;
    bool is_plain = true;
    for (std::size_t row = 0; row < rows_; ++row) {
      const Shown shown = cell(column, row);
      is_plain = is_plain && shown.is_plain;
      column.width = std::max(column.width, shown.width);
    }
    column.is_plain = is_plain;
    column.width = std::min(column.width, widest_column);
    return column;
  }

  Shown cell(const TextColumn& column, std::size_t row) {
    if (!column.cells->is_valid(row)) {
      return {null_text, null_text.size()};
    }
    const std::string_view text = text_.of(*column.cells, row);
    return column.is_plain ? Shown{text, text.size()} : inert_.of(text);
  }

  // Narrows the widest columns of text alike until the lines fit, but not to nothing.
  void fit() {
    constexpr std::size_t least = 12;
    const std::size_t gaps = columns_.empty() ? 0 : (columns_.size() - 1) * column_gap;
    std::vector<std::size_t> widths;  // of the columns that may be cut, falling
    std::size_t needed = gaps;
    for (const TextColumn& column : columns_) {
      needed += column.width;
      if (column.may_be_cut) {
        widths.push_back(column.width);
      }
    }
    if (needed <= options_.width || widths.empty()) {
      return;
    }
    std::sort(widths.rbegin(), widths.rend());
    const std::size_t flexible = std::accumulate(widths.begin(), widths.end(), std::size_t{0});
    const std::size_t fixed = needed - flexible;
    const std::size_t room = options_.width > fixed ? options_.width - fixed : 0;
    std::size_t rest = flexible;  // of the columns that keep their width
    std::size_t limit = least;
    for (std::size_t count = 1; count <= widths.size(); ++count) {
      rest -= widths[count - 1];
      const std::size_t next = count < widths.size() ? widths[count] : 0;
      if (room >= rest && (room - rest) / count >= next) {
        limit = (room - rest) / count;
        break;
      }
    }
    limit = std::max(limit, least);
    for (TextColumn& column : columns_) {
      if (column.may_be_cut) {
        column.width = std::min(column.width, limit);
      }
    }
  }

  void write_header(std::string& out) {
    for (const TextColumn& column : columns_) {
      const Shown name{column.name, display_width(column.name)};
      write_cell(out, column, name, strong_style);
    }
    end_line(out);
  }

  void write_row(std::string& out, std::size_t row) {
    for (const TextColumn& column : columns_) {
      const bool is_null = !column.cells->is_valid(row);
      write_cell(out, column, cell(column, row), is_null ? dim_style : std::string_view());
    }
    end_line(out);
  }

  void write_cell(std::string& out, const TextColumn& column, Shown shown,
                  std::string_view wanted) {
    const bool is_cut = options_.width > 0 && shown.width > column.width;
    if (is_cut) {
      shown.text = fit_width(shown.text, column.width - 1);
      shown.width = display_width(shown.text) + 1;
    }
    out.append(&column == columns_.data() ? 0 : column_gap, ' ');
    const std::size_t padding = column.width - std::min(column.width, shown.width);
    out.append(column.to_the_right ? padding : 0, ' ');
    put(out, wanted, shown.text, options_.colour);
    out += is_cut ? ellipsis : std::string_view();
    if (!column.to_the_right && &column != &columns_.back()) {
      out.append(padding, ' ');
    }
  }

  static void end_line(std::string& out) {
    while (!out.empty() && out.back() == ' ') {
      out.pop_back();
    }
    out += '\n';
  }

  void write_count(std::string& out) const {
    const std::uint64_t total = std::max<std::uint64_t>(total_rows_, table_.row_count());
    std::string count;
    if (total > rows_) {
      count = fmt::format("({} of {} rows)", grouped(rows_), grouped(total));
    } else if (rows_ == 0) {
      count = "(no rows)";
    } else {
      count = fmt::format("({} row{})", grouped(rows_), rows_ == 1 ? "" : "s");
    }
    put(out, dim_style, count, options_.colour);
    out += '\n';
  }

  const Table& table_;
  const TextOptions& options_;
  std::uint64_t total_rows_;
  std::size_t rows_ = 0;
  std::vector<TextColumn> columns_;
  CellText text_;
  Inert inert_;
};

}  // namespace

void put(std::string& out, std::string_view wanted, std::string_view text, bool colour) {
  if (colour && !wanted.empty()) {
    out.append(wanted).append(text).append("\x1b[0m");
  } else {
    out.append(text);
  }
}

void write_table(std::string& out, const TableDisplay& display, const TextOptions& options) {
  TableText(display, options).write(out);
}

}  // namespace kestrel::session
