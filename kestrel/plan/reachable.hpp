// Pass: keeps the steps that a result rests on.
#pragma once

#include <vector>

#include "kestrel/ir/graph.hpp"

namespace kestrel::plan {

/// Returns the steps that `wanted` needs, itself included, in dependency order.
std::vector<ir::StepId> reachable(const ir::Graph& graph, ir::StepId wanted);

}  // namespace kestrel::plan
