// A chain of steps as the clauses of one SELECT.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kestrel/base/result.hpp"
#include "kestrel/ir/graph.hpp"
#include "kestrel/sql/catalog.hpp"
#include "kestrel/sql/entity_scope.hpp"
#include "kestrel/sql/query.hpp"

namespace kestrel::sql {

/// The rows of a step, ready to be selected from.
///
/// Filters and sorts of a chain share one SELECT. What follows a LIMIT selects from it as a whole.
class Selection {
 public:
  /// Walks a chain from its source to `step`. Parameters are numbered as they come; warnings are
  /// collected on the way.
  static Result<Selection> of(const ir::Graph& graph, ir::StepId step, const Catalog& catalog,
                              std::vector<Parameter>& parameters,
                              std::vector<Diagnostic>& warnings);

  const std::string& entity_type() const { return scope_.type(); }
  ir::StepId read() const { return read_; }

  /// Tells whether the source has entities of this type at all.
  bool has_table() const { return has_table_; }

  /// Returns what the last ATTR kept, or nothing when there was none.
  const std::optional<ir::Project>& projection() const { return projection_; }

  /// Returns the value of an attribute of the rows, or nothing if they have none of that name.
  std::optional<TypedExpression> attribute(const std::string& name, std::uint32_t as_of);

  /// Returns the names of all attributes, expanded, or those of the projection.
  std::vector<std::string> names(std::uint32_t as_of) const;

  /// Writes `SELECT <list> FROM ...` with all clauses, in the rows' order or, where only the set of
  /// rows counts, in any. Ask for every attribute first: asking adds joins.
  std::string select(const std::string& list, bool in_order = true) const;

  /// Writes the expression that numbers the rows in their order.
  std::string row_number() const;

 private:
  Selection(const Catalog& catalog, ir::StepId read, const std::string& type);

  Result<Done> append(const ir::Graph& graph, ir::StepId id);
  Result<Done> append(const ir::Step& step, const ir::Retrieve& retrieve);
  Result<Done> append(const ir::Step& step, const ir::Filter& filter);
  Result<Done> append(const ir::Step& step, const ir::Project& project);
  Result<Done> append(const ir::Step& step, const ir::Sort& sort);
  Result<Done> append(const ir::Step& step, const ir::Limit& limit);
  Result<std::string> by_observation(const ir::Retrieve& retrieve);
  void enclose();
  std::string ordering() const;
  Diagnostic unknown(const ir::AttributePath& path, std::uint32_t as_of) const;

  const Catalog* catalog_;
  ir::StepId read_;
  EntityScope scope_;
  bool has_table_ = false;
  std::string from_;
  std::vector<std::string> conditions_;
  std::vector<std::string> order_;
  std::optional<ir::Limit> limit_;
  std::optional<ir::Project> projection_;
  std::vector<Parameter>* parameters_ = nullptr;
  std::vector<Diagnostic>* warnings_ = nullptr;
};

}  // namespace kestrel::sql
