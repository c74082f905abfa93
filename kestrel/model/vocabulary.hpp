// The words of telemetry that are known before any was read: entity types and what they often have.
#pragma once

#include <span>
#include <string_view>

namespace kestrel {

/// Returns the entity types that a hunt can count on, sorted.
std::span<const std::string_view> common_entity_types();

/// Returns attributes that entities of a type often have, those behind references included, the
/// most telling first. Nothing for a type that is not known.
std::span<const std::string_view> common_attributes(std::string_view entity_type);

}  // namespace kestrel
