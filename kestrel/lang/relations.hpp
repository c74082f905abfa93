// How entities are related, by the words of FIND: which references say so.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kestrel::lang {

/// One row: an entity of type `actor` did `relation` to one of type `object` when one of these
/// references leads from one to the other (language reference 5.1).
struct Relation {
  std::string_view actor;
  std::string_view relation;
  std::string_view object;
  std::array<std::string_view, 2> on_actor;   // attributes of the actor; empty: none
  std::array<std::string_view, 3> on_object;  // attributes of the object
};

/// Returns all relations. LINKED is not among them: it holds for all types.
std::span<const Relation> relations();

/// Returns the words that may stand behind the type in FIND, in lower case: `accepted`,
/// `contained`, `created`, `linked`, `loaded`, `owned`.
std::span<const std::string_view> relation_words();

/// Returns the relation, or null if two types are not related in this way.
const Relation* find_relation(std::string_view actor, std::string_view relation,
                              std::string_view object);

/// Returns what FIND could ask about two types: `process created network-traffic`, ...
std::vector<std::string> relations_between(std::string_view one, std::string_view other);

}  // namespace kestrel::lang
