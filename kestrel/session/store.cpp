#include "kestrel/session/store.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "kestrel/ir/dump.hpp"
#include "kestrel/plan/plan.hpp"
#include "kestrel/plan/reachable.hpp"
#include "kestrel/session/files/rows_file.hpp"
#include "kestrel/session/identify.hpp"
#include "kestrel/session/messages.hpp"
#include "kestrel/session/session.hpp"

namespace kestrel::session {
namespace {

// The engine and the columns of sources share what the session may use.
constexpr std::size_t share(std::size_t memory_limit) {
  return memory_limit / 2;
}

}  // namespace

std::string shown_statement(const sql::Query& query) {
  std::string text = query.text;
  for (std::size_t index = 0; index < query.parameters.size(); ++index) {
    struct Writer {
      std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
      std::string operator()(double number) const { return fmt::format("{}", number); }
      std::string operator()(bool truth) const { return truth ? "true" : "false"; }
      std::string operator()(const std::string& value) const { return sql::quoted_text(value); }
    };
    text += fmt::format("{}${} = {}", index == 0 ? "\n  with " : ", ", index + 1,
                        std::visit(Writer{}, query.parameters[index]));
  }
  return text;
}

Store::Store(const Settings& settings, const plugin::Registry& registry, Context& context)
    : settings_(&settings),
      registry_(&registry),
      context_(&context),
      blocks_(std::make_shared<BlockStore>(share(settings.memory_limit), settings.scratch_folder)) {
}

Store::~Store() = default;

Result<engine::Engine*> Store::engine() {
  if (engine_ == nullptr) {
    const auto since = std::chrono::steady_clock::now();
    KESTREL_TRY(engine_,
                engine::Engine::open({settings_->engine_folder, settings_->scratch_folder,
                                      share(settings_->memory_limit), settings_->threads}));
    time("start the engine", since);
  }
  return engine_.get();
}

Result<ir::StepId> Store::read_step(plugin::DataSource& source, const std::string& scheme,
                                    const std::vector<std::string>& places, Span origin) {
  std::string key = scheme;
  for (const std::string& place : places) {
    KESTREL_TRY(const std::string fingerprint, source.fingerprint(place));
    key.append(1, '\n').append(place).append(1, '\n').append(fingerprint);
  }
  if (const auto known = read_steps_.find(key); known != read_steps_.end()) {
    return known->second;
  }
  const ir::StepId step = graph_.add({ir::Read{scheme, places}, {}, origin});
  read_steps_.emplace(std::move(key), step);
  return step;
}

Result<Done> Store::read(ir::StepId step) {
  const auto& read = std::get<ir::Read>(graph_.at(step).operation);
  plugin::DataSource* source = registry_->source(read.scheme);
  KESTREL_ASSERT(source != nullptr);
  const auto since = std::chrono::steady_clock::now();
  std::function<void()> start_engine;
  if (engine_ == nullptr) {
    start_engine = [this] { static_cast<void>(engine()); };  // a fault comes again below
  }
  auto dataset = source->read(read.places, {blocks_, settings_->threads, start_engine}, *context_);
  time(ir::describe(graph_, step), since);
  times_[step.index] = timings_.back().time;
  if (!dataset) {
    return placed(std::move(dataset).diagnostic(), step);
  }
  KESTREL_TRY(engine::Engine * running, engine());
  catalog_.add(step, *std::move(dataset), *running);
  reads_.push_back(step);
  return Done{};
}

Result<ir::StepId> Store::load_step(const std::string& place,
                                    const std::optional<std::string>& type, Span origin) {
  KESTREL_TRY(LoadedRows rows, read_rows_file(place, type, *settings_, *registry_, *this));
  const ir::StepId step =
      graph_.add({ir::Given{std::move(rows.entity_type), {}, place, {}}, {}, origin});
  loaded_.emplace(step.index, std::move(rows.dataset));
  return step;
}

std::vector<ir::StepId> Store::read_steps() const {
  std::vector<ir::StepId> steps;
  for (const auto& [key, step] : read_steps_) {
    steps.push_back(step);
  }
  std::sort(steps.begin(), steps.end());
  return steps;
}

// Makes the entities that a huntflow wrote down, or that were loaded, known to the engine.
Result<Done> Store::give(ir::StepId step) {
  std::shared_ptr<const Dataset> dataset;
  if (const auto loaded = loaded_.find(step.index); loaded != loaded_.end()) {
    dataset = loaded->second;
    loaded_.erase(loaded);
  } else {
    auto made = made_entities(std::get<ir::Given>(graph_.at(step).operation), *settings_,
                              *registry_, *this);
    if (!made) {
      return placed(std::move(made).diagnostic(), step);
    }
    dataset = *std::move(made);
  }
  KESTREL_TRY(engine::Engine * running, engine());
  catalog_.add(step, std::move(dataset), *running);
  reads_.push_back(step);
  return Done{};
}

Result<Done> Store::prepare_one(ir::StepId step) {
  const ir::Operation& operation = graph_.at(step).operation;
  if (catalog_.knows(step)) {
    return Done{};
  }
  if (std::holds_alternative<ir::Read>(operation)) {
    return read(step);
  }
  if (std::holds_alternative<ir::Given>(operation)) {
    return give(step);
  }
  if (std::holds_alternative<ir::Combine>(operation)) {
    catalog_.add_combination(step, graph_.at(step).inputs);
  } else if (std::holds_alternative<ir::Identify>(operation)) {
    KESTREL_TRY(std::optional<Table> added, identify(step, *this));
    KESTREL_TRY(engine::Engine * running, engine());
    catalog_.add_chosen(step, std::move(added), *running);
  }
  return Done{};
}

Result<Done> Store::prepare(ir::StepId step) {
  for (const ir::StepId part : plan::reachable(graph_, step)) {
    KESTREL_CHECK(prepare_one(part));
  }
  return Done{};
}

Result<Table> Store::ask(const sql::Query& query, std::string_view work) {
  KESTREL_TRY(engine::Engine * running, engine());
  for (std::string& statement : catalog_.take_statements()) {
    KESTREL_CHECK(ask({std::move(statement), {}}, "combine sources"));
  }
  statements_.push_back(shown_statement(query));
  const auto since = std::chrono::steady_clock::now();
  auto table = running->run(query, *context_);
  time(work, since);
  return table;
}

Result<Table> Store::run(const sql::Query& query, ir::StepId step, std::string_view work) {
  auto table = ask(query, work);
  if (!table) {
    return placed(std::move(table).diagnostic(), step);
  }
  times_[step.index] = timings_.back().time;
  return table;
}

// What the engine finds wrong while it runs is a regular expression of the step's, a variable that
// has more values than an operator takes, or a sum.
Diagnostic Store::placed(Diagnostic diagnostic, ir::StepId step) const {
  constexpr std::string_view refused_input = "Invalid Input Error: ";
  if (diagnostic.slug == "engine" && diagnostic.notes.front().starts_with(refused_input)) {
    const std::string reason = diagnostic.notes.front().substr(refused_input.size());
    const bool has_several_values = reason.starts_with("More than one row returned by a subquery");
    for (const ir::StepId part : plan::reachable(graph_, step)) {
      const ir::Literal* literal = has_several_values
                                       ? ir::first_single_reference(graph_.at(part))
                                       : ir::first_regular_expression(graph_.at(part));
      if (literal != nullptr) {
        return has_several_values ? several_values(*literal)
                                  : wrong_regular_expression(*literal, reason);
      }
    }
  }
  constexpr std::string_view wide_sum = "Conversion Error: Type INT128 ";
  if (diagnostic.slug == "engine" && diagnostic.notes.front().starts_with(wide_sum)) {
    for (const ir::StepId part : plan::reachable(graph_, step)) {
      if (const ir::Aggregate* sum = ir::first_sum(graph_.at(part))) {
        return sum_out_of_range(*sum);
      }
    }
  }
  if (!diagnostic.primary) {
    diagnostic.primary = graph_.at(step).origin;
  }
  return diagnostic;
}

Result<Done> Store::verify(ir::StepId step) {
  constexpr std::size_t most_shared_steps = 8;  // of one statement, which grows with each of them
  KESTREL_CHECK(prepare(step));
  KESTREL_TRY(sql::Written written, sql::write_sizes(graph_, {step}, catalog_));
  keep_warnings(std::move(written.warnings));
  const std::vector<ir::StepId> parts = plan::reachable(graph_, step);
  if (std::any_of(parts.begin(), parts.end(), [&](ir::StepId part) {
        return ir::first_regular_expression(graph_.at(part)) != nullptr;
      })) {
    KESTREL_CHECK(size(step));  // only the engine knows whether it is one
  }
  return written.shared_steps > most_shared_steps ? keep_ids(step) : Done{};
}

// What rests on a step is then written, and worked out, as if it came straight from the source.
Result<Done> Store::keep_ids(ir::StepId step) {
  if (ir::is_grouped(graph_, step)) {
    return Done{};
  }
  KESTREL_TRY(const sql::Written ids, sql::write_ids(graph_, step, catalog_));
  KESTREL_TRY(Table table, run(ids.query, step, fmt::format("keep the ids of %{}", step.index)));
  KESTREL_TRY(engine::Engine * running, engine());
  catalog_.keep_ids(step, std::move(table), *running);
  return Done{};
}

Result<Done> Store::verify_attributes(ir::StepId step) {
  KESTREL_TRY(sql::Written written, sql::write_sizes(graph_, {step}, catalog_));
  keep_warnings(std::move(written.warnings));
  return Done{};
}

bool Store::knows_sources(ir::StepId step) const {
  const std::vector<ir::StepId> parts = plan::reachable(graph_, step);
  return std::all_of(parts.begin(), parts.end(), [&](ir::StepId part) {
    return !ir::is_source(graph_.at(part).operation) || catalog_.knows(part);
  });
}

Result<Size> Store::size(ir::StepId step) {
  if (!sizes_.contains(step.index)) {
    KESTREL_CHECK(count({step}));
  }
  return sizes_.at(step.index);
}

StepRecord Store::ran(ir::StepId step) const {
  StepRecord record;
  if (const auto size = sizes_.find(step.index); size != sizes_.end()) {
    record.rows = ir::is_grouped(graph_, step) ? size->second.records : size->second.entities;
  } else if (catalog_.knows(step) && catalog_.dataset(step) != nullptr) {
    const Dataset& dataset = *catalog_.dataset(step);
    const bool is_telemetry = std::holds_alternative<ir::Read>(graph_.at(step).operation);
    record.rows = is_telemetry               ? dataset.observations.row_count()
                  : dataset.entities.empty() ? 0
                                             : dataset.entities.front().entities.row_count();
  }
  if (const auto time = times_.find(step.index); time != times_.end()) {
    record.time = time->second;
  }
  return record;
}

bool Store::has_run(ir::StepId step) const {
  return sizes_.contains(step.index) || times_.contains(step.index);
}

Result<Done> Store::count_all(const std::vector<ir::StepId>& steps) {
  constexpr std::size_t most_at_once = 32;
  std::vector<ir::StepId> unknown;
  for (const ir::StepId step : steps) {
    if (!sizes_.contains(step.index)) {
      unknown.push_back(step);
    }
    if (unknown.size() == most_at_once) {
      KESTREL_CHECK(count(std::exchange(unknown, {})));
    }
  }
  return unknown.empty() ? Result<Done>(Done{}) : count(unknown);
}

Result<Done> Store::count(const std::vector<ir::StepId>& steps) {
  for (const ir::StepId step : steps) {
    KESTREL_CHECK(prepare(step));
  }
  KESTREL_TRY(sql::Written written, sql::write_sizes(graph_, steps, catalog_));
  keep_warnings(std::move(written.warnings));
  std::vector<std::string> names;
  names.reserve(steps.size());
  for (const ir::StepId step : steps) {
    names.push_back(fmt::format("%{}", step.index));
  }
  const auto table =
      run(written.query, steps.front(), fmt::format("count {}", fmt::join(names, ", ")));
  if (!table && steps.size() > 1 && !context_->cancelled()) {
    for (const ir::StepId step : steps) {
      KESTREL_CHECK(count({step}));  // whose fault it is
    }
    return Done{};
  }
  if (!table) {
    return table.diagnostic();
  }
  KESTREL_ASSERT(table->row_count() == steps.size());
  for (std::size_t row = 0; row < table->row_count(); ++row) {
    const auto position = static_cast<std::size_t>(table->column(0).at<std::int64_t>(row));
    const Size size{static_cast<std::uint64_t>(table->column(1).at<std::int64_t>(row)),
                    static_cast<std::uint64_t>(table->column(2).at<std::int64_t>(row))};
    sizes_.emplace(steps.at(position).index, size);
  }
  return Done{};
}

Result<Table> Store::rows(ir::StepId step) {
  KESTREL_CHECK(prepare(step));
  KESTREL_TRY(sql::Written written,
              sql::write_rows(graph_, step, catalog_, updates_, sql::Form::display));
  keep_warnings(std::move(written.warnings));
  KESTREL_TRY(Table table, run(written.query, step, fmt::format("select %{}", step.index)));
  if (written.stix_ids.empty()) {
    return table;
  }
  std::vector<Column> columns = table.columns();
  for (const auto& [position, entity_type] : written.stix_ids) {
    columns.at(position).id_prefix = entity_type + "--";
  }
  return Table(table.schema(), std::move(columns), table.row_count(), table.arenas());
}

Result<RelatedCounts> Store::related(ir::StepId step) {
  KESTREL_CHECK(prepare(step));
  KESTREL_TRY(const sql::Written written, sql::write_records(graph_, step, catalog_));
  const ir::StepId source = ir::source_of(graph_, step);
  const Dataset* dataset = catalog_.dataset(source);
  if (dataset == nullptr) {
    return related_in_combination(step, source, written.query);
  }
  KESTREL_TRY(const Table records,
              run(written.query, step, fmt::format("select the observations of %{}", step.index)));
  std::vector<bool> seen(dataset->observations.row_count(), false);
  for (std::size_t row = 0; row < records.row_count(); ++row) {
    seen[static_cast<std::size_t>(records.column(0).at<std::int64_t>(row))] = true;
  }
  RelatedCounts related;
  for (const EntityTable& table : dataset->entities) {
    const Column& record = table.occurrences.column(*table.occurrences.position("record"));
    std::uint64_t number = 0;
    for (std::size_t row = 0; row < table.occurrences.row_count(); ++row) {
      number += seen[static_cast<std::size_t>(record.at<std::int64_t>(row))] ? 1 : 0;
    }
    related.emplace_back(table.type, number);
  }
  return related;
}

Result<RelatedCounts> Store::related_in_combination(ir::StepId step, ir::StepId source,
                                                    const sql::Query& records) {
  RelatedCounts related;
  for (const std::string& type : catalog_.entity_types(source)) {
    const auto occurrences = catalog_.occurrences(source, type);
    if (!occurrences) {
      continue;
    }
    sql::Query query = records;
    query.text = fmt::format("SELECT count(*) FROM {} WHERE record IN ({})",
                             sql::quoted_identifier(occurrences->name), records.text);
    KESTREL_TRY(const Table count, run(query, step, "count related records"));
    related.emplace_back(type, static_cast<std::uint64_t>(count.column(0).at<std::int64_t>(0)));
  }
  return related;
}

// A chain of steps repeats the warnings of the GET that it begins with; each place is told of once.
void Store::keep_warnings(std::vector<Diagnostic> warnings) {
  for (Diagnostic& warning : warnings) {
    const Span place = warning.primary.value_or(Span{});
    if (std::find(warned_.begin(), warned_.end(), place) == warned_.end()) {
      warned_.push_back(place);
      warnings_.push_back(std::move(warning));
    }
  }
}

std::vector<Diagnostic> Store::take_warnings() {
  return std::exchange(warnings_, {});
}

Result<Done> Store::add_updates(const std::string& type, Table table) {
  KESTREL_TRY(engine::Engine * running, engine());
  ++updates_;
  catalog_.add_updates(type, updates_, std::move(table), *running);
  return Done{};
}

void Store::revert_updates(std::uint32_t count) {
  updates_ = count;
  catalog_.remove_updates_after(count);
}

void Store::time(std::string_view work, std::chrono::steady_clock::time_point since) {
  timings_.push_back({std::string(work), std::chrono::steady_clock::now() - since});
}

}  // namespace kestrel::session
