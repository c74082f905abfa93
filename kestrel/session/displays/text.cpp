// Displays as text, for terminals and pipes.
#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "kestrel/base/unicode.hpp"
#include "kestrel/session/displays/display.hpp"
#include "kestrel/session/displays/duration.hpp"
#include "kestrel/session/displays/table_text.hpp"

namespace kestrel::session {
namespace {

constexpr std::size_t column_gap = 2;

void append(std::string& out, const TableDisplay& display, const TextOptions& options) {
  write_table(out, display, options);
}

struct ValueText {
  std::vector<std::string> operator()(const DictionaryDisplay::Null& /*null*/) const {
    return {std::string(null_text)};
  }
  std::vector<std::string> operator()(const std::string& text) const { return {text}; }
  std::vector<std::string> operator()(std::int64_t number) const {
    return {fmt::to_string(number)};
  }
  std::vector<std::string> operator()(double number) const { return {fmt::to_string(number)}; }
  std::vector<std::string> operator()(const std::vector<std::string>& texts) const { return texts; }
};

// Breaks a text at blanks into lines of at most `width` cells; longer words stay whole. 0: no
// limit.
std::vector<std::string_view> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string_view> lines;
  while (width > 0 && display_width(text) > width) {
    const std::size_t fitting = fit_width(text, width + 1).size();
    std::size_t blank = text.rfind(' ', fitting == 0 ? 0 : fitting - 1);
    if (blank == std::string_view::npos || blank == 0) {
      blank = text.find(' ', 1);
    }
    if (blank == std::string_view::npos) {
      break;
    }
    lines.push_back(text.substr(0, blank));
    text.remove_prefix(blank + 1);
  }
  lines.push_back(text);
  return lines;
}

void append(std::string& out, const DictionaryDisplay& display, const TextOptions& options) {
  std::size_t name_width = 0;
  for (const auto& entry : display.entries) {
    name_width = std::max(name_width, display_width(made_inert(entry.first)));
  }
  const std::size_t indent = name_width + column_gap;
  constexpr std::size_t least = 20;
  const std::size_t value_width =
      options.width == 0 ? 0 : std::max(least, options.width - std::min(options.width, indent));
  for (const auto& [written_name, value] : display.entries) {
    const std::string name = made_inert(written_name);
    put(out, strong_style, name, options.colour);
    std::size_t padding = indent - display_width(name);
    bool has_value = false;
    const bool is_null = std::holds_alternative<DictionaryDisplay::Null>(value);
    for (const std::string& part : std::visit(ValueText{}, value)) {
      const std::string inert = made_inert(part);
      for (const std::string_view line : wrapped(inert, value_width)) {
        if (!line.empty()) {
          out.append(padding, ' ');
          put(out, is_null ? dim_style : std::string_view(), line, options.colour);
        }
        out += '\n';
        padding = indent;
        has_value = true;
      }
    }
    out += has_value ? "" : "\n";  // an empty list
  }
}

/// One column of a summary, header first.
struct SummaryColumn {
  std::vector<std::string> cells;
  bool is_number = false;
  std::size_t width = 0;

  void add(std::string_view text) {
    cells.push_back(made_inert(text));
    width = std::max(width, display_width(cells.back()));
  }
};

// The related types to show. A terminal is too narrow for those of which nothing is related.
std::vector<std::size_t> shown_types(const SummaryDisplay& display, bool narrow) {
  std::vector<std::size_t> types;
  for (std::size_t type = 0; type < display.related_types.size(); ++type) {
    const bool occurs =
        std::any_of(display.rows.begin(), display.rows.end(), [&](const SummaryDisplay::Row& row) {
          return type < row.related.size() && row.related[type] != 0;
        });
    if (occurs || !narrow) {
      types.push_back(type);
    }
  }
  return types;
}

std::vector<SummaryColumn> summary_columns(const SummaryDisplay& display,
                                           const std::vector<std::size_t>& types) {
  std::vector<SummaryColumn> columns(4 + types.size());
  constexpr std::string_view headers[] = {"VARIABLE", "TYPE", "#(ENTITIES)", "#(RECORDS)"};
  for (std::size_t index = 0; index < columns.size(); ++index) {
    columns[index].is_number = index >= 2;
    columns[index].add(index < 4 ? std::string(headers[index])
                                 : display.related_types[types[index - 4]] + "*");
  }
  for (const SummaryDisplay::Row& row : display.rows) {
    columns[0].add(row.variable);
    columns[1].add(row.entity_type);
    columns[2].add(fmt::to_string(row.entities));
    columns[3].add(fmt::to_string(row.records));
    for (std::size_t index = 0; index < types.size(); ++index) {
      columns[4 + index].add(
          fmt::to_string(types[index] < row.related.size() ? row.related[types[index]] : 0));
    }
  }
  return columns;
}

// Words and columns are those of the original, where scripts look for them.
void append(std::string& out, const SummaryDisplay& display, const TextOptions& options) {
  out += "[SUMMARY] block executed in " + duration_text(display.seconds) + "\n";
  const std::vector<std::size_t> types = shown_types(display, options.width > 0);
  if (!display.rows.empty()) {
    const std::vector<SummaryColumn> columns = summary_columns(display, types);
    for (std::size_t line = 0; line <= display.rows.size(); ++line) {
      for (const SummaryColumn& column : columns) {
        const std::size_t gap = column.is_number ? 2 : 1;
        out.append(&column == columns.data() ? 0 : gap, ' ');
        out.append(column.width - display_width(column.cells[line]), ' ');
        put(out, line == 0 ? strong_style : std::string_view(), column.cells[line], options.colour);
      }
      out += '\n';
    }
    if (const std::size_t left_out = display.related_types.size() - types.size(); left_out > 0) {
      out += fmt::format("{} type{} without related records left out\n", left_out,
                         left_out == 1 ? "" : "s");
    }
  }
  for (const std::string& footnote : display.footnotes) {
    const bool explains_columns = footnote.starts_with('*');
    if (!explains_columns || (!display.rows.empty() && !types.empty())) {
      out += made_inert(footnote) + "\n";
    }
  }
}

void append(std::string& out, const HtmlDisplay& display, const TextOptions& options) {
  put(out, dim_style,
      fmt::format("(a page of {} bytes; `--format html` shows it)", display.html.size()),
      options.colour);
  out += '\n';
}

void append_query(std::string& out, std::string_view query, const TextOptions& options) {
  while (!query.empty()) {
    const std::size_t size = std::min(query.find('\n'), query.size());
    put(out, dim_style, "    " + made_inert(query.substr(0, size)), options.colour);
    out += '\n';
    query.remove_prefix(std::min(size + 1, query.size()));
  }
}

void append(std::string& out, const ExplanationDisplay& display, const TextOptions& options) {
  put(out, strong_style, display.variable, options.colour);
  out += '\n';
  for (const ExplanationDisplay::Stage& stage : display.stages) {
    out += fmt::format("  stage {} in {}\n", &stage - display.stages.data() + 1, stage.store);
    for (const ExplanationDisplay::Step& step : stage.steps) {
      out += fmt::format("    %{} = {}", step.number, made_inert(step.text));
      if (!step.variables.empty()) {
        out += fmt::format("  as {}", fmt::join(step.variables, ", "));
      }
      if (step.rows) {
        out += fmt::format("  [{} row{}", *step.rows, *step.rows == 1 ? "" : "s");
        out += step.milliseconds ? fmt::format(" in {:.3f} ms]", *step.milliseconds) : "]";
      }
      out += '\n';
    }
    append_query(out, stage.query, options);
  }
}

}  // namespace

void write_text(std::string& out, const Display& display, const TextOptions& options) {
  std::visit([&](const auto& kind) { append(out, kind, options); }, display);
}

}  // namespace kestrel::session
