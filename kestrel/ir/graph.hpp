// What a huntflow asks for, not how it was written or who will run it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kestrel/ir/step.hpp"

namespace kestrel::ir {

/// A huntflow as a directed acyclic graph.
///
/// The graph only grows: inputs must already be present, so steps() is always in dependency order
/// and a cycle cannot be written.
class Graph {
 public:
  /// Appends a step and returns its id. Asserts that every input is already in the graph.
  StepId add(Step step);

  const Step& at(StepId id) const { return steps_.at(id.index); }
  std::span<const Step> steps() const { return steps_; }

  /// Forgets the steps from `count` on, as if they had never been added.
  void truncate(std::size_t count);

 private:
  std::vector<Step> steps_;
};

/// Returns the step that holds what all these sources hold: one of them if it holds the others too.
StepId combined(Graph& graph, std::span<const StepId> sources, Span origin);

/// Returns the source that a step's entities come from: the first found along first inputs.
StepId source_of(const Graph& graph, StepId id);

/// Returns the input that a step's rows come from; a step that makes rows of its own has none.
std::optional<StepId> rows_of(const Graph& graph, StepId id);

/// Returns the entity type of a step's rows.
const std::string& entity_type_of(const Graph& graph, StepId id);

/// Tells whether a step's rows are groups instead of entities.
bool is_grouped(const Graph& graph, StepId id);

/// Returns every `Read` and `Given` that a step rests on, in the order they were added.
std::vector<StepId> sources_of(const Graph& graph, StepId id);

/// Returns the value of the first MATCHES in a step's predicate, or null.
const Literal* first_regular_expression(const Step& step);

/// Returns the first reference to a variable behind an operator that takes one value, or null.
const Literal* first_single_reference(const Step& step);

/// Returns the first SUM of a step, or null.
const Aggregate* first_sum(const Step& step);

}  // namespace kestrel::ir
