// Tables as comma-separated values (RFC 4180), for other programs.
#include <string_view>
#include <vector>

#include "kestrel/session/cell_text.hpp"
#include "kestrel/session/display.hpp"

namespace kestrel::session {
namespace {

constexpr std::string_view line_end = "\r\n";

// An empty text is quoted, to be told from null.
void append_field(std::string& out, std::string_view text) {
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) {
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
  CellText text;
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    for (const std::size_t column : columns) {
      out.append(column == columns.front() ? "" : ",");
      if (table.column(column).is_valid(row)) {
        append_field(out, text.of(table.column(column), row));
      }
    }
    out += line_end;
  }
}

}  // namespace kestrel::session
