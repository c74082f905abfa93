#include "plugins/source_stix/attributes.hpp"

#include <charconv>
#include <cmath>
#include <cstring>

#include "plugins/source_stix/scanner.hpp"
#include "plugins/source_stix/spelling.hpp"

namespace kestrel::source_stix {
namespace {

// A number as the best type that holds it exactly, else as its own text.
Value number(std::string_view spelled) {
  const char* end = spelled.data() + spelled.size();
  const bool is_whole = spelled.find_first_of(".eE") == std::string_view::npos;
  if (is_whole) {
    std::int64_t whole = 0;
    if (std::from_chars(spelled.data(), end, whole).ec == std::errc()) {
      return Value::integer(whole);
    }
  }
  double real = 0;
  const bool is_in_range = std::from_chars(spelled.data(), end, real).ec == std::errc();
  if (is_whole) {
    std::uint64_t large = 0;
    constexpr double limit = 18446744073709551616.0;  // 2^64
    const bool fits = std::from_chars(spelled.data(), end, large).ec == std::errc();
    return fits && real < limit && static_cast<std::uint64_t>(real) == large ? Value::real(real)
                                                                             : Value::text(spelled);
  }
  return is_in_range ? Value::real(real) : Value::text(spelled);
}

}  // namespace

bool AttributeReader::members(Key* parent, Token& next) {
  own_id_ = Tokens::absent;
  return members(parent, next, 0);
}

Key* AttributeReader::key(Key* parent, Key* before, std::string_view spelled) {
  Key*& guess = before == nullptr ? parent->first_child : before->next;
  return guess = vocabulary_.key(parent, spelled, guess);
}

bool AttributeReader::members(Key* parent, Token& next, std::size_t depth) {
  ++next;
  if (tokens_.at(next) == '}') {
    ++next;
    return true;
  }
  Key* before = nullptr;
  for (;;) {
    if (tokens_.at(next) != '"' || tokens_.at(next + 1) != ':') {
      return false;
    }
    Key* found = key(parent, before, tokens_.string(next));
    next += 2;
    if (found == nullptr || !value(found, next, depth)) {
      return false;
    }
    before = found;
    const char behind = tokens_.at(next++);
    if (behind != ',') {
      return behind == '}';
    }
  }
}

bool AttributeReader::value(Key* key, Token& next, std::size_t depth) {
  const Token token = next;
  if (key->role != Role::attribute) {
    next = tokens_.behind(token);
    if (key->role == Role::reference || key->role == Role::reference_list) {
      facts_->push_back({Value(), key, nullptr, token, Use::unresolved});
    } else if (key->role == Role::id) {
      own_id_ = token;
    }
    return next != Tokens::broken;
  }
  switch (tokens_.at(token)) {
    case '"': {
      const std::string_view content = text(token);
      if (content.data() == nullptr) {
        return false;
      }
      add(key, Value::text(content), token);
      ++next;
      return true;
    }
    case '{':
      return nested(key, next, depth);
    case '[':
      return list(key, next);
    default:
      return scalar(key, next);
  }
}

bool AttributeReader::keep_own_id(Type& type, Token token) {
  const std::size_t before = facts_->size();
  if (!value(vocabulary_.key(type.root, "x_id", nullptr), token)) {
    return false;
  }
  for (std::size_t index = before; index < facts_->size(); ++index) {
    (*facts_)[index].use = Use::own_id;
  }
  return true;
}

std::string_view AttributeReader::text(Token token) {
  const std::string_view spelled = tokens_.string(token);
  if (std::memchr(spelled.data(), '\\', spelled.size()) == nullptr) {
    return spelled;
  }
  char* decoded = batch_->scratch.allocate(spelled.size());
  const char* end = write_unescaped(decoded, spelled);
  if (end == nullptr) {
    return {};
  }
  return {decoded, static_cast<std::size_t>(end - decoded)};
}

// Objects in objects of custom types stay whole, except in extensions (language.md, 4.2).
bool AttributeReader::nested(Key* key, Token& next, std::size_t depth) {
  if (depth == deepest_nesting) {
    return false;
  }
  const bool is_custom = key->type->kind == Kind::custom_entity;
  if (is_custom && !key->is_in_extensions) {
    return json_text(key, next);
  }
  if (key->identity_rank != Key::no_rank && key->part != "hashes") {
    facts_->push_back({Value(), key, nullptr, next, Use::identity});
  }
  return members(key, next, depth + 1);
}

bool AttributeReader::list(Key* key, Token& next) {
  const Token begin = next;
  cells_.clear();
  Token token = begin + 1;
  if (tokens_.at(token) == ']') {
    next = token + 1;
    add(key, Value::list(DataType::text_list, {}), begin);
    return true;
  }
  while (tokens_.at(token) == '"') {
    const std::string_view element = text(token);
    if (element.data() == nullptr) {
      return false;
    }
    cells_.emplace_back(element);
    ++token;
    const char behind = tokens_.at(token++);
    if (behind == ']') {
      char* cells = batch_->scratch.allocate(cells_.size() * sizeof(TextCell));
      std::memcpy(cells, cells_.data(), cells_.size() * sizeof(TextCell));
      next = token;
      add(key, Value::list(DataType::text_list, {cells, cells_.size()}), begin);
      return true;
    }
    if (behind != ',') {
      return false;
    }
  }
  return json_text(key, next);
}

bool AttributeReader::json_text(Key* key, Token& next) {
  const Token begin = next;
  next = tokens_.behind(begin);
  if (next == Tokens::broken) {
    return false;
  }
  json_.clear();
  tokens_.append_compact(json_, begin, next);
  char* copy = batch_->scratch.allocate(json_.size());
  std::memcpy(copy, json_.data(), json_.size());
  add(key, Value::text({copy, json_.size()}), begin);
  return true;
}

bool AttributeReader::scalar(Key* key, Token& next) {
  const Token token = next++;
  const std::string_view spelled = tokens_.spelled(token);
  if (spelled == "null") {
    return true;
  }
  if (spelled == "true" || spelled == "false") {
    add(key, Value::boolean(spelled == "true"), token);
    return true;
  }
  if (spelled.empty() || number_size(spelled) != spelled.size()) {
    return false;
  }
  add(key, number(spelled), token);
  return true;
}

}  // namespace kestrel::source_stix
