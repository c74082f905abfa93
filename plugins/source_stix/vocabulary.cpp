#include "plugins/source_stix/vocabulary.hpp"

#include <algorithm>
#include <utility>

#include "kestrel/model/identity.hpp"
#include "plugins/source_stix/spelling.hpp"

namespace kestrel::source_stix {
namespace {

// The objects of STIX 2.1 that are neither observations nor cyber-observables; `identity` is kept.
constexpr auto ignored_types = std::to_array<std::string_view>({
    "attack-pattern",
    "bundle",
    "campaign",
    "course-of-action",
    "extension-definition",
    "grouping",
    "incident",
    "indicator",
    "infrastructure",
    "intrusion-set",
    "language-content",
    "location",
    "malware",
    "malware-analysis",
    "marking-definition",
    "note",
    "opinion",
    "report",
    "sighting",
    "threat-actor",
    "tool",
    "vulnerability",
});

Kind kind_of(std::string_view type) {
  if (type == "observed-data") {
    return Kind::observation;
  }
  if (type == "relationship") {
    return Kind::relationship;
  }
  if (std::find(ignored_types.begin(), ignored_types.end(), type) != ignored_types.end()) {
    return Kind::ignored;
  }
  return type.substr(0, 2) == "x-" ? Kind::custom_entity : Kind::entity;
}

// Keys of an observation that have a meaning of their own, and names that its table has already.
Role observation_role(std::string_view part) {
  constexpr auto roles = std::to_array<std::pair<std::string_view, Role>>({
      {"type", Role::type},
      {"id", Role::id},
      {"objects", Role::objects},
      {"object_refs", Role::object_refs},
      {"first_observed", Role::first_observed},
      {"last_observed", Role::last_observed},
      {"number_observed", Role::number_observed},
      {"spec_version", Role::ignored},
      {"record", Role::ignored},
  });
  for (const auto& [name, role] : roles) {
    if (name == part) {
      return role;
    }
  }
  return Role::attribute;
}

Role entity_role(std::string_view part, bool is_top) {
  if (is_top && part == "type") {
    return Role::type;
  }
  if (is_top && part == "id") {
    return Role::id;
  }
  if (is_top && part == "spec_version") {
    return Role::ignored;
  }
  if (part.ends_with("_ref")) {
    return Role::reference;
  }
  return part.ends_with("_refs") ? Role::reference_list : Role::attribute;
}

std::uint8_t rank_in(std::span<const std::string_view> names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? Key::no_rank : static_cast<std::uint8_t>(found - names.begin());
}

// A key as it stands in a pattern. Quoted is what has a hyphen, and what no column can be called:
// nothing at all, `#row` and its like, which are the engine's own.
std::string quoted_part(std::string_view part) {
  std::string name;
  for (const char letter : part) {
    name += letter == '\0' ? std::string("\\u{0}") : std::string(1, letter);
  }
  const bool is_quoted = name.empty() || name[0] == '#' || name.find('-') != std::string::npos;
  return is_quoted ? "'" + name + "'" : name;
}

// The name of an attribute, as written down or loaded: what is quoted already stays as it is.
std::string quoted_parts(std::string_view name) {
  std::string result;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('.', begin), name.size());
    const std::string_view part = name.substr(begin, end - begin);
    result += begin == 0 ? "" : ".";
    result += part.find('\'') == std::string_view::npos ? quoted_part(part) : std::string(part);
    begin = end + 1;
  }
  return result;
}

}  // namespace

std::string Key::path() const {
  const std::string own = quoted_part(part);
  return is_top() ? own : parent->path() + "." + own;
}

Type* Vocabulary::look_up_type(std::string_view spelled) {
  if (const auto found = types_by_spelling_.find(spelled); found != types_by_spelling_.end()) {
    return found->second;
  }
  std::string name;
  if (!append_unescaped(name, spelled)) {
    return nullptr;
  }
  Type& type = types_.emplace_back();
  type.spelled = spelled;
  type.name = std::move(name);
  type.kind = kind_of(type.name);
  type.identity = identity_attributes(type.name);
  type.is_process = type.name == "process";
  type.root = &keys_.emplace_back();
  type.root->type = &type;
  types_by_spelling_.emplace(type.spelled, &type);
  return &type;
}

Key* Vocabulary::look_up(Key* parent, std::string_view spelled) {
  const auto found = keys_by_place_.find({parent, spelled});
  return found != keys_by_place_.end() ? found->second : add_key(parent, spelled);
}

Key* Vocabulary::add_key(Key* parent, std::string_view spelled) {
  std::string part;
  if (!append_unescaped(part, spelled)) {
    return nullptr;
  }
  Key& key = keys_.emplace_back();
  key.spelled = spelled;
  key.part = std::move(part);
  key.parent = parent;
  key.type = parent->type;
  const bool is_top = key.is_top();
  const bool is_in_extension = !is_top && parent->is_top() == false && parent->parent->is_top() &&
                               parent->parent->part == "extensions";
  const std::string shown = quoted_part(key.part);
  if (is_top) {
    key.name = quoted_parts(key.part);
  } else if (is_in_extension && parent->part.find('-') != std::string::npos) {
    key.name = "x_" + shown;  // the name of an extension gives way (language.md, 4.3)
  } else {
    key.name = parent->name + "." + shown;
  }
  key.is_in_extensions = parent->is_in_extensions || (is_top && key.part == "extensions");
  key.is_hash = !is_top && parent->is_top() && parent->part == "hashes";
  if (key.type->kind == Kind::observation) {
    key.role = is_top ? observation_role(key.part) : Role::attribute;
  } else {
    key.role = entity_role(key.part, is_top);
    key.identity_rank = is_top ? rank_in(key.type->identity, key.part) : Key::no_rank;
    if (key.type->is_process && is_in_extension) {
      key.process_id_rank = rank_in(process_extension_ids(), key.part);
    }
  }
  keys_by_place_.emplace(Place{parent, key.spelled}, &key);
  return &key;
}

void Vocabulary::trim() {
  constexpr std::size_t most_keys = 65'536;
  if (keys_.size() + types_.size() <= most_keys) {
    return;
  }
  keys_by_place_.clear();
  types_by_spelling_.clear();
  keys_.clear();
  types_.clear();
  recent_types_ = {};
}

}  // namespace kestrel::source_stix
