#include "kestrel/plan/plan.hpp"

#include <fmt/format.h>

#include "kestrel/ir/dump.hpp"
#include "kestrel/plan/reachable.hpp"

namespace kestrel::plan {

std::vector<Stage> split(const ir::Graph& graph, ir::StepId wanted) {
  std::vector<Stage> stages;
  Stage engine;
  for (const ir::StepId id : reachable(graph, wanted)) {
    if (const auto* read = std::get_if<ir::Read>(&graph.at(id).operation)) {
      stages.push_back({Stage::Store::source, read->scheme, {id}});
    } else {
      engine.steps.push_back(id);
    }
  }
  if (!engine.steps.empty()) {
    stages.push_back(std::move(engine));
  }
  return stages;
}

std::string dump(const ir::Graph& graph, const std::vector<Stage>& stages) {
  std::string text;
  for (std::size_t index = 0; index < stages.size(); ++index) {
    const Stage& stage = stages[index];
    text += fmt::format(
        "stage {} in {}\n", index + 1,
        stage.store == Stage::Store::engine ? "the engine" : "source " + stage.scheme + "://");
    for (const ir::StepId id : stage.steps) {
      text += fmt::format("  %{} = {}\n", id.index, ir::describe(graph, id));
    }
  }
  return text;
}

}  // namespace kestrel::plan
