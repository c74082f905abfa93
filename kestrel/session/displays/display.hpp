// What a block shows: tables, dictionaries, summaries, and what analytics drew. Made once, written
// by each front end in the form it can show.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "kestrel/base/diagnostic.hpp"
#include "kestrel/base/source_text.hpp"
#include "kestrel/model/table.hpp"

namespace kestrel::session {

/// Rows of a variable.
struct TableDisplay {
  std::string variable;
  Table table;
  std::uint64_t total_rows = 0;  // what there is; `table` may hold fewer
};

/// Names and values, such as what INFO tells.
struct DictionaryDisplay {
  struct Null {};
  using Value = std::variant<Null, std::string, std::int64_t, double, std::vector<std::string>>;

  std::string variable;
  std::vector<std::pair<std::string, Value>> entries;  // in the order shown
};

/// The variables that a block made.
struct SummaryDisplay {
  struct Row {
    std::string variable;
    std::string entity_type;
    std::uint64_t entities = 0;
    std::uint64_t records = 0;
    std::vector<std::uint64_t> related;  // by `related_types`
  };

  double seconds = 0;
  std::vector<std::string> related_types;  // shown as `<type>*`
  std::vector<Row> rows;
  std::vector<std::string> footnotes;
};

/// A page that an analytics drew. Hostile: front ends show it in a frame without rights.
struct HtmlDisplay {
  std::string html;
};

/// How a variable comes about: stage by stage what is done, by whom, and what it took.
struct ExplanationDisplay {
  struct Step {
    std::uint32_t number = 0;  // `%3`
    std::string text;          // `filter %2 where process:pid = 4`
    std::vector<std::string> variables;
    std::optional<std::uint64_t> rows;   // once it ran
    std::optional<double> milliseconds;  // the last time it ran on its own
  };
  struct Stage {
    std::string store;  // `source file://`, `the engine`
    std::vector<Step> steps;
    std::string query;  // in the language of the store; empty where it is read whole
  };

  std::string variable;
  std::vector<Stage> stages;
};

using Display =
    std::variant<TableDisplay, DictionaryDisplay, SummaryDisplay, HtmlDisplay, ExplanationDisplay>;

/// What a terminal or a pipe can show.
struct TextOptions {
  std::size_t width = 0;  // cells; 0: no limit, as for pipes and files
  bool colour = false;
  std::size_t row_limit = 1000;  // rows of a table, where `width` says there is a terminal; 0: all
};

/// Append a display to `out`. JSON is one line; text, HTML and CSV end in a line feed.
void write_text(std::string& out, const Display& display, const TextOptions& options);
void write_json(std::string& out, const Display& display);
void write_html(std::string& out, const Display& display);

/// Appends a table as RFC 4180 CSV, with a header line.
void write_csv(std::string& out, const Table& table);

/// Appends a diagnostic as one JSON line, with the place taken from `texts`.
void write_json(std::string& out, const Diagnostic& diagnostic, const SourceTexts& texts);

}  // namespace kestrel::session
