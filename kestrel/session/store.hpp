// What the graph's steps give: reads sources when they are needed, asks the engine, keeps answers.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kestrel/base/context.hpp"
#include "kestrel/engine/engine.hpp"
#include "kestrel/ir/graph.hpp"
#include "kestrel/plugin/registry.hpp"
#include "kestrel/session/catalog.hpp"
#include "kestrel/sql/write.hpp"

namespace kestrel::session {

struct Settings;

/// How large a step's result is.
struct Size {
  std::uint64_t entities = 0;
  std::uint64_t records = 0;
};

/// How many entities of each type there are, one for each observation that they occur in.
using RelatedCounts = std::vector<std::pair<std::string, std::uint64_t>>;

/// What is known of a step once it ran.
struct StepRecord {
  std::optional<std::uint64_t> rows;             // observations of a source, rows of other steps
  std::optional<std::chrono::nanoseconds> time;  // of the last run for this step alone
};

/// Writes a statement with its values, as `--show sql` and EXPLAIN do.
std::string shown_statement(const sql::Query& query);

/// How long a piece of work took, for `--show timings`.
struct Timing {
  std::string work;
  std::chrono::nanoseconds time{};
};

/// Runs steps. Steps never change, so an answer once given is kept.
class Store {
 public:
  Store(const Settings& settings, const plugin::Registry& registry, Context& context);
  ~Store();

  ir::Graph& graph() { return graph_; }
  const ir::Graph& graph() const { return graph_; }
  Catalog& catalog() { return catalog_; }
  Context& context() { return *context_; }
  std::uint32_t updates() const { return updates_; }

  /// Returns the engine, started if it was not.
  Result<engine::Engine*> engine();

  /// Returns a step that reads these places: the one that did so before, if nothing changed since.
  Result<ir::StepId> read_step(plugin::DataSource& source, const std::string& scheme,
                               const std::vector<std::string>& places, Span origin);

  /// Returns a step that gives the entities of a file, read now (see `read_rows_file`).
  Result<ir::StepId> load_step(const std::string& place, const std::optional<std::string>& type,
                               Span origin);

  /// Returns the steps of all sources that were named so far, in the order they were.
  std::vector<ir::StepId> read_steps() const;

  /// Reads what a step rests on, and runs what must run before it, as far as that was not done.
  Result<Done> prepare(ir::StepId step);

  /// Runs a statement for a step. Engine faults point at the step.
  Result<Table> run(const sql::Query& query, ir::StepId step, std::string_view work);

  /// Runs a statement that belongs to no step. Engine faults have no place.
  Result<Table> ask(const sql::Query& query, std::string_view work);

  /// Reads what a step rests on and finds what is wrong with it, without running it where that can
  /// be known before.
  Result<Done> verify(ir::StepId step);

  /// Tells whether everything that a step rests on was read.
  bool knows_sources(ir::StepId step) const;

  /// Finds what is wrong with the attributes that a step asks for, and those before it. Everything
  /// that it rests on must have been read.
  Result<Done> verify_attributes(ir::StepId step);

  Result<Size> size(ir::StepId step);

  /// Returns what is known of a step by now.
  StepRecord ran(ir::StepId step) const;

  /// Tells whether a step ran: its rows were counted, or shown.
  bool has_run(ir::StepId step) const;

  /// Counts a step alone, so that its rows and the time to get them are known.
  Result<Done> measure(ir::StepId step) { return count({step}); }

  /// Counts steps together; their sizes are known then. One statement costs less than one each.
  Result<Done> count_all(const std::vector<ir::StepId>& steps);
  Result<Table> rows(ir::StepId step);

  /// Counts what occurs in the observations that a step's entities occur in.
  Result<RelatedCounts> related(ir::StepId step);

  /// Returns what the hunter should know about attributes that a step's GET asks for in vain. Once.
  std::vector<Diagnostic> take_warnings();

  /// Records the state of a type after one more update by an analytics.
  Result<Done> add_updates(const std::string& type, Table table);

  /// Forgets all updates but the first `count`, as if they had never been made.
  void revert_updates(std::uint32_t count);

  /// Notes how long a piece of work took.
  void time(std::string_view work, std::chrono::steady_clock::time_point since);

  /// Returns the statements and timings since the last call, for `--show`.
  std::vector<std::string> take_statements() { return std::exchange(statements_, {}); }
  std::vector<Timing> take_timings() { return std::exchange(timings_, {}); }

  /// Returns the reads that were done since the last call, of rows written down or loaded too.
  std::vector<ir::StepId> take_reads() { return std::exchange(reads_, {}); }

  std::shared_ptr<BlockStore> blocks() const { return blocks_; }

 private:
  Result<Done> read(ir::StepId step);
  Result<Done> give(ir::StepId step);
  Result<Done> prepare_one(ir::StepId step);
  Result<Done> keep_ids(ir::StepId step);
  Result<Done> count(const std::vector<ir::StepId>& steps);
  Result<RelatedCounts> related_in_combination(ir::StepId step, ir::StepId source,
                                               const sql::Query& records);
  Diagnostic placed(Diagnostic diagnostic, ir::StepId step) const;
  void keep_warnings(std::vector<Diagnostic> warnings);

  const Settings* settings_;
  const plugin::Registry* registry_;
  Context* context_;
  ir::Graph graph_;
  Catalog catalog_;
  std::shared_ptr<BlockStore> blocks_;
  std::unique_ptr<engine::Engine> engine_;
  std::uint32_t updates_ = 0;
  std::map<std::string, ir::StepId> read_steps_;  // by scheme, places and fingerprints
  std::map<std::uint32_t, Size> sizes_;           // by step
  std::map<std::uint32_t, std::shared_ptr<const Dataset>> loaded_;  // by step, until it is needed
  std::map<std::uint32_t, std::chrono::nanoseconds> times_;         // by step
  std::vector<Span> warned_;  // places that a warning was given for
  std::vector<Diagnostic> warnings_;
  std::vector<std::string> statements_;
  std::vector<Timing> timings_;
  std::vector<ir::StepId> reads_;
};

}  // namespace kestrel::session
