// WHERE: comparisons, brackets, AND and OR; and the time range behind a pattern.
#pragma once

#include <optional>
#include <string_view>

#include "kestrel/lang/cursor.hpp"

namespace kestrel::lang {

/// Reads a pattern, in brackets or bare. Entity types stay empty where none was written.
Result<ir::Predicate> parse_pattern(Cursor& cursor);

/// Reads START .. STOP .. or LAST .., if there is one.
Result<std::optional<ast::TimeRange>> parse_time_range(Cursor& cursor);

/// Gives every comparison without an entity type the type that the pattern is about.
void complete_entity_types(ir::Predicate& pattern, std::string_view center);

/// Fails at the first comparison on another type than `center`.
Result<Done> refuse_other_types(const ir::Predicate& pattern, std::string_view center);

}  // namespace kestrel::lang
