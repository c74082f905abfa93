// The steps of a hunt: what to do, on which inputs, and which text asked for it.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "kestrel/base/span.hpp"
#include "kestrel/ir/predicate.hpp"

namespace kestrel::ir {

/// Identifies a step within one graph. Cheap to copy, printable in dumps.
struct StepId {
  std::uint32_t index = 0;
  auto operator<=>(const StepId&) const = default;  // NOLINT(modernize-use-nullptr): there is no 0
};

/// Everything that some places hold.
struct Read {
  std::string scheme;               // the word before `://`, in lower case
  std::vector<std::string> places;  // resolved by the source, in written order
};

/// Entities that the huntflow wrote down, or that were loaded from a file of rows.
struct Given {
  std::string entity_type;
  std::string rows;                          // JSON, an object a line; empty for a loaded file
  std::string place;                         // of a loaded file
  std::vector<std::string> null_attributes;  // that are there, but null in every row
};

/// Everything that the inputs hold. An entity or an observation that several hold is one.
struct Combine {};

/// Which observations count: all of this must hold for one of them.
struct Match {
  std::optional<Predicate> pattern;     // comparisons on other types hold for entities seen along
  std::optional<TimeRange> time_range;  // the observation must overlap it
  std::optional<TimeMargin> margin;     // or the time of the variables that the pattern refers to
  std::optional<std::uint64_t> record_limit;  // only the first so many matching observations count
  std::uint32_t as_of = 0;                    // how many updates by analytics it sees
};

/// The entities of one type, of what the first input holds, that occur in an observation which
/// matches. Further inputs are what the pattern refers to.
struct Retrieve {
  std::string entity_type;
  Span entity_type_span;
  Match match;
};

/// The entities of the first input that occur in an observation which matches.
struct Restrict {
  Match match;
};

/// One way to say that two entities are related: a reference from one to the other.
struct Link {
  std::string attribute;
  bool on_result = false;  // the wanted entities have it; else those of the input
};

/// The entities of one type, of what the first input holds, that are related to the second input.
struct Relate {
  std::string entity_type;
  Span entity_type_span;
  std::string relation;     // in lower case
  bool reversed = false;    // BY was written
  std::vector<Link> links;  // any of them; none: seen in the same observation
};

/// Seconds around a process in which another one with the same id is the same, by what else agrees
/// (language reference 5.6).
struct ProcessWindows {
  TimeMargin name_and_parent{-86400, 86400};
  TimeMargin name{-3600, 3600};
  TimeMargin parent{-3600, 3600};
  TimeMargin none{-5, 5};
};

/// The processes of the input and those that are the same ones, seen at another time.
struct Identify {
  ProcessWindows windows;
  std::optional<TimeRange> time_range;  // in which to look; none: when the input was observed
  TimeMargin margin;                    // by which that is widened
};

/// The rows of the input that satisfy a predicate on their own attributes. Further inputs are what
/// it refers to.
struct Filter {
  Predicate predicate;
  std::uint32_t as_of = 0;
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

/// What `Observe` says of each observation that an entity of the input occurs in.
enum class Observed : std::uint8_t {
  first_observed,  // TIMESTAMPED
  observation_id,  // ADDOBSID
  record,          // RECORDS: how often, first, last, which
};

/// Returns the names of the attributes that are added, in order.
std::span<const std::string_view> added_by(Observed what);

/// A row for each entity of the input and each observation that it occurs in.
struct Observe {
  Observed what = Observed::first_observed;
};

/// The rows of all inputs but the first, each entity once. The first holds them all.
struct Unite {
  std::uint32_t as_of = 0;
};

/// One attribute that rows are grouped by, as it is or rounded down.
struct GroupKey {
  AttributePath attribute;
  std::optional<std::uint64_t> bin;     // numbers: multiples of this; times: of so many units
  std::optional<std::uint64_t> second;  // seconds of the unit, where one was written
  std::string name;                     // of the column
};

enum class Aggregation : std::uint8_t { minimum, maximum, sum, average, count, distinct };

/// Returns the aggregation as the language spells it, in lower case: `min`, `nunique`, ...
std::string_view name_of(Aggregation aggregation);

struct Aggregate {
  Aggregation aggregation = Aggregation::count;
  AttributePath attribute;
  std::string name;  // of the column
};

/// A row for each combination of the keys. Without aggregates each attribute is summed up in the
/// way that suits it (language reference 2.10).
struct Group {
  std::vector<GroupKey> keys;
  std::vector<Aggregate> aggregates;
  std::uint32_t as_of = 0;
};

/// The rows of the second input with the attributes of those of the third that have the same value.
struct Join {
  AttributePath left;
  AttributePath right;
  std::uint32_t as_of = 0;
};

/// One KEY=VALUE behind WITH. References stand for their values; lists are joined by commas.
struct Argument {
  std::string key;
  std::vector<Literal> values;
};

/// What an analytics says about its inputs. Its rows update the entities with the same ids, for all
/// steps with a later `as_of`.
struct Apply {
  std::string scheme;
  std::string name;
  std::vector<Argument> arguments;
  std::uint32_t input_count = 0;  // the inputs behind these are what arguments refer to
  std::uint32_t as_of = 0;        // updates seen by its inputs
};

using Operation = std::variant<Read, Given, Combine, Retrieve, Restrict, Relate, Identify, Filter,
                               Project, Sort, Limit, Observe, Unite, Group, Join, Apply>;

/// Tells whether a step is where entities come from, rather than what is done with them.
inline bool is_source(const Operation& operation) {
  return std::holds_alternative<Read>(operation) || std::holds_alternative<Given>(operation) ||
         std::holds_alternative<Combine>(operation);
}

/// One relational step.
struct Step {
  Operation operation;
  std::vector<StepId> inputs;  // in operand order; empty for sources
  Span origin;                 // errors found while planning or running point here
};

}  // namespace kestrel::ir
