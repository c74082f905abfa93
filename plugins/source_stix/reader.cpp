#include "plugins/source_stix/reader.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "plugins/source_stix/messages.hpp"

namespace kestrel::source_stix {
namespace {

// The relationships between cyber-observables (STIX 2.1, section 6 and appendix B), and the
// attribute of the source that says the same.
struct RelationshipRow {
  std::string_view source;
  std::string_view relationship;
  std::string_view target;
  std::string_view attribute;
};
constexpr auto relationships = std::to_array<RelationshipRow>({
    {"domain-name", "resolves-to", "domain-name", "resolves_to_refs"},
    {"domain-name", "resolves-to", "ipv4-addr", "resolves_to_refs"},
    {"domain-name", "resolves-to", "ipv6-addr", "resolves_to_refs"},
    {"ipv4-addr", "resolves-to", "mac-addr", "resolves_to_refs"},
    {"ipv6-addr", "resolves-to", "mac-addr", "resolves_to_refs"},
    {"ipv4-addr", "belongs-to", "autonomous-system", "belongs_to_refs"},
    {"ipv6-addr", "belongs-to", "autonomous-system", "belongs_to_refs"},
});

std::string_view attribute_of(std::string_view relationship, const Type& source,
                              const Type& target) {
  const auto found =
      std::find_if(relationships.begin(), relationships.end(), [&](const RelationshipRow& row) {
        return row.relationship == relationship && row.source == source.name &&
               row.target == target.name;
      });
  return found == relationships.end() ? std::string_view() : found->attribute;
}

}  // namespace

bool Reader::read(char* text, std::size_t size, Layout layout, Batch& batch) {
  batch.clear();
  batch_ = &batch;
  next_ = 0;
  list_end_.reset();
  if (!tokens_.find(text, size)) {
    return false;
  }
  bool is_behind_comma = false;
  for (;;) {
    const char first = tokens_.at(next_);
    if (first == '\0' && tokens_.offset(next_) == size) {
      return !is_behind_comma;
    }
    if (first == ']' && layout == Layout::list && !is_behind_comma) {
      list_end_ = tokens_.offset(next_) + 1;
      return true;
    }
    if (!element()) {
      return false;
    }
    ++batch.element_count;
    const char behind = tokens_.at(next_);
    is_behind_comma = layout == Layout::list && behind == ',';
    if (is_behind_comma) {
      ++next_;
    } else if (layout == Layout::list && behind != ']' && behind != '\0') {
      return false;
    }
  }
}

bool Reader::element() {
  if (tokens_.at(next_) != '{') {
    return skip("it is not a JSON object");
  }
  const Token written = tokens_.member(next_, "type");
  if (written == Tokens::broken) {
    return false;
  }
  if (written == Tokens::absent || tokens_.at(written) != '"') {
    return skip("`type` is missing");
  }
  Type* type = vocabulary_.type(tokens_.string(written));
  if (type == nullptr) {
    return false;
  }
  batch_->has_telemetry =
      batch_->has_telemetry || (type->kind != Kind::ignored && type->kind != Kind::relationship);
  switch (type->kind) {
    case Kind::observation:
      return observations_.read(*type, next_, *batch_);
    case Kind::relationship:
      return relationship();
    case Kind::ignored:
      return skip(messages::type_not_read(type->name));
    case Kind::entity:
    case Kind::custom_entity:
      break;
  }
  return entity(type);
}

bool Reader::skip(std::string reason) {
  batch_->omit("object", std::move(reason));
  next_ = tokens_.behind(next_);
  return next_ != Tokens::broken;
}

// An entity on its own: an `identity`, or a cyber-observable of STIX 2.1.
bool Reader::entity(Type* type) {
  const Token begin = next_;
  Sighting sighting;
  sighting.type = type;
  sighting.facts.begin = static_cast<std::uint32_t>(batch_->facts.size());
  attributes_.write_to(*batch_, batch_->facts);
  if (!attributes_.members(type->root, next_)) {
    return false;
  }
  if (!top_id(sighting, begin)) {
    return false;
  }
  references_.resolve_top(sighting, *batch_);
  Element element;
  element.number = batch_->element_count;
  element.sightings.begin = static_cast<std::uint32_t>(batch_->sightings.size());
  element.sightings.end = element.sightings.begin + 1;
  batch_->sightings.push_back(sighting);
  batch_->elements.push_back(element);
  return true;
}

// Sets the id: its own, if that is one; else what its attributes say; else what it says at all.
bool Reader::top_id(Sighting& sighting, Token begin) {
  const Token own = attributes_.own_id();
  const bool has_text = own != Tokens::absent && tokens_.at(own) == '"';
  const std::string_view written = has_text ? attributes_.text(own) : std::string_view();
  const auto id = parse_stix_id(written);
  const bool is_own = id && id->type == sighting.type->name;
  if (own != Tokens::absent && !is_own && !attributes_.keep_own_id(*sighting.type, own)) {
    return false;
  }
  sighting.facts.end = static_cast<std::uint32_t>(batch_->facts.size());
  if (is_own) {
    sighting.id = id->uuid;
  } else if (const auto identity = identifier_.identity(sighting, *batch_)) {
    sighting.id = *identity;
  } else {
    std::string content(written);
    if (content.empty()) {
      tokens_.append_compact(content, begin, next_);
    }
    sighting.id = uuid_version_5(stix_namespace, content);
  }
  return true;
}

// Reads a relationship that is as good as an attribute; counts others.
bool Reader::relationship() {
  attributes_.write_to(*batch_, batch_->facts);
  const Token written = tokens_.member(next_, "relationship_type");
  const Token source_token = tokens_.member(next_, "source_ref");
  const Token target_token = tokens_.member(next_, "target_ref");
  if (written == Tokens::broken || source_token == Tokens::broken ||
      target_token == Tokens::broken) {
    return false;
  }
  const auto source = reference(source_token);
  const auto target = reference(target_token);
  if (!source || !target || written == Tokens::absent || tokens_.at(written) != '"') {
    batch_->omit("relationship", "it does not say what relates to what");
  } else {
    const std::string_view name = attributes_.text(written);
    const std::string_view attribute = attribute_of(name, *source->type, *target->type);
    if (attribute.empty()) {
      batch_->omit("relationship",
                   messages::relationship_not_read(name, source->type->name, target->type->name));
    } else {
      batch_->relationships.push_back({batch_->element_count, *source, *target,
                                       vocabulary_.key(source->type->root, attribute, nullptr)});
    }
  }
  next_ = tokens_.behind(next_);
  return next_ != Tokens::broken;
}

std::optional<ObjectReference> Reader::reference(Token token) {
  const bool has_text = token != Tokens::absent && tokens_.at(token) == '"';
  const auto id = has_text ? parse_stix_id(attributes_.text(token)) : std::nullopt;
  Type* type = id ? vocabulary_.type(id->type) : nullptr;
  return type == nullptr ? std::nullopt : std::optional(ObjectReference{type, id->uuid});
}

}  // namespace kestrel::source_stix
