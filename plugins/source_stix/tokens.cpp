#include "plugins/source_stix/tokens.hpp"

#include <algorithm>
#include <array>
#include <new>

#include <simdjson.h>

#include "plugins/source_stix/scanner.hpp"
#include "plugins/source_stix/spelling.hpp"

namespace kestrel::source_stix {

static_assert(text_padding >= simdjson::SIMDJSON_PADDING);

Tokens::Tokens() = default;
Tokens::~Tokens() = default;

bool Tokens::find(char* text, std::size_t size) {
  if (size > capacity_ || stage_ == nullptr) {
    capacity_ = std::max(size, 2 * capacity_);
    stage_.reset();
    constexpr std::size_t smallest_depth = 1;  // the second stage, which needs it, is ours
    if (simdjson::get_active_implementation()->create_dom_parser_implementation(
            capacity_, smallest_depth, stage_) != simdjson::SUCCESS) {
      capacity_ = 0;
      throw std::bad_alloc();
    }
  }
  text[size] = '\0';
  text_ = text;
  starts_ = stage_->structural_indexes.get();
  const simdjson::error_code outcome = stage_->stage1(reinterpret_cast<const std::uint8_t*>(text),
                                                      size, simdjson::stage1_mode::regular);
  return outcome == simdjson::SUCCESS;
}

std::string_view Tokens::spelled(Token token) const {
  const char* begin = text_ + starts_[token];
  const char* end = text_ + starts_[token + 1];
  while (end > begin && is_white_space(end[-1])) {
    --end;
  }
  return {begin, static_cast<std::size_t>(end - begin)};
}

Token Tokens::behind_any(Token value) const {
  std::array<bool, deepest_nesting> in_object{};  // of the brackets around the place
  std::size_t depth = 0;
  Token token = value;
  for (;;) {
    const char first = at(token);
    bool opened = false;
    if (first == '{' || first == '[') {
      if (depth == deepest_nesting) {
        return broken;
      }
      in_object[depth++] = first == '{';
      opened = true;
    } else if (first != '"' && !is_scalar(spelled(token))) {
      return broken;
    }
    ++token;
    // Behind a value, or behind the bracket that opened one: on to the next value.
    for (;;) {
      if (depth == 0) {
        return token;
      }
      const char close = in_object[depth - 1] ? '}' : ']';
      if (at(token) == close) {
        --depth;
        ++token;
        opened = false;
        continue;
      }
      if (!opened && at(token++) != ',') {
        return broken;
      }
      break;
    }
    if (in_object[depth - 1]) {
      if (at(token) != '"' || at(token + 1) != ':') {
        return broken;
      }
      token += 2;
    }
  }
}

Token Tokens::member(Token object, std::string_view name) const {
  Token token = object + 1;
  if (at(token) == '}') {
    return absent;
  }
  for (;;) {
    if (at(token) != '"' || at(token + 1) != ':') {
      return broken;
    }
    const std::string_view key = string(token);
    if (key == name || (key.find('\\') != std::string_view::npos && is_spelling(key, name))) {
      return token + 2;
    }
    token = behind(token + 2);
    if (token == broken) {
      return broken;
    }
    const char next = at(token++);
    if (next != ',') {
      return next == '}' ? absent : broken;
    }
  }
}

void Tokens::append_compact(std::string& json, Token begin, Token end) const {
  for (Token token = begin; token < end; ++token) {
    json.append(spelled(token));
  }
}

}  // namespace kestrel::source_stix
