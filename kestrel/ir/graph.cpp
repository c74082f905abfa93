#include "kestrel/ir/graph.hpp"

#include <utility>

#include "kestrel/base/assert.hpp"

namespace kestrel::ir {

StepId Graph::add(Step step) {
  for (const StepId input : step.inputs) {
    KESTREL_ASSERT(input.index < steps_.size());
  }
  steps_.push_back(std::move(step));
  return {static_cast<std::uint32_t>(steps_.size() - 1)};
}

void Graph::truncate(std::size_t count) {
  KESTREL_ASSERT(count <= steps_.size());
  steps_.resize(count);
}

StepId source_of(const Graph& graph, StepId id) {
  while (!std::holds_alternative<Read>(graph.at(id).operation)) {
    KESTREL_ASSERT(!graph.at(id).inputs.empty());
    id = graph.at(id).inputs.front();
  }
  return id;
}

const std::string& entity_type_of(const Graph& graph, StepId id) {
  while (!std::holds_alternative<Retrieve>(graph.at(id).operation)) {
    KESTREL_ASSERT(!graph.at(id).inputs.empty());
    id = graph.at(id).inputs.front();
  }
  return std::get<Retrieve>(graph.at(id).operation).entity_type;
}

namespace {

const Literal* first_regular_expression(const Predicate& predicate) {
  if (const auto* comparison = std::get_if<Comparison>(&predicate.node)) {
    return comparison->operation == Operator::matches ? &comparison->values.front() : nullptr;
  }
  for (const Predicate& part : std::get<Junction>(predicate.node).parts) {
    if (const Literal* found = first_regular_expression(part)) {
      return found;
    }
  }
  return nullptr;
}

}  // namespace

const Literal* first_regular_expression(const Step& step) {
  if (const auto* retrieve = std::get_if<Retrieve>(&step.operation)) {
    return first_regular_expression(retrieve->pattern);
  }
  const auto* filter = std::get_if<Filter>(&step.operation);
  return filter == nullptr ? nullptr : first_regular_expression(filter->predicate);
}

}  // namespace kestrel::ir
