// Text -> tokens. What a word means depends on where it stands, so the parser says what it expects
// and the lexer reads that at the given offset.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "kestrel/base/result.hpp"
#include "kestrel/base/span.hpp"

namespace kestrel::lang {

enum class TokenKind : std::uint8_t {
  end,          // end of the text
  word,         // letter or `_`, then letters, digits, `_`, `-`: a keyword, a name, a bare value
  number,       // `12`, `-1.5`, `2.5E-4`
  string,       // quoted text, with or without `r`
  timestamp,    // `2022-10-18T01:02:03Z`, bare, quoted, or quoted with `t`
  attribute,    // `name`, `src_ref.value`, `process:name`, `values[*].data`
  path,         // `file://a.json,b.json`, `out/b.csv`
  bare_value,   // an unquoted value of a WITH argument: `me@host.org`, `10.0.0.1`, `-1`
  punctuation,  // one of `= == != < <= > >= + , ( ) [ ] { } : .`
  unknown,      // a character that begins nothing
};

/// Returns the name of a kind in dumps: "word", "string", ...
std::string_view token_kind_name(TokenKind kind);

/// A piece of the text, as it stands there.
struct Token {
  TokenKind kind = TokenKind::end;
  Span span;
  std::string_view text;
  bool is_keyword = false;  // once the parser took it for one
};

/// Reads one text token by token. Owns nothing; the text must outlive it.
class Lexer {
 public:
  Lexer(std::string_view text, std::uint32_t source) : text_(text), source_(source) {}

  /// Returns the offset of the first byte at or after `offset` that is neither white space nor part
  /// of a comment.
  std::size_t skip_space(std::size_t offset) const;

  /// Reads whatever begins at `offset`: a word, a number, a string or punctuation. A string that is
  /// not closed on its line reaches to the line's end; see `is_closed`.
  Token general(std::size_t offset) const;

  /// These read one kind of thing at `offset`; the token is empty when it is not there.
  Token attribute(std::size_t offset) const;   // with an optional `entity-type:` before it
  Token path(std::size_t offset) const;        // unquoted, with commas but no white space
  Token timestamp(std::size_t offset) const;   // in any of its four spellings
  Token bare_value(std::size_t offset) const;  // as between the commas of WITH

  std::string_view text() const { return text_; }
  std::uint32_t source() const { return source_; }

 private:
  Token make(TokenKind kind, std::size_t begin, std::size_t end) const;
  std::size_t string_end(std::size_t offset) const;

  std::string_view text_;
  std::uint32_t source_;
};

/// Tells whether a string token ends with the quote it began with.
bool is_closed(const Token& string);

/// Returns the value of a string token: quotes and prefix gone, escapes of ordinary strings decoded
/// as Python does (`\n`, `\x41`, `\u00e9`, octal; an unknown escape keeps its backslash), raw
/// strings untouched. Fails at an escape that is cut short.
Result<std::string> string_value(const Token& string);

}  // namespace kestrel::lang
