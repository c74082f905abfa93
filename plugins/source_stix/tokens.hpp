// The tokens of a piece of JSON, found by simdjson's first stage: where every bracket, comma,
// colon, string and scalar begins, with strings closed, free of control characters, and all of it
// UTF-8. What the tokens say together is for the reader to check.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace simdjson::internal {
class dom_parser_implementation;
}

namespace kestrel::source_stix {

/// How many bytes behind a text simdjson may read.
inline constexpr std::size_t text_padding = 64;

/// A position in the list of tokens.
using Token = std::uint32_t;

/// Finds the tokens of one text at a time and gives them out in any order.
///
/// Behind the last token lies one that reads as a zero byte, so that whoever expects anything there
/// fails without a check of its own.
class Tokens {
 public:
  Tokens();
  ~Tokens();
  Tokens(const Tokens&) = delete;
  Tokens& operator=(const Tokens&) = delete;

  /// Finds the tokens of `text[0, size)`. `text[size]` becomes zero, and `text_padding` bytes from
  /// there must be ours. False if a string is not closed or holds a control character, or if the
  /// text is not UTF-8. The text must stay.
  bool find(char* text, std::size_t size);

  /// Returns a token's first byte.
  char at(Token token) const { return text_[starts_[token]]; }
  std::size_t offset(Token token) const { return starts_[token]; }

  /// Returns what stands between the quotes of a string, escapes as spelled. The token must begin
  /// with a quote.
  std::string_view string(Token token) const {
    const char* begin = text_ + starts_[token] + 1;
    const char* end = text_ + starts_[token + 1] - 1;
    while (*end != '"') {
      --end;
    }
    return {begin, static_cast<std::size_t>(end - begin)};
  }

  /// Returns a token as spelled, without the white space behind it.
  std::string_view spelled(Token token) const;

  /// Returns the token behind a value, or `broken` if what stands there is not one JSON value.
  /// Checks its grammar, escapes in strings excepted.
  Token behind(Token value) const { return at(value) == '"' ? value + 1 : behind_any(value); }
  static constexpr Token broken = ~Token{0};

  /// Returns where the value of an object's first member of that name stands, `absent` if there is
  /// none, `broken` if what was looked through is not JSON.
  Token member(Token object, std::string_view name) const;
  static constexpr Token absent = broken - 1;

  /// Appends a value without its white space.
  void append_compact(std::string& json, Token begin, Token end) const;

 private:
  Token behind_any(Token value) const;

  std::unique_ptr<simdjson::internal::dom_parser_implementation> stage_;
  std::size_t capacity_ = 0;
  const char* text_ = nullptr;
  const std::uint32_t* starts_ = nullptr;
};

}  // namespace kestrel::source_stix
