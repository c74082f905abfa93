#include "plugins/source_stix/references.hpp"

#include <cstring>

#include "plugins/source_stix/spelling.hpp"

namespace kestrel::source_stix {

void ReferenceResolver::resolve(std::span<const Sighting> sightings, const ObjectKeys& keys,
                                Batch& batch) {
  batch_ = &batch;
  sightings_ = sightings;
  keys_ = &keys;
  for (self_ = 0; self_ < sightings.size(); ++self_) {
    resolve_facts(sightings[self_]);
  }
}

void ReferenceResolver::resolve_top(const Sighting& sighting, Batch& batch) {
  batch_ = &batch;
  sightings_ = {};
  keys_ = nullptr;
  resolve_facts(sighting);
}

void ReferenceResolver::resolve_facts(const Sighting& sighting) {
  for (std::uint32_t index = sighting.facts.begin; index < sighting.facts.end; ++index) {
    Fact& fact = batch_->facts[index];
    if (fact.use != Use::unresolved) {
      continue;
    }
    fact.use = Use::nothing;
    if (fact.key->role == Role::reference_list) {
      resolve_list(fact);
    } else if (const auto found = target(*fact.key, fact.token)) {
      fact.value = Value::uuid(found->id);
      fact.target = found->type;
      fact.use = Use::cell;
    }
  }
}

void ReferenceResolver::resolve_list(Fact& fact) {
  targets_.clear();
  const auto take = [&](Token token) {
    if (const auto found = target(*fact.key, token)) {
      targets_.push_back(found->id);
      const ListTarget seen{fact.key, found->type};
      if (batch_->list_targets.empty() || batch_->list_targets.back() != seen) {
        batch_->list_targets.push_back(seen);
      }
    }
  };
  if (tokens_.at(fact.token) == '[') {
    for (Token token = fact.token + 1; tokens_.at(token) != ']';) {
      take(token);
      token = tokens_.behind(token);
      token += tokens_.at(token) == ',' ? 1 : 0;
    }
  } else {
    take(fact.token);  // a single one may stand without its list
  }
  if (targets_.empty()) {
    return;
  }
  const std::size_t size = targets_.size() * sizeof(Uuid);
  char* cells = batch_->scratch.allocate(size);
  std::memcpy(cells, targets_.data(), size);
  fact.value = Value::list(DataType::uuid_list, {cells, targets_.size()});
  fact.use = Use::cell;
}

std::optional<ObjectReference> ReferenceResolver::target(const Key& key, Token token) {
  const char first = tokens_.at(token);
  if (first == 'n') {
    return std::nullopt;  // null: as good as absent
  }
  const bool is_text = first == '"';
  const std::string_view written = is_text ? tokens_.string(token) : tokens_.spelled(token);
  if (const auto position = keys_ == nullptr ? std::nullopt : keys_->position(written)) {
    if (position == self_) {
      batch_->omit_reference(key, "points at its own object");
      return std::nullopt;
    }
    const Sighting& sighting = sightings_[*position];
    return ObjectReference{sighting.type, sighting.id};
  }
  const auto id = is_text ? parse_stix_id(written) : std::nullopt;
  Type* type = id ? vocabulary_.type(id->type) : nullptr;
  if (type == nullptr) {
    batch_->omit_reference(
        key, keys_ == nullptr ? "is no STIX id" : "points at no object of its observation");
    return std::nullopt;
  }
  return ObjectReference{type, id->uuid};
}

}  // namespace kestrel::source_stix
