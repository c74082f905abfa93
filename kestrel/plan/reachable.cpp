#include "kestrel/plan/reachable.hpp"

namespace kestrel::plan {

std::vector<ir::StepId> reachable(const ir::Graph& graph, ir::StepId wanted) {
  std::vector<bool> needed(wanted.index + std::size_t{1}, false);
  needed[wanted.index] = true;
  for (std::uint32_t index = wanted.index + 1; index-- > 0;) {
    if (!needed[index]) {
      continue;
    }
    for (const ir::StepId input : graph.at({index}).inputs) {
      needed[input.index] = true;
    }
  }
  std::vector<ir::StepId> steps;
  for (std::uint32_t index = 0; index <= wanted.index; ++index) {
    if (needed[index]) {
      steps.push_back({index});
    }
  }
  return steps;
}

}  // namespace kestrel::plan
