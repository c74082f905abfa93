// A variable with its clauses: WHERE, ATTR, SORT BY, LIMIT, OFFSET. Used by DISP and assignment.
#pragma once

#include "kestrel/lang/cursor.hpp"
#include "kestrel/lang/scope.hpp"

namespace kestrel::lang {

inline constexpr std::string_view expression_usage =
    "<variable>|TIMESTAMPED(<variable>)|ADDOBSID(<variable>)|RECORDS(<variable>) [WHERE <pattern>] "
    "[ATTR <attribute>, ...] [SORT BY <attribute> [ASC|DESC]] [LIMIT <n>] [OFFSET <n>]";

/// Tells whether clauses of an expression begin here. SORT counts only before BY: it may also begin
/// the next statement.
bool at_expression_clause(const Cursor& cursor);

Result<ast::Expression> parse_expression(Cursor& cursor);

/// Reads `BY <attribute> [ASC|DESC]`.
Result<ast::SortBy> parse_sort_by(Cursor& cursor);

/// Appends a step for each clause and returns the last: the input's own step when there is none.
Result<ir::StepId> lower_expression(const ast::Expression& expression, Span origin, Scope& scope);

}  // namespace kestrel::lang
