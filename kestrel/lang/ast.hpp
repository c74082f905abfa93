// The syntax tree: what was written and where; nothing resolved or checked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kestrel/base/span.hpp"
#include "kestrel/base/timestamp.hpp"
#include "kestrel/ir/predicate.hpp"

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
  bool descending = true;
};

/// <variable> [WHERE ..] [ATTR ..] [SORT BY ..] [LIMIT n] [OFFSET n]
struct Expression {
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

/// <name> = <expression>
struct Assign {
  Expression expression;
};

/// One KEY=VALUE behind WITH. A value may be a list.
struct Argument {
  Name key;
  struct Value {
    std::string text;  // as the analytics gets it
    bool quoted = false;
    Span span;
  };
  std::vector<Value> values;
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

/// DISP <expression>
struct Display {
  Expression expression;
};

/// Lists every statement. After adding one, the compiler points at each visitor that lacks it.
using Body = std::variant<Get, Assign, Apply, Info, Display>;

/// A statement and the variable it defines, if it names one.
struct Statement {
  std::optional<Name> output;
  Body body;
  Span span;
};

/// Everything that could be parsed of a block.
using Block = std::vector<Statement>;

}  // namespace kestrel::ast
