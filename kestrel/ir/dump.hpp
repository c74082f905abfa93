// The graph as text, for `--show ir` and golden files.
#pragma once

#include <string>
#include <vector>

#include "kestrel/ir/graph.hpp"

namespace kestrel::ir {

/// A name that a block gave to a step.
struct NamedStep {
  StepId step;
  std::string name;
};

/// Writes one line for each step from `first` on: `%3 = sort %2 by pid desc  as sorted`.
std::string dump(const Graph& graph, StepId first, const std::vector<NamedStep>& names);

/// Writes one step without its names, such as `filter %1 where pid = 4`.
std::string describe(const Graph& graph, StepId id);

/// Writes a predicate as the language would.
std::string describe(const Predicate& predicate);

/// Writes a value as the language would.
std::string describe(const Literal& literal);

}  // namespace kestrel::ir
