// Tables as comma-separated values (RFC 4180), for other programs.
#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "kestrel/session/displays/cell_text.hpp"
#include "kestrel/session/displays/display.hpp"

namespace kestrel::session {
namespace {

constexpr std::string_view line_end = "\r\n";

constexpr auto needs_quotes = [] {
  std::array<bool, 256> marks{};
  for (const char mark : {',', '"', '\r', '\n'}) {
    marks[static_cast<unsigned char>(mark)] = true;
  }
  return marks;
}();

// An empty text is quoted, to be told from null.
void append_field(std::string& out, std::string_view text) {
  const bool is_plain = std::none_of(text.begin(), text.end(), [](char byte) {
    return needs_quotes[static_cast<unsigned char>(byte)];
  });
  if (is_plain && !text.empty()) {
    out += text;
    return;
  }
  out += '"';
  for (std::size_t quote = text.find('"'); quote != std::string_view::npos;
       quote = text.find('"')) {
    out.append(text.substr(0, quote + 1)) += '"';
    text.remove_prefix(quote + 1);
  }
  out.append(text) += '"';
}

}  // namespace

void write_csv(std::string& out, const Table& table) {
  const std::vector<std::size_t> columns = visible_columns(table.schema());
  if (columns.empty()) {
    return;
  }
  for (const std::size_t column : columns) {
    out += column == columns.front() ? "" : ",";
    append_field(out, table.schema().attributes[column].name);
  }
  out += line_end;
  constexpr std::size_t guessed_cell_size = 16;
  out.reserve(out.size() + table.row_count() * columns.size() * guessed_cell_size);
  CellText text;
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    for (const std::size_t column : columns) {
      if (column != columns.front()) {
        out += ',';
      }
      if (table.column(column).is_valid(row)) {
        append_field(out, text.of(table.column(column), row));
      }
    }
    out += line_end;
  }
}

}  // namespace kestrel::session
