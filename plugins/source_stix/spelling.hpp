// How JSON spells things: white space, brackets, escapes, numbers (RFC 8259).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kestrel::source_stix {

inline bool is_white_space(char letter) {
  return letter == ' ' || letter == '\n' || letter == '\r' || letter == '\t';
}
inline bool is_structural(char letter) {
  return letter == ',' || letter == ':' || letter == '{' || letter == '}' || letter == '[' ||
         letter == ']';
}
inline bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}
bool is_hexadecimal(char letter);

/// Tells whether a backslash may stand before this letter.
bool is_escape(char letter);

/// Tells whether a text is `true`, `false`, `null` or a number.
bool is_scalar(std::string_view text);

/// Returns how many bytes of a text are a number, 0 if it does not begin with one.
std::size_t number_size(std::string_view text);

/// Appends what stands between the quotes of a string, with its escapes resolved. A surrogate
/// without its other half becomes U+FFFD. False if an escape is broken.
bool append_unescaped(std::string& text, std::string_view spelled);

/// Tells whether a string is spelled so that it reads as `text`.
bool is_spelling(std::string_view spelled, std::string_view text);

/// The same as `append_unescaped` into memory that has room for `spelled.size()` bytes. Returns the
/// end, null if broken.
char* write_unescaped(char* into, std::string_view spelled);

}  // namespace kestrel::source_stix
