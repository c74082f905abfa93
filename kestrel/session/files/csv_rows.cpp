#include "kestrel/session/files/csv_rows.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kestrel/base/unicode.hpp"
#include "kestrel/session/displays/cell_text.hpp"
#include "kestrel/session/displays/json_text.hpp"

namespace kestrel::session {
namespace {

bool is_text_like(DataType type) {
  return type == DataType::text || type == DataType::uuid || type == DataType::text_list ||
         type == DataType::uuid_list;
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char letter : text) {
    out.append(letter == '"' ? 2 : 1, letter);
  }
  out += '"';
}

void append_name(std::string& out, std::string_view name) {
  if (name.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += name;
  } else {
    append_quoted(out, name);
  }
}

/// One field as it stands in the file.
struct Field {
  std::string text;
  bool is_quoted = false;

  bool is_null() const { return text.empty() && !is_quoted; }
};

class Parser {
 public:
  Parser(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  bool at_end() const { return offset_ >= text_.size(); }
  std::size_t line() const { return line_; }

  Result<std::vector<Field>> record() {
    std::vector<Field> fields;
    for (;;) {
      KESTREL_TRY(Field field, this->field());
      fields.push_back(std::move(field));
      if (at_end() || text_[offset_] != ',') {
        break;
      }
      ++offset_;
    }
    if (!at_end() && text_[offset_] == '\r') {
      ++offset_;
    }
    if (!at_end() && text_[offset_] == '\n') {
      ++offset_;
    }
    ++line_;
    return fields;
  }

  Diagnostic malformed(const std::string& expected) const {
    return error("file-malformed", fmt::format("expected {} in `{}`", expected, file_))
        .note(fmt::format("line {}", line_))
        .help("save the file again as comma-separated values");
  }

 private:
  Result<Field> field() {
    Field field;
    if (at_end() || text_[offset_] != '"') {
      const std::size_t end = std::min(text_.find_first_of(",\r\n", offset_), text_.size());
      field.text = text_.substr(offset_, end - offset_);
      offset_ = end;
      return field;
    }
    field.is_quoted = true;
    for (++offset_;; ++offset_) {
      if (at_end()) {
        return malformed("`\"` at the end of a field, found none");
      }
      if (text_[offset_] != '"') {
        line_ += text_[offset_] == '\n' ? 1 : 0;
        field.text += text_[offset_];
      } else if (offset_ + 1 < text_.size() && text_[offset_ + 1] == '"') {
        field.text += '"';
        ++offset_;
      } else {
        ++offset_;
        break;
      }
    }
    if (!at_end() && std::string_view(",\r\n").find(text_[offset_]) == std::string_view::npos) {
      return malformed("`,` behind a field in quotes, found another character");
    }
    return field;
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t offset_ = 0;
  std::size_t line_ = 1;
};

bool is_number(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, value);
  const bool begins_as_json =
      !text.empty() && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
  const std::string_view digits = text.substr(!text.empty() && text[0] == '-' ? 1 : 0);
  const bool leading_zero =
      digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9';
  return problem == std::errc() && stopped == end && begins_as_json && !leading_zero &&
         std::isfinite(value);
}

bool is_truth(std::string_view text) {
  return text == "true" || text == "false";
}

bool is_list_of_texts(std::string_view text) {
  if (!text.starts_with('[') || !text.ends_with(']')) {
    return false;
  }
  const auto list = nlohmann::json::parse(text, nullptr, false);
  return list.is_array() && std::all_of(list.begin(), list.end(),
                                        [](const auto& element) { return element.is_string(); });
}

enum class Kind : std::uint8_t { text, number, truth, list };

// What a column holds: the narrowest kind that all its fields have.
Kind kind_of(const std::vector<std::vector<Field>>& records, std::size_t column,
             bool quotes_mean_text) {
  bool numbers = true;
  bool truths = true;
  bool lists = true;
  bool any = false;
  for (const auto& record : records) {
    const Field& field = record[column];
    if (field.is_null()) {
      continue;
    }
    any = true;
    const bool quoted_text = field.is_quoted && quotes_mean_text;
    numbers = numbers && !quoted_text && is_number(field.text);
    truths = truths && !quoted_text && is_truth(field.text);
    lists = lists && is_list_of_texts(field.text);
  }
  if (!any) {
    return Kind::text;
  }
  return numbers ? Kind::number : truths ? Kind::truth : lists ? Kind::list : Kind::text;
}

}  // namespace

void write_csv_rows(std::string& out, const Table& table) {
  const std::vector<std::size_t> columns = visible_columns(table.schema());
  for (const std::size_t column : columns) {
    out += column == columns.front() ? "" : ",";
    append_name(out, table.schema().attributes[column].name);
  }
  out += '\n';
  CellText text;
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    for (const std::size_t position : columns) {
      const Column& column = table.column(position);
      out += position == columns.front() ? "" : ",";
      if (!column.is_valid(row)) {
        continue;
      }
      if (is_text_like(column.type)) {
        append_quoted(out, text.of(column, row));
      } else {
        out += text.of(column, row);
      }
    }
    out += '\n';
  }
}

Result<EntityRows> read_csv_rows(std::string_view text, const std::string& file) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
  }
  Parser parser(text, file);
  if (first_broken_byte(text)) {
    return parser.malformed("text in UTF-8");
  }
  EntityRows rows;
  if (parser.at_end()) {
    return rows;
  }
  KESTREL_TRY(const std::vector<Field> header, parser.record());
  bool all_quoted = true;
  for (const Field& field : header) {
    all_quoted = all_quoted && field.is_quoted;
    rows.names.push_back(field.text);
  }
  std::vector<std::vector<Field>> records;
  while (!parser.at_end()) {
    const std::size_t line = parser.line();
    KESTREL_TRY(std::vector<Field> record, parser.record());
    if (record.size() == 1 && record.front().is_null()) {
      continue;  // an empty line
    }
    if (record.size() != header.size()) {
      return error("file-malformed",
                   fmt::format("expected {} fields in each line of `{}`, found {}", header.size(),
                               file, record.size()))
          .note(fmt::format("line {}", line))
          .help("save the file again as comma-separated values");
    }
    all_quoted = all_quoted && std::all_of(record.begin(), record.end(),
                                           [](const Field& field) { return field.is_quoted; });
    records.push_back(std::move(record));
  }
  std::vector<Kind> kinds;
  for (std::size_t column = 0; column < header.size(); ++column) {
    kinds.push_back(kind_of(records, column, !all_quoted));
  }
  for (const auto& record : records) {
    EntityRow row;
    for (std::size_t column = 0; column < header.size(); ++column) {
      const Field& field = record[column];
      const std::string& name = rows.names[column];
      if (field.is_null() || name.empty()) {
        continue;
      }
      row.members += row.members.empty() ? "" : ",";
      append_json_string(row.members, name);
      row.members += ':';
      if (name == "type") {
        row.type = field.text;
      }
      row.has_id = row.has_id || name == "id";
      if (kinds[column] == Kind::text || name == "type" || name == "id") {
        append_json_string(row.members, field.text);
      } else {
        row.members += field.text;
      }
    }
    rows.rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace kestrel::session
