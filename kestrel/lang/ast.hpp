// The syntax tree: what was written and where; nothing resolved or checked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "kestrel/base/span.hpp"
#include "kestrel/base/timestamp.hpp"
#include "kestrel/ir/step.hpp"

namespace kestrel::ast {

/// Names a variable, an entity type or an argument, with its place in the text.
struct Name {
  std::string text;
  Span span;
};

/// What follows FROM: a variable's name, or one or more places behind a scheme.
struct Source {
  std::string text;  // as written, without quotes
  Span span;
  std::uint32_t text_begin = 0;  // where `text` starts in the source, to point into it
};

/// START .. STOP .., or LAST <count> <unit>.
struct TimeRange {
  struct Absolute {
    Timestamp start;
    Timestamp stop;
  };
  struct Relative {
    std::uint64_t seconds = 0;
  };
  std::variant<Absolute, Relative> range;
  Span span;
};

/// SORT BY <attribute> [ASC|DESC]
struct SortBy {
  ir::AttributePath attribute;
  std::optional<bool> descending;  // as written; else the configuration says
};

/// <variable> or TIMESTAMPED(<variable>), and what is done with its rows:
/// [WHERE ..] [ATTR ..] [SORT BY ..] [LIMIT n] [OFFSET n]
struct Expression {
  std::optional<ir::Observed> transform;
  Span transform_span;
  Name input;
  std::optional<ir::Predicate> where;  // entity types are empty where none was written
  std::vector<ir::AttributePath> attributes;
  std::optional<SortBy> sort;
  std::optional<std::uint64_t> limit;
  std::optional<std::uint64_t> offset;
};

/// GET <type> [FROM <source>] WHERE <pattern> [<time range>] [LIMIT n]
struct Get {
  Name type;
  std::optional<Source> source;
  ir::Predicate where;
  std::optional<TimeRange> time_range;
  std::optional<std::uint64_t> limit;
};

/// FIND <type> <relation> [BY] <variable> [WHERE <pattern>] [<time range>] [LIMIT n]
struct Find {
  Name type;
  Name relation;
  bool reversed = false;
  Name input;
  std::optional<ir::Predicate> where;
  std::optional<TimeRange> time_range;
  std::optional<std::uint64_t> limit;
};

/// One cell of NEW.
struct Value {
  struct Null {
    friend bool operator==(const Null&, const Null&) = default;
  };
  std::variant<Null, bool, std::int64_t, double, std::string> value;
  Span span;
};

/// NEW [<type>] ["..", ..] or NEW [<type>] [{"..": .., ..}, ..]
struct New {
  using Row = std::vector<std::pair<Name, Value>>;

  std::optional<Name> type;
  std::vector<Value> texts;  // of the first form
  std::vector<Row> rows;     // of the second
  Span data_span;
};

/// LOAD <path> [AS <type>]
struct Load {
  std::string path;
  Span path_span;
  std::optional<Name> type;
};

/// SAVE <variable> TO <path>
struct Save {
  Name input;
  std::string path;
  Span path_span;
};

/// <name> = <expression>
struct Assign {
  Expression expression;
};

/// <name> = <variable> + <variable> ..
struct Merge {
  std::vector<Name> inputs;
};

/// SORT <variable> BY <attribute> [ASC|DESC]
struct Sort {
  Name input;
  SortBy by;
};

/// GROUP <variable> BY <key>, .. [WITH <aggregate>, ..]
struct Group {
  Name input;
  std::vector<ir::GroupKey> keys;
  std::vector<ir::Aggregate> aggregates;
};

/// JOIN <variable>, <variable> [BY <attribute>, <attribute>]
struct Join {
  Name left;
  Name right;
  std::optional<std::pair<ir::AttributePath, ir::AttributePath>> by;
};

/// One KEY=VALUE behind WITH. A value may be a list.
struct Argument {
  Name key;
  std::vector<ir::Literal> values;
};

/// APPLY <analytics> ON <variable>, .. [WITH <argument>, ..]
struct Apply {
  std::string uri;
  Span uri_span;
  std::vector<Name> inputs;
  std::vector<Argument> arguments;
};

/// INFO <variable>
struct Info {
  Name input;
};

/// DESCRIBE <variable>.<attribute>
struct Describe {
  Name input;
  ir::AttributePath attribute;
};

/// EXPLAIN <variable>
struct Explain {
  Name input;
};

/// DISP <expression>
struct Display {
  Expression expression;
};

/// Lists every statement. After adding one, the compiler points at each visitor that lacks it.
using Body = std::variant<Get, Find, New, Load, Assign, Merge, Sort, Group, Join, Apply, Info,
                          Describe, Explain, Display, Save>;

/// A statement and the variable it defines, if it names one.
struct Statement {
  std::optional<Name> output;
  Body body;
  Span span;
};

/// Everything that could be parsed of a block.
using Block = std::vector<Statement>;

}  // namespace kestrel::ast
