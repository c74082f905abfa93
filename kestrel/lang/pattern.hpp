// WHERE: comparisons, brackets, AND and OR; and the time range behind a pattern.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "kestrel/lang/cursor.hpp"
#include "kestrel/lang/scope.hpp"

namespace kestrel::lang {

/// Reads a pattern, in brackets or bare. Entity types stay empty where none was written.
Result<ir::Predicate> parse_pattern(Cursor& cursor);

/// Reads START .. STOP .. or LAST .., if there is one.
Result<std::optional<ast::TimeRange>> parse_time_range(Cursor& cursor);

/// Tells whether a list in parentheses or brackets is next.
bool at_list(const Cursor& cursor);

/// Reads `(a, b)` or `[a, (b, c)]`, each value by `read`; what lists inside lists hold belongs to
/// the one list. `depth` counts the lists around and this one.
Result<Done> parse_list(Cursor& cursor, std::vector<ir::Literal>& values,
                        Result<ir::Literal> (Cursor::*read)(), std::size_t depth = 1);

/// Steps over a unit such as `DAYS` or `m` and returns its seconds, or nothing if none is next.
std::optional<std::uint64_t> accept_time_unit(Cursor& cursor);

/// Gives every comparison without an entity type the type that the pattern is about.
void complete_entity_types(ir::Predicate& pattern, std::string_view center);

/// Looks up the variables that a pattern refers to. Their steps are appended to the inputs of the
/// step that the pattern belongs to.
Result<Done> bind_references(ir::Predicate& pattern, std::vector<ir::StepId>& inputs,
                             const Scope& scope);
Result<Done> bind_references(std::vector<ir::Literal>& values, std::vector<ir::StepId>& inputs,
                             const Scope& scope);

/// Returns the range in terms of the calendar; LAST counts back from now.
ir::TimeRange resolved(const ast::TimeRange& written, Timestamp now);

/// Fails at the first comparison on another type than `center`.
Result<Done> refuse_other_types(const ir::Predicate& pattern, std::string_view center);

}  // namespace kestrel::lang
