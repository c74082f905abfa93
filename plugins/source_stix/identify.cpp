#include "plugins/source_stix/identify.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "plugins/source_stix/spelling.hpp"

namespace kestrel::source_stix {
namespace {

constexpr std::size_t deepest_identity =
    8;  // references inside identities, such as file -> directory

bool is_set(const Value& value) {
  switch (value.type()) {
    case DataType::text:
      return !value.view().empty();
    case DataType::integer:
      return value.as<std::int64_t>() != 0;
    case DataType::real:
      return value.as<double>() != 0;
    case DataType::boolean:
      return value.as<std::uint8_t>() != 0;
    default:
      return true;
  }
}

std::string plain_text(const Value& value) {
  switch (value.type()) {
    case DataType::integer:
      return std::to_string(value.as<std::int64_t>());
    case DataType::real:
      return format_real(value.as<double>());
    case DataType::boolean:
      return value.as<std::uint8_t>() != 0 ? "True" : "False";  // as the original spells it
    case DataType::text:
      return std::string(value.view());
    default:
      return {};
  }
}

}  // namespace

Identifier::Identifier(const Tokens& tokens) : tokens_(tokens), texts_(deepest_identity + 1) {}

void Identifier::identify(const Setting& setting, const ObjectKeys& keys, Batch& batch) {
  setting_ = setting;
  keys_ = &keys;
  batch_ = &batch;
  asset_.reset();
  states_.assign(setting.sightings.size(), State::open);
  for (std::size_t index = 0; index < setting.sightings.size(); ++index) {
    id_of(index, 0);
  }
}

std::optional<Uuid> Identifier::identity(const Sighting& sighting, Batch& batch) {
  setting_ = {};
  keys_ = nullptr;
  batch_ = &batch;
  asset_.reset();
  return identity_of(sighting, 0);
}

// The STIX id that an object has of its own. Its fact is used up by that.
std::optional<Uuid> Identifier::take_own_id(const Sighting& sighting) const {
  for (std::uint32_t index = sighting.facts.begin; index < sighting.facts.end; ++index) {
    Fact& fact = batch_->facts[index];
    if (fact.use != Use::own_id || fact.value.type() != DataType::text) {
      continue;
    }
    const auto id = parse_stix_id(fact.value.view());
    if (id && id->type == sighting.type->name) {
      fact.use = Use::nothing;
      return id->uuid;
    }
  }
  return std::nullopt;
}

Uuid Identifier::id_of(std::size_t index, std::size_t depth) {
  Sighting& sighting = setting_.sightings[index];
  if (states_[index] == State::done) {
    return sighting.id;
  }
  states_[index] = State::busy;
  if (const auto id = identity_of(sighting, depth)) {
    sighting.id = *id;
  } else if (const auto own = setting_.has_own_ids ? take_own_id(sighting) : std::nullopt) {
    sighting.id = *own;
  } else {
    std::string key;
    append_unescaped(key, setting_.keys[index]);
    sighting.id = uuid_version_5(setting_.observation, key);
  }
  states_[index] = State::done;
  return sighting.id;
}

std::optional<Uuid> Identifier::identity_of(const Sighting& sighting, std::size_t depth) {
  const Type& type = *sighting.type;
  if (type.identity.empty()) {
    return std::nullopt;
  }
  const Contributions facts = contributions(sighting);
  IdentityText& text = texts_[depth];
  text.clear();
  text.open_object();
  const std::size_t empty_size = text.view().size();
  for (std::size_t rank = 0; rank < type.identity.size(); ++rank) {
    if (facts[rank] != nullptr) {
      write_member(text, type.identity[rank], *facts[rank], depth);
    }
  }
  if (text.view().size() == empty_size && type.is_process) {
    if (const Fact* fact = process_extension_id(sighting)) {
      text.member(type.identity.front());
      write_value(text, *fact);
    } else if (const auto name = process_on_asset(sighting)) {
      text.member(type.identity.front());
      text.text(*name);
    }
  }
  if (text.view().size() == empty_size) {
    return std::nullopt;
  }
  text.close_object();
  return cache_.id(text);
}

// By rank: the facts that make an entity what it is. The last one of a name counts, of several
// hashes the preferred one.
Identifier::Contributions Identifier::contributions(const Sighting& sighting) const {
  Contributions facts{};
  std::string_view chosen_hash;
  for (std::uint32_t index = sighting.facts.begin; index < sighting.facts.end; ++index) {
    const Fact& fact = batch_->facts[index];
    const Key& key = *fact.key;
    if (key.identity_rank != Key::no_rank) {
      // An empty unique id is as good as none: else all processes that have it would be one.
      if (!sighting.type->is_process || is_set(fact.value)) {
        facts[key.identity_rank] = &fact;
      }
    } else if (key.is_hash) {
      const std::uint8_t rank = key.parent->identity_rank;
      if (rank != Key::no_rank && is_set(fact.value) && is_preferred_hash(key.part, chosen_hash)) {
        facts[rank] = &fact;
        chosen_hash = key.part;
      }
    }
  }
  return facts;
}

void Identifier::write_member(IdentityText& text, std::string_view name, const Fact& fact,
                              std::size_t depth) {
  if (fact.use == Use::unresolved) {
    const std::string_view key =
        tokens_.at(fact.token) == '"' ? tokens_.string(fact.token) : tokens_.spelled(fact.token);
    const auto position = keys_ == nullptr ? std::nullopt : keys_->position(key);
    if (!position) {
      if (const auto id = parse_stix_id(key)) {  // of an object elsewhere in the data
        text.member(name);
        text.reference(id->type, id->uuid);
      }
      return;
    }
    if (states_[*position] == State::busy || depth == deepest_identity) {
      return;  // round in a circle
    }
    const Uuid target = id_of(*position, depth + 1);
    text.member(name);
    text.reference(setting_.sightings[*position].type->name, target);
    return;
  }
  text.member(name);
  if (fact.key->is_hash) {
    text.open_object();
    text.member(fact.key->part);
    write_value(text, fact);
    text.close_object();
  } else {
    write_value(text, fact);
  }
}

// The first extension that has one of the names counts; inside it the order of the names does.
const Fact* Identifier::process_extension_id(const Sighting& sighting) const {
  const Fact* chosen = nullptr;
  for (std::uint32_t index = sighting.facts.begin; index < sighting.facts.end; ++index) {
    const Fact& fact = batch_->facts[index];
    const Key& key = *fact.key;
    if (key.process_id_rank == Key::no_rank || !is_set(fact.value)) {
      continue;
    }
    if (chosen == nullptr) {
      chosen = &fact;
      continue;
    }
    const Key& before = *chosen->key;
    if (before.parent == key.parent && key.process_id_rank < before.process_id_rank) {
      chosen = &fact;
    }
  }
  return chosen;
}

// A pid is used again and again; on one host at one time it names one process.
std::optional<std::string> Identifier::process_on_asset(const Sighting& sighting) {
  if (!asset_) {
    asset_ = asset();
  }
  const Fact* pid = top_fact(sighting, "pid");
  if (asset_->empty() || pid == nullptr || !is_set(pid->value)) {
    return std::nullopt;
  }
  return plain_text(pid->value) + "_" + *asset_ + "_" + std::string(setting_.last_observed);
}

// What names the host of an observation, empty if nothing does.
std::string Identifier::asset() const {
  for (const Sighting& other : setting_.sightings) {
    if (other.type->name != "x-oca-asset") {
      continue;
    }
    const Fact* host = top_fact(other, "host_id");
    host = host != nullptr ? host : top_fact(other, "hostname");
    if (host != nullptr) {
      return is_set(host->value) ? plain_text(host->value) : std::string();
    }
  }
  return {};
}

const Fact* Identifier::top_fact(const Sighting& sighting, std::string_view name) const {
  const Fact* found = nullptr;
  for (std::uint32_t index = sighting.facts.begin; index < sighting.facts.end; ++index) {
    const Fact& fact = batch_->facts[index];
    if (fact.key->part == name && fact.key->is_top()) {
      found = &fact;
    }
  }
  return found;
}

void Identifier::write_value(IdentityText& text, const Fact& fact) const {
  const char first = tokens_.at(fact.token);
  if (first == '[' || first == '{') {
    write_json(text, fact.token);
    return;
  }
  switch (fact.value.type()) {
    case DataType::integer:
      text.integer(fact.value.as<std::int64_t>());
      return;
    case DataType::real:
      text.real(fact.value.as<double>());
      return;
    case DataType::boolean:
      text.boolean(fact.value.as<std::uint8_t>() != 0);
      return;
    default:
      if (first == '"') {
        text.text(fact.value.view());
      } else {
        text.raw(tokens_.spelled(fact.token));  // a number too large for us
      }
  }
}

// Lists and objects are rare in identities and may be written in any order: sorted here. The
// grammar and the depth were checked when the fact was made.
void Identifier::write_json(IdentityText& text, Token token) const {
  const char first = tokens_.at(token);
  if (first == '{') {
    std::vector<std::pair<std::string, Token>> members;
    for (Token next = token + 1; tokens_.at(next) != '}';) {
      std::string name;
      append_unescaped(name, tokens_.string(next));
      members.emplace_back(std::move(name), next + 2);
      next = tokens_.behind(next + 2);
      next += tokens_.at(next) == ',' ? 1 : 0;
    }
    std::stable_sort(members.begin(), members.end(),
                     [](const auto& left, const auto& right) { return left.first < right.first; });
    text.open_object();
    for (std::size_t index = 0; index < members.size(); ++index) {
      if (index + 1 < members.size() && members[index].first == members[index + 1].first) {
        continue;  // the last one of a name counts
      }
      text.member(members[index].first);
      write_json(text, members[index].second);
    }
    text.close_object();
  } else if (first == '[') {
    text.open_list();
    for (Token next = token + 1; tokens_.at(next) != ']';) {
      write_json(text, next);
      next = tokens_.behind(next);
      next += tokens_.at(next) == ',' ? 1 : 0;
    }
    text.close_list();
  } else if (first == '"') {
    std::string decoded;
    append_unescaped(decoded, tokens_.string(token));
    text.text(decoded);
  } else {
    text.raw(tokens_.spelled(token));
  }
}

}  // namespace kestrel::source_stix
