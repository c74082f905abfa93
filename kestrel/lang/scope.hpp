// What a statement may ask of the session while it is lowered: variables, sources, the time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kestrel/base/result.hpp"
#include "kestrel/base/timestamp.hpp"
#include "kestrel/ir/graph.hpp"
#include "kestrel/lang/ast.hpp"

namespace kestrel::lang {

/// What a configuration may change about retrieving.
struct Rules {
  ir::TimeMargin margin;           // around the time of variables that a pattern refers to
  ir::ProcessWindows windows;      // in which processes with one id are one process
  bool identify_processes = true;  // FIND looks for the same processes at other times
  bool narrow_every_find = false;  // WHERE, time and LIMIT count in FIND for every entity type
  bool sort_descending = true;     // where neither ASC nor DESC is written
};

/// Implemented by the session. Lives as long as one block runs.
class Scope {
 public:
  virtual ~Scope() = default;

  /// Returns the graph that statements grow.
  virtual ir::Graph& graph() = 0;

  /// Returns the step that a name stands for now, or nothing.
  virtual std::optional<ir::StepId> find_variable(const std::string& name) const = 0;
  virtual std::vector<std::string> variable_names() const = 0;

  /// Returns a step that reads what a FROM clause names: `scheme://place[,place...]`.
  virtual Result<ir::StepId> read(const ast::Source& source) = 0;

  /// Returns the step that the last GET from a source read, if there was one.
  virtual std::optional<ir::StepId> last_read() const = 0;

  /// Splits the name of an analytics into scheme and name; fails when nobody answers to the scheme.
  virtual Result<std::pair<std::string, std::string>> analytics(const std::string& uri,
                                                                Span span) const = 0;

  /// Returns the steps of all sources that the session knows so far, without loaded and new data.
  virtual std::vector<ir::StepId> reads() const = 0;

  /// Reads a file of rows now, so that its entity type is known. `type` counts where the rows do
  /// not tell theirs.
  virtual Result<ir::StepId> load(const std::string& path, Span path_span,
                                  const std::optional<ast::Name>& type) = 0;

  virtual Timestamp now() const = 0;

  /// Returns what the configuration says about retrieving.
  virtual Rules rules() const = 0;

  /// Returns how many updates by analytics there were so far.
  virtual std::uint32_t updates() const = 0;

  /// Returns the step of a variable, or a diagnostic with the nearest name.
  Result<ir::StepId> variable(const ast::Name& name) const;
};

}  // namespace kestrel::lang
