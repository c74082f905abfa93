// UTF-8 as a terminal sees it: characters, their width, and text that is safe to show.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kestrel {

/// One decoded character and the bytes it took.
struct Character {
  char32_t code = 0;
  std::size_t size = 0;
  bool well_formed = false;  // false: a broken byte, `size` is 1 and `code` is U+FFFD
};

/// Decodes the first character of a text that is not empty. Follows the Unicode Standard, table 3-7
/// (well-formed UTF-8 byte sequences): overlong forms and surrogates are broken.
Character decode_character(std::string_view text);

/// Appends a code point as UTF-8. Surrogates and values past U+10FFFF become U+FFFD.
void append_character(std::string& text, char32_t code);

/// Returns the offset of the first byte that is not well-formed UTF-8, if there is one.
std::optional<std::size_t> first_broken_byte(std::string_view text);

/// Counts code points; a broken byte counts as one.
std::size_t count_characters(std::string_view text);

/// Returns how many terminal cells a character takes: 0 (combining), 1 or 2 (East Asian wide).
std::size_t character_width(char32_t code);

/// Returns how many terminal cells a text takes.
std::size_t display_width(std::string_view text);

/// Cuts a text to at most `width` cells, never inside a character. The text itself if it fits.
std::string_view fit_width(std::string_view text, std::size_t width);

/// Tells whether a character may be shown as it is: neither control character nor bidirectional
/// mark.
bool is_inert(char32_t code);

/// Returns the text with everything made visible that could act on a terminal or turn a line
/// around: control characters, DEL, C1, and the bidirectional marks of Unicode Annex 9 become
/// `\u{...}` escapes (`\n`, `\r`, `\t` by their short names); broken bytes become U+FFFD.
std::string made_inert(std::string_view text);

}  // namespace kestrel
