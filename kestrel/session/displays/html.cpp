// Displays as HTML fragments, for notebooks and reports.
#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "kestrel/base/unicode.hpp"
#include "kestrel/session/displays/cell_text.hpp"
#include "kestrel/session/displays/display.hpp"
#include "kestrel/session/displays/duration.hpp"

namespace kestrel::session {
namespace {

// Notebooks read `$...$` as mathematics unless one of these classes says not to.
constexpr std::string_view open_table =
    "<div class=\"tex2jax_ignore mathjax_ignore\">\n<table border=\"1\" class=\"dataframe\">\n";
constexpr std::string_view close_table = "</table>\n</div>\n";

// A page in a frame may draw itself, but not run anything or ask anyone for anything.
constexpr std::string_view page_rights =
    "<!doctype html><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; font-src data:\">";

constexpr auto plain_bytes = [] {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte < 0x7F; ++byte) {
    plain[byte] = byte != '&' && byte != '<' && byte != '>' && byte != '"' && byte != '\'';
  }
  return plain;
}();

// Appends a text so that it is only text, in elements and in attributes.
void append_text(std::string& out, std::string_view text) {
  std::size_t begin = 0;  // of what is copied as it is
  for (std::size_t offset = 0; offset < text.size();) {
    if (plain_bytes[static_cast<unsigned char>(text[offset])]) {
      ++offset;
      continue;
    }
    const Character character = decode_character(text.substr(offset));
    if (character.size > 1 && is_inert(character.code)) {
      offset += character.size;
      continue;
    }
    const std::string_view bytes = text.substr(offset, character.size);
    out.append(text.substr(begin, offset - begin));
    if (bytes == "&") {
      out += "&amp;";
    } else if (bytes == "<") {
      out += "&lt;";
    } else if (bytes == ">") {
      out += "&gt;";
    } else if (bytes == "\"") {
      out += "&quot;";
    } else if (bytes == "'") {
      out += "&#39;";
    } else {
      out += made_inert(bytes);
    }
    offset += character.size;
    begin = offset;
  }
  out.append(text.substr(begin));
}

void append_element(std::string& out, std::string_view name, std::string_view text) {
  out.append("<").append(name).append(">");
  append_text(out, text);
  out.append("</").append(name).append(">");
}

std::string row_count_text(const TableDisplay& display) {
  const std::size_t rows = display.table.row_count();
  if (display.total_rows > rows) {
    return fmt::format("{} of {} rows", rows, display.total_rows);
  }
  return rows == 0 ? "no rows" : fmt::format("{} row{}", rows, rows == 1 ? "" : "s");
}

void append(std::string& out, const TableDisplay& display) {
  const Table& table = display.table;
  const std::vector<std::size_t> columns = visible_columns(table.schema());
  constexpr std::size_t guessed_cell_size = 24;
  out.reserve(out.size() + table.row_count() * (columns.size() * guessed_cell_size + 12));
  out += open_table;
  out += "<thead>\n<tr style=\"text-align: right;\">";
  for (const std::size_t column : columns) {
    append_element(out, "th", table.schema().attributes[column].name);
  }
  out += "</tr>\n</thead>\n<tbody>\n";
  CellText text;
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    out += "<tr>";
    for (const std::size_t column : columns) {
      if (table.column(column).is_valid(row)) {
        out += "<td>";
        append_text(out, text.of(table.column(column), row));
        out += "</td>";
      } else {
        out += "<td class=\"null\">null</td>";
      }
    }
    out += "</tr>\n";
  }
  out += "</tbody>\n";
  out += close_table;
  append_element(out, "p", row_count_text(display));
  out += '\n';
}

struct ValueWriter {
  std::string& out;

  void operator()(const DictionaryDisplay::Null& /*null*/) const {
    out += "<td class=\"null\">null</td>";
  }
  void operator()(const std::string& text) const { append_element(out, "td", text); }
  void operator()(std::int64_t number) const { append_element(out, "td", fmt::to_string(number)); }
  void operator()(double number) const { append_element(out, "td", fmt::to_string(number)); }
  void operator()(const std::vector<std::string>& texts) const {
    out += "<td>";
    for (const std::string& text : texts) {
      out += &text == texts.data() ? "" : "<br>";
      append_text(out, text);
    }
    out += "</td>";
  }
};

void append(std::string& out, const DictionaryDisplay& display) {
  out += open_table;
  out += "<tbody>\n";
  for (const auto& [name, value] : display.entries) {
    out += "<tr>";
    append_element(out, "td", name);
    std::visit(ValueWriter{out}, value);
    out += "</tr>\n";
  }
  out += "</tbody>\n";
  out += close_table;
}

void append(std::string& out, const SummaryDisplay& display) {
  out += "<div>\n";
  append_element(out, "h4", "Block Executed in " + duration_text(display.seconds));
  out += '\n';
  if (!display.rows.empty()) {
    out += open_table;
    out += "<thead>\n<tr style=\"text-align: right;\">";
    for (const char* name : {"VARIABLE", "TYPE", "#(ENTITIES)", "#(RECORDS)"}) {
      append_element(out, "th", name);
    }
    for (const std::string& type : display.related_types) {
      append_element(out, "th", type + "*");
    }
    out += "</tr>\n</thead>\n<tbody>\n";
    for (const SummaryDisplay::Row& row : display.rows) {
      out += "<tr>";
      append_element(out, "td", row.variable);
      append_element(out, "td", row.entity_type);
      append_element(out, "td", fmt::to_string(row.entities));
      append_element(out, "td", fmt::to_string(row.records));
      for (const std::uint64_t related : row.related) {
        append_element(out, "td", fmt::to_string(related));
      }
      out += "</tr>\n";
    }
    out += "</tbody>\n";
    out += close_table;
  }
  for (const std::string& footnote : display.footnotes) {
    append_element(out, "p", footnote);
    out += '\n';
  }
  out += "</div>\n";
}

void append(std::string& out, const HtmlDisplay& display) {
  out += "<iframe sandbox=\"\" style=\"width: 100%; height: 480px; border: 0\" srcdoc=\"";
  append_text(out, page_rights);
  std::string_view html = display.html;
  while (
      !html.empty()) {  // line breaks and tabs mean something in a page: in scripts, styles, <pre>
    const std::size_t size = std::min(html.find_first_of("\n\t"), html.size());
    append_text(out, html.substr(0, size));
    out.append(html.substr(size, 1));
    html.remove_prefix(std::min(size + 1, html.size()));
  }
  out += "\"></iframe>\n";
}

void append(std::string& out, const ExplanationDisplay& display) {
  std::string text;
  write_text(text, display, {});
  append_element(out, "pre", text);
  out += '\n';
}

}  // namespace

void write_html(std::string& out, const Display& display) {
  std::visit([&](const auto& kind) { append(out, kind); }, display);
}

}  // namespace kestrel::session
