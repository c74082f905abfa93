// What a row must satisfy: comparisons joined by AND and OR, with the place of each word.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kestrel/base/span.hpp"
#include "kestrel/base/timestamp.hpp"

namespace kestrel::ir {

/// A dotted way from an entity to a value: `name`, `parent_ref.name`, `hashes.'SHA-256'`,
/// `opened_connection_refs[*].dst_ref.value`.
struct AttributePath {
  std::string text;
  Span span;
  friend bool operator==(const AttributePath&, const AttributePath&) = default;
};

/// A value that was written down. A bare word (`cmd`, `true`) is kept apart from a quoted text:
/// what it means depends on the attribute it is compared with.
struct Literal {
  struct Word {
    std::string text;
    friend bool operator==(const Word&, const Word&) = default;
  };

  /// The values of an attribute of a variable, `procs.pid`: all that are not null, each once.
  struct Reference {
    std::string variable;
    AttributePath attribute;
    std::uint32_t input = 0;  // position of the variable's step among the inputs, once lowered
    std::uint32_t as_of = 0;  // how many updates by analytics it sees
    friend bool operator==(const Reference&, const Reference&) = default;
  };

  std::variant<std::int64_t, double, std::string, Word, Reference> value;
  Span span;
  friend bool operator==(const Literal&, const Literal&) = default;
};

enum class Operator : std::uint8_t {
  equal,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
  in,
  like,
  matches,
  is_subset,
  is_superset,
  is_null,
};

/// Returns the operator as the language spells it: `=`, `ISSUBSET`, `IS NULL`, ...
std::string_view spelling(Operator operation);

/// One comparison. `entity_type` is never empty: an attribute without a prefix has the type of the
/// entity that the pattern is about.
struct Comparison {
  std::string entity_type;
  AttributePath attribute;
  Operator operation = Operator::equal;
  bool negated =
      false;  // `!=`, NOT IN, IS NOT NULL, ...: never true for a null, but for IS NOT NULL
  std::vector<Literal> values;  // one, but for IN (one or more) and IS NULL (none)
  Span span;
  friend bool operator==(const Comparison&, const Comparison&) = default;
};

struct Predicate;

enum class Connective : std::uint8_t { all, any };

/// Predicates that must all hold, or of which one must. Has at least two parts.
struct Junction {
  Connective connective = Connective::all;
  std::vector<Predicate> parts;
  friend bool operator==(const Junction&, const Junction&) = default;
};

/// A tree of comparisons, no deeper than the parser allows (`lang::deepest_nesting`).
struct Predicate {
  std::variant<Comparison, Junction> node;
  friend bool operator==(const Predicate&, const Predicate&) = default;
};

/// The time in which an observation must have happened, at least in part: [start, stop).
struct TimeRange {
  Timestamp start;
  Timestamp stop;
  friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

/// Seconds by which the time that variables were observed in is widened, both counted forwards.
struct TimeMargin {
  std::int64_t start = -300;
  std::int64_t stop = 300;
  friend bool operator==(const TimeMargin&, const TimeMargin&) = default;
};

}  // namespace kestrel::ir
