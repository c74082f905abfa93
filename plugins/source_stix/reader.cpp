#include "plugins/source_stix/reader.hpp"

#include <string_view>
#include <utility>

namespace kestrel::source_stix {

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
  batch_->has_telemetry = batch_->has_telemetry || type->kind != Kind::ignored;
  switch (type->kind) {
    case Kind::observation:
      return observations_.read(*type, next_, *batch_);
    case Kind::ignored:
      return skip("objects of type `" + type->name + "` are not read");
    case Kind::entity:
    case Kind::custom_entity:
      break;
  }
  return entity(type);
}

bool Reader::skip(std::string reason) {
  batch_->omissions.push_back({batch_->element_count, std::move(reason)});
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
  sighting.facts.end = static_cast<std::uint32_t>(batch_->facts.size());
  sighting.id = top_id(sighting, begin);
  references_.resolve_top(sighting, *batch_);
  Element element;
  element.sightings.begin = static_cast<std::uint32_t>(batch_->sightings.size());
  element.sightings.end = element.sightings.begin + 1;
  batch_->sightings.push_back(sighting);
  batch_->elements.push_back(element);
  return true;
}

// Its own id, if that is one; else what its attributes say; else what it says at all.
Uuid Reader::top_id(const Sighting& sighting, Token begin) {
  const Token own = tokens_.member(begin, "id");
  const bool has_text = own != Tokens::absent && tokens_.at(own) == '"';
  const std::string_view written = has_text ? attributes_.text(own) : std::string_view();
  if (const auto id = parse_stix_id(written)) {
    return id->uuid;
  }
  if (const auto id = identifier_.identity(sighting, *batch_)) {
    return *id;
  }
  std::string content(written);
  if (content.empty()) {
    tokens_.append_compact(content, begin, next_);
  }
  return uuid_version_5(stix_namespace, content);
}

}  // namespace kestrel::source_stix
