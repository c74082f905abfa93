#include "kestrel/session/describe.hpp"

#include <utility>

#include <fmt/format.h>

#include "kestrel/session/displays/cell_text.hpp"

namespace kestrel::session {
namespace {

DictionaryDisplay::Value value_of(const Table& table, std::size_t column) {
  const Column& cells = table.column(column);
  if (!cells.is_valid(0)) {
    return DictionaryDisplay::Null{};
  }
  if (cells.type == DataType::integer) {
    return cells.at<std::int64_t>(0);
  }
  if (cells.type == DataType::real) {
    return cells.at<double>(0);
  }
  CellText text;
  return std::string(text.of(cells, 0));
}

}  // namespace

Result<DictionaryDisplay> describe_attribute(const std::string& variable, ir::StepId step,
                                             const ir::AttributePath& attribute, Store& store) {
  KESTREL_CHECK(store.prepare(step));
  KESTREL_TRY(sql::WrittenValues values,
              sql::write_values(store.graph(), step, store.catalog(), attribute, store.updates()));
  const bool is_number = values.type == DataType::integer || values.type == DataType::real;
  const std::string& rows = values.query.text;
  sql::Query query{{}, std::move(values.query.parameters)};
  query.text =
      is_number ? fmt::format(
                      "SELECT count(value) AS count, avg(value) AS mean, min(value) AS min, "
                      "max(value) AS max FROM ({})",
                      rows)
                : fmt::format(
                      "WITH v AS MATERIALIZED ({}), n AS (SELECT value, count(*) AS freq, min(row) "
                      "AS first FROM v WHERE value IS NOT NULL GROUP BY value ORDER BY freq DESC, "
                      "first LIMIT 1) SELECT (SELECT count(value) FROM v) AS count, (SELECT "
                      "count(DISTINCT value) FROM v) AS unique, (SELECT value FROM n) AS top, "
                      "(SELECT freq FROM n) AS freq",
                      rows);
  KESTREL_TRY(const Table table, store.run(query, step, "describe " + attribute.text));
  DictionaryDisplay display{variable, {}};
  for (std::size_t column = 0; column < table.columns().size(); ++column) {
    display.entries.emplace_back(table.schema().attributes[column].name, value_of(table, column));
  }
  return display;
}

}  // namespace kestrel::session
