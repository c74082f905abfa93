#include "plugins/source_stix/observation.hpp"

#include <charconv>
#include <cstring>
#include <optional>
#include <utility>

#include "kestrel/base/timestamp.hpp"

namespace kestrel::source_stix {
namespace {

std::uint32_t size_of(const auto& list) {
  return static_cast<std::uint32_t>(list.size());
}

}  // namespace

// What an observation says of itself: where the values stand.
struct ObservationReader::Said {
  Token begin = Tokens::absent;
  Token id = Tokens::absent;
  Token first_observed = Tokens::absent;
  Token last_observed = Tokens::absent;
  Token number_observed = Tokens::absent;
  Token object_refs = Tokens::absent;
  bool has_broken_objects = false;
};

bool ObservationReader::read(Type& type, Token& next, Batch& batch) {
  batch_ = &batch;
  next_ = next;
  keys_.clear();
  has_own_ids_ = false;
  Element element;
  element.is_observation = true;
  element.number = batch.element_count;
  element.own_facts.begin = size_of(batch.own_facts);
  element.sightings.begin = size_of(batch.sightings);
  element.references.begin = size_of(batch.references);
  const std::size_t facts = batch.facts.size();
  Said said;
  said.begin = next_++;
  attributes_.write_to(batch, batch.own_facts);
  Key* before = nullptr;
  for (char behind = ','; behind != '}';) {
    if (behind != ',' || tokens_.at(next_) != '"' || tokens_.at(next_ + 1) != ':') {
      return false;
    }
    Key* key = attributes_.key(type.root, before, tokens_.string(next_));
    next_ += 2;
    if (key == nullptr || !member(*key, said)) {
      return false;
    }
    before = key;
    behind = tokens_.at(next_++);
  }
  next = next_;
  element.own_facts.end = size_of(batch.own_facts);
  element.sightings.end = size_of(batch.sightings);
  if (finish(element, said)) {
    element.references.end = size_of(batch.references);
    batch.elements.push_back(element);
  } else {
    batch.own_facts.resize(element.own_facts.begin);
    batch.sightings.resize(element.sightings.begin);
    batch.references.resize(element.references.begin);
    batch.facts.resize(facts);
  }
  return true;
}

bool ObservationReader::skip() {
  next_ = tokens_.behind(next_);
  return next_ != Tokens::broken;
}

bool ObservationReader::omit(const char* reason) {
  batch_->omit("observation", reason);
  return false;
}

bool ObservationReader::omit_object(const char* reason) {
  batch_->omit("object", reason);
  return skip();
}

bool ObservationReader::member(Key& key, Said& said) {
  const char first = tokens_.at(next_);
  if (first == 'n') {
    return skip();  // null: as good as absent
  }
  switch (key.role) {
    case Role::id:
      said.id = next_;
      return skip();
    case Role::first_observed:
      said.first_observed = next_;
      return skip();
    case Role::last_observed:
      said.last_observed = next_;
      return skip();
    case Role::number_observed:
      said.number_observed = next_;
      return skip();
    case Role::object_refs:
      said.object_refs = next_;
      return skip();
    case Role::objects:
      said.has_broken_objects = first != '{' && first != '[';
      if (said.has_broken_objects) {
        return skip();
      }
      return first == '{' ? objects() : listed_objects();
    default:
      return attributes_.value(&key, next_);
  }
}

bool ObservationReader::objects() {
  start_objects();
  bool goes_on = tokens_.at(next_) != '}';
  while (goes_on) {
    if (tokens_.at(next_) != '"' || tokens_.at(next_ + 1) != ':') {
      return false;
    }
    const std::string_view key = tokens_.string(next_);
    next_ += 2;
    if (!object(key)) {
      return false;
    }
    goes_on = tokens_.at(next_) == ',';
    next_ += goes_on ? 1 : 0;
  }
  attributes_.write_to(*batch_, batch_->own_facts);
  return tokens_.at(next_++) == '}';
}

// A list is no STIX, but there is no doubt what it means: the keys are the places in it.
bool ObservationReader::listed_objects() {
  start_objects();
  bool goes_on = tokens_.at(next_) != ']';
  for (std::size_t place = 0; goes_on; ++place) {
    const std::string number = std::to_string(place);
    char* key = batch_->scratch.allocate(number.size());
    std::memcpy(key, number.data(), number.size());
    if (!object({key, number.size()})) {
      return false;
    }
    goes_on = tokens_.at(next_) == ',';
    next_ += goes_on ? 1 : 0;
  }
  attributes_.write_to(*batch_, batch_->own_facts);
  return tokens_.at(next_++) == ']';
}

// A second `objects` takes the place of the first.
void ObservationReader::start_objects() {
  batch_->sightings.resize(batch_->sightings.size() - keys_.size());
  keys_.clear();
  has_own_ids_ = false;
  attributes_.write_to(*batch_, batch_->facts);
  ++next_;
}

bool ObservationReader::object(std::string_view key) {
  if (tokens_.at(next_) != '{') {
    return omit_object("it is not a JSON object");
  }
  const Token written = tokens_.member(next_, "type");
  if (written == Tokens::broken) {
    return false;
  }
  if (written == Tokens::absent || tokens_.at(written) != '"') {
    return omit_object("`type` is missing");
  }
  Sighting sighting;
  sighting.type = vocabulary_.type(tokens_.string(written));
  if (sighting.type == nullptr) {
    return false;
  }
  if (sighting.type->kind == Kind::observation) {
    return omit_object("it is an observation inside another");
  }
  sighting.facts.begin = size_of(batch_->facts);
  if (!attributes_.members(sighting.type->root, next_)) {
    return false;
  }
  if (const Token own = attributes_.own_id(); own != Tokens::absent) {
    has_own_ids_ = true;
    if (!attributes_.keep_own_id(*sighting.type, own)) {
      return false;
    }
  }
  sighting.facts.end = size_of(batch_->facts);
  batch_->sightings.push_back(sighting);
  keys_.push_back(key);
  return true;
}

// Turns what was said into times, a count and ids. False, with the reason noted, if it is no use.
bool ObservationReader::finish(Element& element, const Said& said) {
  if (said.has_broken_objects) {
    return omit("`objects` is neither an object nor a list");
  }
  if (const char* reason = times(element, said)) {
    return omit(reason);
  }
  if (!object_keys_.set(keys_)) {
    return omit("two of its objects have the same key");
  }
  if (const char* reason = references(said)) {
    return omit(reason);
  }
  element.id = id(said);
  const std::span<Sighting> sightings(batch_->sightings.data() + element.sightings.begin,
                                      element.sightings.end - element.sightings.begin);
  const Token last =
      said.last_observed == Tokens::absent ? said.first_observed : said.last_observed;
  if (has_own_ids_) {
    name_by_own_ids(sightings);
  }
  identifier_.identify({sightings, keys_, element.id, tokens_.string(last), has_own_ids_},
                       object_keys_, *batch_);
  references_.resolve(sightings, object_keys_, *batch_);
  return true;
}

// References may name an object by the STIX id that it has of its own, even if it gets another one
// here.
void ObservationReader::name_by_own_ids(std::span<const Sighting> sightings) {
  for (std::size_t position = 0; position < sightings.size(); ++position) {
    const Range& facts = sightings[position].facts;
    for (std::uint32_t index = facts.begin; index < facts.end; ++index) {
      const Fact& fact = batch_->facts[index];
      if (fact.use == Use::own_id && tokens_.at(fact.token) == '"' &&
          parse_stix_id(tokens_.string(fact.token))) {
        object_keys_.add(tokens_.string(fact.token), position);
      }
    }
  }
}

// Returns why the times or the count cannot be used, null if they can.
const char* ObservationReader::times(Element& element, const Said& said) const {
  const auto timestamp = [&](Token token) {
    return tokens_.at(token) == '"' ? parse_timestamp(tokens_.string(token)) : std::nullopt;
  };
  if (said.first_observed == Tokens::absent) {
    return "`first_observed` is missing";
  }
  const auto first = timestamp(said.first_observed);
  if (!first) {
    return "`first_observed` is not a timestamp";
  }
  element.first_observed = *first;
  element.last_observed = *first;
  const Token last = said.last_observed;
  if (last != Tokens::absent && tokens_.spelled(last) != tokens_.spelled(said.first_observed)) {
    const auto parsed = timestamp(last);
    if (!parsed) {
      return "`last_observed` is not a timestamp";
    }
    element.last_observed = *parsed;
  }
  if (said.number_observed != Tokens::absent) {
    const std::string_view spelled = tokens_.spelled(said.number_observed);
    const char* end = spelled.data() + spelled.size();
    const auto parsed = std::from_chars(spelled.data(), end, element.number_observed);
    if (parsed.ec != std::errc() || parsed.ptr != end || element.number_observed < 0) {
      return "`number_observed` is not a count";
    }
  }
  return nullptr;
}

// Notes the top-level objects that the observation points at. Returns why it cannot, null if it
// can.
const char* ObservationReader::references(const Said& said) {
  const Token refs = said.object_refs;
  if (refs == Tokens::absent) {
    return nullptr;
  }
  if (tokens_.at(refs) == '"') {
    reference(refs);  // a single one may stand without its list
    return nullptr;
  }
  if (tokens_.at(refs) != '[') {
    return "`object_refs` is not a list";
  }
  for (Token token = refs + 1; tokens_.at(token) != ']';) {
    reference(token);
    token = tokens_.behind(token);
    token += tokens_.at(token) == ',' ? 1 : 0;
  }
  return nullptr;
}

void ObservationReader::reference(Token token) {
  const auto id = tokens_.at(token) == '"' ? parse_stix_id(tokens_.string(token)) : std::nullopt;
  Type* type = id ? vocabulary_.type(id->type) : nullptr;
  if (type == nullptr) {
    batch_->omit("reference", "it is no STIX id");
  } else if (type->kind != Kind::ignored && type->kind != Kind::relationship) {
    // Others are no entities; their objects tell what became of them.
    batch_->references.push_back({type, id->uuid});
  }
}

Uuid ObservationReader::id(const Said& said) {
  const bool has_text = said.id != Tokens::absent && tokens_.at(said.id) == '"';
  const std::string_view written = has_text ? attributes_.text(said.id) : std::string_view();
  if (const auto own = parse_stix_id(written)) {
    return own->uuid;
  }
  std::string content(written);
  if (content.empty()) {
    // The same observation twice is one record, even without an id.
    tokens_.append_compact(content, said.begin, next_);
  }
  return uuid_version_5(stix_namespace, content);
}

}  // namespace kestrel::source_stix
