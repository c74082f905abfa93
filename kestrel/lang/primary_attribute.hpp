// What one text says about an entity.
#pragma once

#include <string_view>

namespace kestrel::lang {

/// Returns the attribute that a text stands for where entities are given as texts: `name` of a
/// process, `path` of a directory, `value` of whatever is not listed (language reference 2.5).
std::string_view primary_attribute(std::string_view entity_type);

}  // namespace kestrel::lang
