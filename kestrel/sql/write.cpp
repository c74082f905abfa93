#include "kestrel/sql/write.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "kestrel/base/assert.hpp"
#include "kestrel/sql/selection.hpp"

namespace kestrel::sql {
namespace {

std::string in_form(const TypedExpression& value, Form form) {
  if (form != Form::analytics) {
    return value.text;
  }
  switch (value.type) {
    case DataType::boolean:
      return fmt::format("{}::BIGINT", value.text);
    case DataType::text_list:
    case DataType::uuid_list:
      return fmt::format("to_json({})::VARCHAR", value.text);
    case DataType::timestamp:
      return timestamp_text(value.text);
    case DataType::integer:
    case DataType::real:
    case DataType::text:
    case DataType::uuid:
      return value.text;
  }
  return value.text;
}

// Rows may repeat or, without an id, be empty; DISP leaves such rows out and keeps the first.
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
  SharedIds shared;
  const Writing writing{graph, catalog, written.query.parameters, written.warnings, shared};
  KESTREL_TRY(Selection selection, Selection::of(writing, step));
  std::vector<std::string> names = wanted != nullptr ? *wanted : selection.names(as_of);
  if (names.empty()) {
    names.emplace_back("id");  // of a type that the source does not have
  }
  const bool has_type = std::find(names.begin(), names.end(), "type") != names.end();
  if (form == Form::file && !has_type && selection.has_entities()) {
    names.emplace_back("type");
  }
  std::vector<std::string> values;
  for (const std::string& name : names) {
    const bool is_type = form != Form::display && name == "type";
    const auto value =
        is_type
            ? std::optional(TypedExpression{quoted_text(selection.entity_type()), DataType::text})
            : selection.attribute(name, as_of);
    KESTREL_ASSERT(value.has_value() || !selection.has_table());
    if (form == Form::display && value && !value->uuid.empty()) {
      written.stix_ids.emplace_back(values.size(), value->id_type);
      values.push_back(value->uuid);
      continue;
    }
    values.push_back(value ? in_form(*value, form) : "NULL::VARCHAR");
  }
  const bool has_id = std::find(names.begin(), names.end(), "id") != names.end();
  if (form == Form::display && (!has_id || selection.may_repeat())) {
    written.query.text = shared.preface() + without_repetitions(selection, values, names);
    return written;
  }
  std::string list;
  for (std::size_t index = 0; index < values.size(); ++index) {
    list += fmt::format("{}{} AS {}", index == 0 ? "" : ", ", values[index],
                        quoted_identifier(names[index]));
  }
  written.query.text = shared.preface() + selection.select(list);
  written.query.is_scan = true;
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
  SharedIds shared;
  const Writing writing{graph, catalog, written.query.parameters, written.warnings, shared};
  std::vector<std::string> selects;
  for (const ir::StepId step : steps) {
    KESTREL_TRY(const Selection selection, Selection::of(writing, step));
    // What was never observed, such as NEW entities, counts as one record each; groups are no
    // entities.
    selects.push_back(fmt::format(
        "SELECT {}::BIGINT AS step, {} AS entities, coalesce(nullif(sum(\"#records\"), 0), "
        "count(*))::BIGINT AS records FROM ({})",
        selects.size(), selection.has_entities() ? "count(*)" : "0::BIGINT",
        selection.select("e.\"#records\"", false)));
  }
  written.query.text = fmt::format("{}{}", shared.preface(), fmt::join(selects, " UNION ALL "));
  written.shared_steps = shared.size();
  return written;
}

Result<Written> write_ids(const ir::Graph& graph, ir::StepId step, const Catalog& catalog) {
  Written written;
  SharedIds shared;
  const Writing writing{graph, catalog, written.query.parameters, written.warnings, shared};
  KESTREL_TRY(const Selection selection, Selection::of(writing, step));
  written.query.text = fmt::format("{}SELECT DISTINCT id FROM ({})", shared.preface(),
                                   selection.select("e.id", false));
  return written;
}

Result<Written> write_records(const ir::Graph& graph, ir::StepId step, const Catalog& catalog) {
  Written written;
  SharedIds shared;
  const Writing writing{graph, catalog, written.query.parameters, written.warnings, shared};
  KESTREL_TRY(const Selection selection, Selection::of(writing, step));
  const auto occurrences = catalog.occurrences(selection.source(), selection.entity_type());
  written.query.text =
      occurrences && selection.has_entities()
          ? fmt::format("{}SELECT o.record FROM {} AS o SEMI JOIN ({}) AS v ON v.id = o.id",
                        shared.preface(), quoted_identifier(occurrences->name),
                        selection.select("e.id", false))
          : "SELECT 0::BIGINT AS record WHERE FALSE";
  return written;
}

Result<Written> write_has_unique_process(const ir::Graph& graph, ir::StepId step,
                                         const Catalog& catalog) {
  Written written;
  SharedIds shared;
  const Writing writing{graph, catalog, written.query.parameters, written.warnings, shared};
  const auto processes = catalog.entities(ir::source_of(graph, step), "process");
  const Attribute* unique = processes ? processes->schema->find("x_unique_id") : nullptr;
  if (unique == nullptr) {
    return written;
  }
  KESTREL_TRY(const Selection selection, Selection::of(writing, step));
  written.query.text = fmt::format(
      "{}SELECT EXISTS (SELECT 1 FROM {} AS x WHERE x.{} IS NOT NULL AND x.id IN ({}))",
      shared.preface(), quoted_identifier(processes->name),
      quoted_identifier(processes->schema->column_name(*unique)), selection.select("e.id", false));
  return written;
}

Result<Written> write_process_sightings(const ir::Graph& graph, ir::StepId step,
                                        const Catalog& catalog) {
  Written written;
  SharedIds shared;
  const Writing writing{graph, catalog, written.query.parameters, written.warnings, shared};
  const ir::StepId source = ir::source_of(graph, step);
  const auto processes = catalog.entities(source, "process");
  const auto occurrences = catalog.occurrences(source, "process");
  if (!processes || !occurrences) {
    return written;
  }
  EntityScope scope(catalog, source, "process", "c");
  const auto pid = scope.stored("pid", 0);
  if (!pid || pid->type != DataType::integer) {
    return written;
  }
  const auto text = [](const std::optional<TypedExpression>& value) {
    return value ? value->text + "::VARCHAR" : std::string("NULL::VARCHAR");
  };
  const std::string name = text(scope.attribute("name", 0));
  const auto parent = scope.attribute("parent_ref.pid", 0);
  const bool has_parent = parent && parent->type == DataType::integer;
  const std::string table = quoted_identifier(processes->name);
  KESTREL_TRY(const std::string known, Selection::ids_of(writing, step));
  KESTREL_CHECK(Selection::ids_of(writing, step));  // mentioned twice
  written.query.text = fmt::format(
      "{preface}SELECT c.id AS id, {pid} AS pid, {name} AS name, {parent} AS parent_pid, "
      "r.first_observed AS first_observed, r.last_observed AS last_observed, c.id IN ({known}) AS "
      "is_known FROM {table} AS c JOIN {seen} AS o ON o.id = c.id JOIN {observations} AS r ON "
      "r.record = o.record{joins} WHERE {pid} IN (SELECT {other_pid} FROM {table} AS x WHERE x.id "
      "IN ({known}))",
      fmt::arg("preface", shared.preface()), fmt::arg("known", known), fmt::arg("pid", pid->text),
      fmt::arg("name", name),
      fmt::arg("parent", has_parent ? parent->text : std::string("NULL::BIGINT")),
      fmt::arg("table", table), fmt::arg("seen", quoted_identifier(occurrences->name)),
      fmt::arg("observations", quoted_identifier(catalog.observations(source).name)),
      fmt::arg("joins", scope.joins()),
      fmt::arg("other_pid", "x" + pid->text.substr(pid->text.find('.'))));
  return written;
}

Result<WrittenValues> write_values(const ir::Graph& graph, ir::StepId step, const Catalog& catalog,
                                   const ir::AttributePath& attribute, std::uint32_t as_of) {
  WrittenValues written;
  SharedIds shared;
  const Writing writing{graph, catalog, written.query.parameters, written.warnings, shared};
  KESTREL_TRY(Selection selection, Selection::of(writing, step));
  if (!selection.has_table() && selection.has_entities()) {
    written.query.text = "SELECT NULL::VARCHAR AS value, 0::BIGINT AS row WHERE FALSE";
    return written;
  }
  KESTREL_TRY(const TypedExpression value, selection.required(attribute, as_of));
  written.type = value.type;
  const std::string row = selection.row_number();
  written.query.text =
      shared.preface() +
      selection.select(fmt::format("{} AS value, {} AS row", value.text, row), false);
  return written;
}

std::vector<std::string> attribute_names(const ir::Graph& graph, ir::StepId step,
                                         const Catalog& catalog, std::uint32_t as_of) {
  std::vector<Parameter> parameters;
  std::vector<Diagnostic> warnings;
  SharedIds shared;
  const Writing writing{graph, catalog, parameters, warnings, shared};
  const auto selection = Selection::of(writing, step);
  return selection ? selection->names(as_of) : std::vector<std::string>();
}

}  // namespace kestrel::sql
