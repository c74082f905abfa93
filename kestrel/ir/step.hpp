// The steps of a hunt: what to do, on which inputs, and which text asked for it.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "kestrel/base/span.hpp"
#include "kestrel/ir/predicate.hpp"

namespace kestrel::ir {

/// Identifies a step within one graph. Cheap to copy, printable in dumps.
struct StepId {
  std::uint32_t index = 0;
  auto operator<=>(const StepId&) const = default;
};

/// Everything that some places hold.
struct Read {
  std::string scheme;               // the word before `://`, in lower case
  std::vector<std::string> places;  // resolved by the source, in written order
};

/// The entities of one type that a pattern selects from what a `Read` holds, observation by
/// observation: comparisons on other types constrain entities of the same observation.
struct Retrieve {
  std::string entity_type;
  Span entity_type_span;
  Predicate pattern;
  std::optional<TimeRange> time_range;        // the observation must overlap it
  std::optional<std::uint64_t> record_limit;  // only the first so many matching observations count
};

/// The rows of the input that satisfy a predicate on their own attributes.
struct Filter {
  Predicate predicate;
  std::uint32_t as_of = 0;  // how many updates by analytics it sees
};

/// The rows of the input with some attributes only, in this order.
struct Project {
  std::vector<AttributePath> attributes;
  std::uint32_t as_of = 0;
};

/// The rows of the input, ordered by one attribute; nulls count as smallest.
struct Sort {
  AttributePath attribute;
  bool descending = true;
  std::uint32_t as_of = 0;
};

/// `count` rows of the input behind the first `offset`.
struct Limit {
  std::optional<std::uint64_t> count;  // none: all
  std::uint64_t offset = 0;
};

/// What an analytics says about its inputs. Its rows update the entities with the same ids, for all
/// steps with a later `as_of`.
struct Apply {
  std::string scheme;
  std::string name;
  std::vector<std::pair<std::string, std::string>> arguments;
  std::uint32_t as_of = 0;  // updates seen by its inputs
};

using Operation = std::variant<Read, Retrieve, Filter, Project, Sort, Limit, Apply>;

/// One relational step.
struct Step {
  Operation operation;
  std::vector<StepId> inputs;  // in operand order; empty for sources
  Span origin;                 // errors found while planning or running point here
};

}  // namespace kestrel::ir
