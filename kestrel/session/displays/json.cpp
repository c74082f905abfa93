// Displays as JSON, one object and one line each, in the envelopes that scripts know.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "kestrel/base/unicode.hpp"
#include "kestrel/session/displays/cell_text.hpp"
#include "kestrel/session/displays/display.hpp"
#include "kestrel/session/displays/duration.hpp"
#include "kestrel/session/displays/json_text.hpp"

namespace kestrel::session {
namespace {

template <typename Number>
void append_number(std::string& out, Number number) {
  char digits[32];
  const auto written = std::to_chars(digits, digits + sizeof digits, number);
  out.append(digits, written.ptr);
}

// Appends `"name":`, with a comma in front unless it is the first member.
void append_name(std::string& out, std::string_view name) {
  if (out.back() != '{') {
    out += ',';
  }
  append_json_string(out, name);
  out += ':';
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
  append_name(out, name);
  append_json_string(out, text);
}

void append_member(std::string& out, std::string_view name, std::uint64_t number) {
  append_name(out, name);
  append_number(out, number);
}

void append_member(std::string& out, std::string_view name, const std::vector<std::string>& texts) {
  append_name(out, name);
  out += '[';
  for (const std::string& text : texts) {
    out += &text == texts.data() ? "" : ",";
    append_json_string(out, text);
  }
  out += ']';
}

void open(std::string& out, std::string_view kind) {
  out += '{';
  append_member(out, "display", kind);
}

/// One column with what stands in front of each of its cells.
struct JsonColumn {
  const Column* column = nullptr;
  std::string name;     // `,"pid":`
  bool quoted = false;  // its cells are strings

  void append_cell(std::string& out, std::size_t row, CellText& text) const {
    const bool is_number = column->type != DataType::real ||
                           (column->is_valid(row) && std::isfinite(column->at<double>(row)));
    if (!column->is_valid(row) || !is_number) {
      out += "null";
    } else if (quoted) {
      append_json_string(out, text.of(*column, row));
    } else {
      out += text.of(*column, row);
    }
  }
};

std::vector<JsonColumn> json_columns(const Table& table) {
  std::vector<JsonColumn> columns;
  for (const std::size_t index : visible_columns(table.schema())) {
    JsonColumn column{&table.column(index), columns.empty() ? "" : ",", false};
    append_json_string(column.name, table.schema().attributes[index].name);
    column.name += ':';
    const DataType type = column.column->type;
    column.quoted = type == DataType::text || type == DataType::timestamp || type == DataType::uuid;
    columns.push_back(std::move(column));
  }
  return columns;
}

void append(std::string& out, const TableDisplay& display) {
  open(out, "dataframe");
  append_member(out, "variable", display.variable);
  const std::size_t rows = display.table.row_count();
  if (display.total_rows > rows) {
    append_member(out, "total rows", display.total_rows);
  }
  append_name(out, "data");
  const std::vector<JsonColumn> columns = json_columns(display.table);
  std::size_t row_size = 3;
  constexpr std::size_t guessed_cell_size = 12;
  for (const JsonColumn& column : columns) {
    row_size += column.name.size() + guessed_cell_size;
  }
  out.reserve(out.size() + rows * row_size);
  out += '[';
  CellText text;
  for (std::size_t row = 0; row < rows; ++row) {
    out += row == 0 ? "{" : ",{";
    for (const JsonColumn& column : columns) {
      out += column.name;
      column.append_cell(out, row, text);
    }
    out += '}';
  }
  out += ']';
}

struct ValueWriter {
  std::string& out;

  void operator()(const DictionaryDisplay::Null& /*null*/) const { out += "null"; }
  void operator()(const std::string& text) const { append_json_string(out, text); }
  void operator()(std::int64_t number) const { append_number(out, number); }
  void operator()(double number) const {
    if (std::isfinite(number)) {
      append_number(out, number);
    } else {
      out += "null";
    }
  }
  void operator()(const std::vector<std::string>& texts) const {
    out += '[';
    for (const std::string& text : texts) {
      out += &text == texts.data() ? "" : ",";
      append_json_string(out, text);
    }
    out += ']';
  }
};

void append(std::string& out, const DictionaryDisplay& display) {
  open(out, "dict");
  append_name(out, "data");
  out += '{';
  std::unordered_set<std::string_view> names;
  for (const auto& [name, value] : display.entries) {
    if (names.insert(name).second) {
      append_name(out, name);
      std::visit(ValueWriter{out}, value);
    }
  }
  out += '}';
}

void append(std::string& out, const SummaryDisplay& display) {
  open(out, "execution summary");
  append_name(out, "data");
  out += '{';
  append_member(out, "execution time", whole_seconds(display.seconds));
  append_name(out, "variables updated");
  out += '[';
  for (const SummaryDisplay::Row& row : display.rows) {
    out += &row == display.rows.data() ? "{" : ",{";
    append_member(out, "VARIABLE", row.variable);
    append_member(out, "TYPE", row.entity_type);
    append_member(out, "#(ENTITIES)", row.entities);
    append_member(out, "#(RECORDS)", row.records);
    const std::size_t count = std::min(row.related.size(), display.related_types.size());
    for (std::size_t index = 0; index < count; ++index) {
      append_member(out, display.related_types[index] + "*", row.related[index]);
    }
    out += '}';
  }
  out += ']';
  append_member(out, "footnotes", display.footnotes);
  out += '}';
}

void append(std::string& out, const HtmlDisplay& display) {
  open(out, "html");
  append_member(out, "data", display.html);
}

void append(std::string& out, const ExplanationDisplay& display) {
  open(out, "explanation");
  append_member(out, "variable", display.variable);
  append_name(out, "data");
  out += '[';
  for (const ExplanationDisplay::Stage& stage : display.stages) {
    out += &stage == display.stages.data() ? "{" : ",{";
    append_member(out, "store", stage.store);
    append_name(out, "steps");
    out += '[';
    for (const ExplanationDisplay::Step& step : stage.steps) {
      out += &step == stage.steps.data() ? "{" : ",{";
      append_member(out, "step", std::uint64_t{step.number});
      append_member(out, "text", step.text);
      append_member(out, "variables", step.variables);
      if (step.rows) {
        append_member(out, "rows", *step.rows);
      }
      if (step.milliseconds) {
        append_name(out, "milliseconds");
        ValueWriter{out}(*step.milliseconds);
      }
      out += '}';
    }
    out += ']';
    if (!stage.query.empty()) {
      append_member(out, "query", stage.query);
    }
    out += '}';
  }
  out += ']';
}

void append_place(std::string& out, const Span& written, const SourceTexts& texts) {
  const Span span = shown_span(written, texts);
  const SourceText& text = texts.at(span.source);
  const LineColumn place = text.locate(span.begin);
  append_member(out, "file", text.name());
  append_member(out, "line", place.line);
  append_member(out, "column", place.column);
  append_member(out, "length", count_characters(texts.text_of(span)));
}

}  // namespace

void write_json(std::string& out, const Display& display) {
  std::visit([&](const auto& kind) { append(out, kind); }, display);
  out += "}\n";
}

void write_json(std::string& out, const Diagnostic& diagnostic, const SourceTexts& texts) {
  open(out, "diagnostic");
  append_member(out, "severity", diagnostic.severity == Severity::error ? "error" : "warning");
  append_member(out, "slug", diagnostic.slug);
  append_member(out, "message", diagnostic.message);
  if (diagnostic.primary) {
    append_place(out, *diagnostic.primary, texts);
    if (!diagnostic.primary_text.empty()) {
      append_member(out, "text", diagnostic.primary_text);
    }
  }
  if (!diagnostic.related.empty()) {
    append_name(out, "related");
    out += '[';
    for (const Mark& mark : diagnostic.related) {
      out += &mark == diagnostic.related.data() ? "{" : ",{";
      append_place(out, mark.span, texts);
      append_member(out, "text", mark.text);
      out += '}';
    }
    out += ']';
  }
  if (!diagnostic.notes.empty()) {
    append_member(out, "notes", diagnostic.notes);
  }
  append_member(out, "help", diagnostic.helps);
  out += "}\n";
}

}  // namespace kestrel::session
