// The rows of a step as the clauses of one SELECT.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kestrel/base/result.hpp"
#include "kestrel/ir/graph.hpp"
#include "kestrel/sql/catalog.hpp"
#include "kestrel/sql/condition.hpp"
#include "kestrel/sql/entity_scope.hpp"
#include "kestrel/sql/query.hpp"
#include "kestrel/sql/shared_ids.hpp"

namespace kestrel::sql {

/// What the relation is called that rows are selected from.
inline constexpr const char* entity_alias = "e";

/// More than a table has rows: two positions below it make one number of 64 bits.
inline constexpr std::int64_t most_positions = std::int64_t{1} << 31;

/// What a statement is written from and to.
struct Writing {
  const ir::Graph& graph;
  const Catalog& catalog;
  std::vector<Parameter>& parameters;  // numbered as they come
  std::vector<Diagnostic>& warnings;
  SharedIds& shared;

  /// How far the statement is. What was written since can be taken back.
  struct Mark {
    std::size_t parameters = 0;
    std::size_t shared = 0;
  };
  Mark mark() const { return {parameters.size(), shared.size()}; }

  /// Takes back what was written since: the engine wants every value it is given to be used.
  void take_back(const Mark& mark) const {
    parameters.resize(mark.parameters);
    shared.truncate(mark.shared);
  }
};

/// The rows of a step, ready to be selected from.
///
/// Filters and sorts of a chain share one SELECT. What follows a LIMIT, and what makes other rows,
/// selects from it as a whole.
class Selection {
 public:
  /// Follows the inputs of a step down to where its rows come from.
  static Result<Selection> of(const Writing& writing, ir::StepId step);

  /// The same where only the set of the rows counts, and neither their order.
  static Result<Selection> set_of(const Writing& writing, ir::StepId step);

  /// Writes a SELECT of the ids of a step's entities. They are worked out once in a statement.
  static Result<std::string> ids_of(const Writing& writing, ir::StepId step);

  const std::string& entity_type() const { return scope_.type(); }
  ir::StepId source() const { return source_; }

  /// Tells whether the source has entities of this type at all.
  bool has_table() const { return has_table_; }

  /// Tells whether the rows are entities, with ids, rather than groups.
  bool has_entities() const { return !scope_.is_detached(); }

  /// Tells whether a row with an id may be there more than once.
  bool may_repeat() const { return may_repeat_; }

  /// Returns the value of an attribute of the rows, or nothing if they have none of that name.
  std::optional<TypedExpression> attribute(const std::string& name, std::uint32_t as_of);

  /// The same, but an attribute that they lack is a mistake in the huntflow.
  Result<TypedExpression> required(const ir::AttributePath& path, std::uint32_t as_of);

  /// Returns the names of all attributes, expanded, or those of the projection.
  std::vector<std::string> names(std::uint32_t as_of) const;

  /// Writes `SELECT <list> FROM ...` with all clauses, in the rows' order or, where only the set of
  /// rows counts, in any. Ask for every attribute first: asking adds joins.
  std::string select(const std::string& list, bool in_order = true) const;

  /// Writes the expression that numbers the rows in their order.
  std::string row_number() const;

 private:
  Selection(const Writing& writing, ir::StepId source, const std::string& type);

  // Where rows begin.
  static Result<Selection> start(const Writing& writing, ir::StepId id, const ir::Step& step);
  Result<Done> retrieve(const ir::Step& step, const ir::Retrieve& retrieve);
  Result<Done> relate(const ir::Step& step, const ir::Relate& relate);
  Result<Done> restrict(const ir::Step& step, const ir::Match& match);
  Result<Done> unite(const ir::Step& step, const ir::Unite& unite);
  Result<Done> join(const ir::Step& step, const ir::Join& join);

  // What is done with them.
  Result<Done> append(const ir::Step& step);
  Result<Done> filter(const ir::Step& step, const ir::Filter& filter);
  Result<Done> project(const ir::Project& project);
  Result<Done> sort(const ir::Sort& sort);
  void limit(const ir::Limit& limit);
  void observe(const ir::Observe& observe);
  Result<Done> group(const ir::Group& group);

  Result<std::string> observed_in(const ir::Step& step, const ir::Match& match,
                                  const std::string& candidates);
  Result<std::string> time_of(const ir::Step& step, const ir::Match& match, std::string& from);
  ReferenceWriter references(const ir::Step& step) const;
  std::vector<Attribute> brought_attributes(std::uint32_t as_of);
  std::optional<TypedExpression> brought(const std::string& name, std::uint32_t as_of);
  Done select_nothing(const Writing::Mark& mark);
  void select_from(std::string from);
  std::string position() const;
  void enclose();
  std::string ordering() const;

  const Writing* writing_;
  ir::StepId source_;
  EntityScope scope_;
  bool has_table_ = false;
  bool may_repeat_ = false;
  bool has_wide_rows_ = false;  // `#row` of what was joined: two positions in one number
  std::string from_;            // one relation, called `e`, with the columns `#row` and `#records`
  std::vector<std::string> conditions_;
  std::vector<std::string> order_;
  std::optional<ir::Limit> limit_;
  std::optional<ir::Project> projection_;
};

}  // namespace kestrel::sql
