// The tables of a session: what sources hold, and what analytics said about it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/engine/engine.hpp"
#include "kestrel/model/dataset.hpp"
#include "kestrel/session/combination.hpp"
#include "kestrel/sql/catalog.hpp"

namespace kestrel::session {

/// Names every table for the engine and remembers its schema.
class Catalog : public sql::Catalog {
 public:
  /// Makes the tables of a dataset known as what `read` holds, and serves them.
  void add(ir::StepId read, std::shared_ptr<const Dataset> dataset, engine::Engine& engine);

  /// Makes what several sources hold known as one. Its tables are made when they are asked for.
  void add_combination(ir::StepId combine, const std::vector<ir::StepId>& parts);

  /// Makes known which entities an `Identify` adds to its input, if any.
  void add_chosen(ir::StepId identify, std::optional<Table> ids, engine::Engine& engine);

  /// Keeps the ids of a step's entities, so that they need not be worked out again.
  void keep_ids(ir::StepId step, Table ids, engine::Engine& engine);

  /// Tells whether a source or an `Identify` was added.
  bool knows(ir::StepId step) const {
    return datasets_.contains(step.index) || combinations_.contains(step.index) ||
           chosen_.contains(step.index);
  }

  /// Returns what a source holds, or null for a combination.
  const Dataset* dataset(ir::StepId source) const;

  /// Returns statements that must run before what was asked for can be read.
  std::vector<std::string> take_statements();

  /// Makes the state of a type after `as_of` updates known: `id` and a column for each attribute
  /// that some analytics gave.
  void add_updates(const std::string& type, std::uint32_t as_of, Table table,
                   engine::Engine& engine);

  /// Forgets the states of all types after more than `as_of` updates.
  void remove_updates_after(std::uint32_t as_of);

  std::optional<sql::Relation> entities(ir::StepId read, std::string_view type) const override;
  std::optional<sql::Relation> occurrences(ir::StepId read, std::string_view type) const override;
  sql::Relation observations(ir::StepId read) const override;
  std::vector<std::string> entity_types(ir::StepId read) const override;
  std::optional<sql::Relation> chosen(ir::StepId identify) const override;
  std::optional<sql::Relation> kept_ids(ir::StepId step) const override;
  std::optional<sql::Relation> updates(std::string_view type, std::uint32_t as_of) const override;

 private:
  struct Loaded {
    std::shared_ptr<const Dataset> dataset;
    std::string suffix;  // `@1`, tells the tables of several datasets apart
  };
  struct Version {
    std::uint32_t as_of = 0;
    std::string name;
    std::unique_ptr<Schema> schema;
  };

  std::map<std::uint32_t, Loaded> datasets_;  // by the index of the step
  mutable std::map<std::uint32_t, Combination> combinations_;
  std::map<std::uint32_t, std::optional<std::string>> chosen_;
  std::map<std::uint32_t, std::string> kept_ids_;
  std::map<std::string, std::vector<Version>, std::less<>> updates_;  // by type, oldest first
};

}  // namespace kestrel::session
