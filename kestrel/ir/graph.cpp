#include "kestrel/ir/graph.hpp"

#include <algorithm>
#include <array>
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

std::span<const std::string_view> added_by(Observed what) {
  static constexpr std::array<std::string_view, 4> record{"number_observed", "first_observed",
                                                          "last_observed", "observation_id"};
  switch (what) {
    case Observed::first_observed:
      return {&record[1], 1};
    case Observed::observation_id:
      return {&record[3], 1};
    case Observed::record:
      break;
  }
  return record;
}

StepId combined(Graph& graph, std::span<const StepId> sources, Span origin) {
  std::vector<StepId> parts;
  for (const StepId source : sources) {
    const std::vector<StepId> some = sources_of(graph, source);
    parts.insert(parts.end(), some.begin(), some.end());
  }
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  if (parts.size() == 1) {
    return parts.front();
  }
  for (std::uint32_t index = 0; index < graph.steps().size(); ++index) {
    const Step& step = graph.at({index});
    if (std::holds_alternative<Combine>(step.operation) && step.inputs == parts) {
      return {index};
    }
  }
  return graph.add({Combine{}, std::move(parts), origin});
}

StepId source_of(const Graph& graph, StepId id) {
  while (!is_source(graph.at(id).operation)) {
    KESTREL_ASSERT(!graph.at(id).inputs.empty());
    id = graph.at(id).inputs.front();
  }
  return id;
}

std::optional<StepId> rows_of(const Graph& graph, StepId id) {
  const Step& step = graph.at(id);
  if (is_source(step.operation) || std::holds_alternative<Retrieve>(step.operation) ||
      std::holds_alternative<Relate>(step.operation)) {
    return std::nullopt;
  }
  const bool behind_source =
      std::holds_alternative<Unite>(step.operation) || std::holds_alternative<Join>(step.operation);
  return step.inputs.at(behind_source ? 1 : 0);
}

const std::string& entity_type_of(const Graph& graph, StepId id) {
  while (const auto rows = rows_of(graph, id)) {
    id = *rows;
  }
  const Operation& operation = graph.at(id).operation;
  if (const auto* given = std::get_if<Given>(&operation)) {
    return given->entity_type;
  }
  if (const auto* relate = std::get_if<Relate>(&operation)) {
    return relate->entity_type;
  }
  return std::get<Retrieve>(operation).entity_type;
}

bool is_grouped(const Graph& graph, StepId id) {
  for (std::optional<StepId> step = id; step; step = rows_of(graph, *step)) {
    if (std::holds_alternative<Group>(graph.at(*step).operation)) {
      return true;
    }
  }
  return false;
}

std::vector<StepId> sources_of(const Graph& graph, StepId id) {
  std::vector<bool> needed(id.index + std::size_t{1}, false);
  needed[id.index] = true;
  for (std::uint32_t index = id.index + 1; index-- > 0;) {
    if (needed[index]) {
      for (const StepId input : graph.at({index}).inputs) {
        needed[input.index] = true;
      }
    }
  }
  std::vector<StepId> sources;
  for (std::uint32_t index = 0; index <= id.index; ++index) {
    if (needed[index] && is_source(graph.at({index}).operation) &&
        !std::holds_alternative<Combine>(graph.at({index}).operation)) {
      sources.push_back({index});
    }
  }
  return sources;
}

namespace {

template <typename Wanted>
const Literal* first_value(const Predicate& predicate, Wanted wanted) {
  if (const auto* comparison = std::get_if<Comparison>(&predicate.node)) {
    return !comparison->values.empty() && wanted(*comparison) ? &comparison->values.front()
                                                              : nullptr;
  }
  for (const Predicate& part : std::get<Junction>(predicate.node).parts) {
    if (const Literal* found = first_value(part, wanted)) {
      return found;
    }
  }
  return nullptr;
}

template <typename Wanted>
const Literal* first_value(const Step& step, Wanted wanted) {
  const Predicate* predicate = nullptr;
  if (const auto* retrieve = std::get_if<Retrieve>(&step.operation)) {
    predicate = retrieve->match.pattern ? &*retrieve->match.pattern : nullptr;
  } else if (const auto* restrict = std::get_if<Restrict>(&step.operation)) {
    predicate = restrict->match.pattern ? &* restrict->match.pattern : nullptr;
  } else if (const auto* filter = std::get_if<Filter>(&step.operation)) {
    predicate = &filter->predicate;
  }
  return predicate == nullptr ? nullptr : first_value(*predicate, wanted);
}

}  // namespace

const Literal* first_regular_expression(const Step& step) {
  return first_value(
      step, [](const Comparison& comparison) { return comparison.operation == Operator::matches; });
}

const Literal* first_single_reference(const Step& step) {
  return first_value(step, [](const Comparison& comparison) {
    return comparison.operation != Operator::equal && comparison.operation != Operator::in &&
           std::holds_alternative<Literal::Reference>(comparison.values.front().value);
  });
}

const Aggregate* first_sum(const Step& step) {
  const auto* group = std::get_if<Group>(&step.operation);
  if (group == nullptr) {
    return nullptr;
  }
  const auto found = std::find_if(
      group->aggregates.begin(), group->aggregates.end(),
      [](const Aggregate& aggregate) { return aggregate.aggregation == Aggregation::sum; });
  return found == group->aggregates.end() ? nullptr : &*found;
}

}  // namespace kestrel::ir
