// Which store runs which steps, in an order that can be run front to back.
#pragma once

#include <string>
#include <vector>

#include "kestrel/ir/graph.hpp"

namespace kestrel::plan {

/// Steps that one store runs together.
struct Stage {
  enum class Store : std::uint8_t { source, engine };

  Store store = Store::engine;
  std::string scheme;             // of a source
  std::vector<ir::StepId> steps;  // in dependency order; the last one is the stage's result
};

/// Splits what a step needs into stages. A `Read` is a stage of its source, run once however many
/// steps use it; all relational steps behind it are one stage of the engine. Steps that nothing
/// needs are left out.
std::vector<Stage> split(const ir::Graph& graph, ir::StepId wanted);

/// Writes stages as text, for `--show plan` and golden files.
std::string dump(const ir::Graph& graph, const std::vector<Stage>& stages);

}  // namespace kestrel::plan
