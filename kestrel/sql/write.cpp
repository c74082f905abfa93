#include "kestrel/sql/write.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "kestrel/base/assert.hpp"
#include "kestrel/sql/selection.hpp"

namespace kestrel::sql {
namespace {

std::string in_form(const TypedExpression& value, Form form) {
  if (form == Form::display) {
    return value.text;
  }
  switch (value.type) {
    case DataType::boolean:
      return fmt::format("{}::BIGINT", value.text);
    case DataType::text_list:
    case DataType::uuid_list:
      return fmt::format("to_json({})::VARCHAR", value.text);
    case DataType::timestamp:
      return fmt::format("strftime({}, '%Y-%m-%dT%H:%M:%S.%gZ')", value.text);
    case DataType::integer:
    case DataType::real:
    case DataType::text:
    case DataType::uuid:
      return value.text;
  }
  return value.text;
}

// Rows without an id may repeat or be empty; DISP leaves such rows out and keeps the first.
std::string without_repetitions(const Selection& selection, const std::vector<std::string>& values,
                                const std::vector<std::string>& names) {
  std::string inner;
  std::string outer;
  std::vector<std::string> columns;
  std::vector<std::string> present;
  for (std::size_t index = 0; index < values.size(); ++index) {
    const std::string column = fmt::format("c{}", index + 1);  // names may differ in case only
    inner += fmt::format("{} AS {}, ", values[index], column);
    outer +=
        fmt::format("{}{} AS {}", index == 0 ? "" : ", ", column, quoted_identifier(names[index]));
    columns.push_back(column);
    present.push_back(column + " IS NOT NULL");
  }
  return fmt::format(
      "SELECT {} FROM ({}) WHERE {} GROUP BY {} ORDER BY min(\"#order\")", outer,
      selection.select(fmt::format("{}{} AS \"#order\"", inner, selection.row_number()), false),
      fmt::join(present, " OR "), fmt::join(columns, ", "));
}

Result<Written> write(const ir::Graph& graph, ir::StepId step, const Catalog& catalog,
                      std::uint32_t as_of, Form form, const std::vector<std::string>* wanted) {
  Written written;
  KESTREL_TRY(Selection selection,
              Selection::of(graph, step, catalog, written.query.parameters, written.warnings));
  std::vector<std::string> names = wanted != nullptr ? *wanted : selection.names(as_of);
  if (names.empty()) {
    names.emplace_back("id");  // of a type that the source does not have
  }
  std::vector<std::string> values;
  for (const std::string& name : names) {
    const bool is_type = form == Form::analytics && name == "type";
    const auto value =
        is_type
            ? std::optional(TypedExpression{quoted_text(selection.entity_type()), DataType::text})
            : selection.attribute(name, as_of);
    KESTREL_ASSERT(value.has_value() || !selection.has_table());
    values.push_back(value ? in_form(*value, form) : "NULL::VARCHAR");
  }
  if (form == Form::display && std::find(names.begin(), names.end(), "id") == names.end()) {
    written.query.text = without_repetitions(selection, values, names);
    return written;
  }
  std::string list;
  for (std::size_t index = 0; index < values.size(); ++index) {
    list += fmt::format("{}{} AS {}", index == 0 ? "" : ", ", values[index],
                        quoted_identifier(names[index]));
  }
  written.query.text = selection.select(list);
  return written;
}

}  // namespace

Result<Written> write_rows(const ir::Graph& graph, ir::StepId step, const Catalog& catalog,
                           std::uint32_t as_of, Form form) {
  return write(graph, step, catalog, as_of, form, nullptr);
}

Result<Written> write_columns(const ir::Graph& graph, ir::StepId step, const Catalog& catalog,
                              std::uint32_t as_of, const std::vector<std::string>& names) {
  return write(graph, step, catalog, as_of, Form::analytics, &names);
}

Result<Written> write_sizes(const ir::Graph& graph, const std::vector<ir::StepId>& steps,
                            const Catalog& catalog) {
  Written written;
  std::vector<std::string> selects;
  for (const ir::StepId step : steps) {
    KESTREL_TRY(Selection selection,
                Selection::of(graph, step, catalog, written.query.parameters, written.warnings));
    selects.push_back(
        fmt::format("SELECT {}::BIGINT AS step, count(*) AS entities, coalesce(sum(\"#records\"), "
                    "0)::BIGINT AS records "
                    "FROM ({})",
                    selects.size(), selection.select("e.\"#records\"", false)));
  }
  written.query.text = fmt::format("{}", fmt::join(selects, " UNION ALL "));
  return written;
}

Result<Written> write_records(const ir::Graph& graph, ir::StepId step, const Catalog& catalog) {
  Written written;
  KESTREL_TRY(Selection selection,
              Selection::of(graph, step, catalog, written.query.parameters, written.warnings));
  const auto occurrences = catalog.occurrences(selection.read(), selection.entity_type());
  written.query.text =
      occurrences
          ? fmt::format("SELECT o.record FROM {} AS o SEMI JOIN ({}) AS v ON v.id = o.id",
                        quoted_identifier(occurrences->name), selection.select("e.id", false))
          : "SELECT 0::BIGINT AS record WHERE FALSE";
  return written;
}

std::vector<std::string> attribute_names(const ir::Graph& graph, ir::StepId step,
                                         const Catalog& catalog, std::uint32_t as_of) {
  std::vector<Parameter> parameters;
  std::vector<Diagnostic> warnings;
  auto selection = Selection::of(graph, step, catalog, parameters, warnings);
  return selection ? selection->names(as_of) : std::vector<std::string>();
}

}  // namespace kestrel::sql
