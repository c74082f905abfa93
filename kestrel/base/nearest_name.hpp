// The name that was probably meant.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kestrel {

/// Returns the candidate nearest to a name that was not found, if one is near.
///
/// Distance is Damerau-Levenshtein (optimal string alignment: insert, delete, replace, swap of
/// neighbours), ASCII case ignored; near means at most a third of the longer name, and at most 3.
/// Ties go to the first candidate.
std::optional<std::string> nearest_name(std::string_view name,
                                        std::span<const std::string> candidates);

}  // namespace kestrel
