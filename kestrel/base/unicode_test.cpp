#include "kestrel/base/unicode.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace kestrel {
namespace {

TEST(Unicode, DecodesWellFormedCharacters) {
  const std::vector<std::pair<std::string, char32_t>> table = {
      {"a", U'a'},
      {"\x7F", 0x7F},
      {"\xC2\x80", 0x80},
      {"\xDF\xBF", 0x7FF},
      {"\xE0\xA0\x80", 0x800},
      {"\xEF\xBF\xBF", 0xFFFF},
      {"\xED\x9F\xBF", 0xD7FF},
      {"\xF0\x90\x80\x80", 0x10000},
      {"\xF4\x8F\xBF\xBF", 0x10FFFF},
  };
  for (const auto& [bytes, code] : table) {
    const Character character = decode_character(bytes + "x");
    EXPECT_TRUE(character.well_formed);
    EXPECT_EQ(character.code, code);
    EXPECT_EQ(character.size, bytes.size());
    std::string written;
    append_character(written, code);
    EXPECT_EQ(written, bytes);
  }
}

TEST(Unicode, TakesABrokenByteAlone) {
  const std::vector<std::string> table = {
      "\x80",              // continuation without a lead
      "\xC0\xAF",          // overlong
      "\xE0\x80\xAF",      // overlong
      "\xF0\x80\x80\xAF",  // overlong
      "\xED\xA0\x80",      // surrogate
      "\xF4\x90\x80\x80",  // beyond the last code point
      "\xF8\x88\x80\x80",  // no lead of UTF-8
      "\xE2\x82",          // cut short
      "\xC3(",             // no continuation
  };
  for (const std::string& bytes : table) {
    const Character character = decode_character(bytes);
    EXPECT_FALSE(character.well_formed);
    EXPECT_EQ(character.size, 1U);
    EXPECT_EQ(character.code, U'\uFFFD');
    EXPECT_EQ(first_broken_byte("é" + bytes), 2U);
  }
  EXPECT_EQ(first_broken_byte("größer 日本 😀"), std::nullopt);
}

TEST(Unicode, ReplacesWhatIsNoCharacterWhenAppending) {
  std::string text;
  append_character(text, 0xD800);
  append_character(text, 0x110000);
  EXPECT_EQ(text, "\uFFFD\uFFFD");
}

TEST(Unicode, CountsCharactersAndCells) {
  EXPECT_EQ(count_characters("a\u0301é日\xFF"), 5U);
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("a\u0301"), 1U);
  EXPECT_EQ(display_width("日本"), 4U);
  EXPECT_EQ(display_width("😀"), 2U);
  EXPECT_EQ(display_width(""), 0U);
}

TEST(Unicode, FitsAWidthWithoutCuttingACharacter) {
  EXPECT_EQ(fit_width("abc", 3), "abc");
  EXPECT_EQ(fit_width("abc", 2), "ab");
  EXPECT_EQ(fit_width("日本", 3), "日");
  EXPECT_EQ(fit_width("a\u0301b", 1), "a\u0301");
  EXPECT_EQ(fit_width("abc", 0), "");
}

TEST(Unicode, MakesTextInert) {
  EXPECT_EQ(made_inert("plain größer 日本 😀"), "plain größer 日本 😀");
  EXPECT_EQ(made_inert("a\nb\rc\td"), "a\\nb\\rc\\td");
  EXPECT_EQ(made_inert("\x1b[2J\x7f"), "\\u{1b}[2J\\u{7f}");
  EXPECT_EQ(made_inert("\u0085\u009b"), "\\u{85}\\u{9b}");
  EXPECT_EQ(made_inert("\u202etxt\u2069\u200f\u2028"), "\\u{202e}txt\\u{2069}\\u{200f}\\u{2028}");
  EXPECT_EQ(made_inert("a\xff\xc3"), "a\uFFFD\uFFFD");
  EXPECT_EQ(made_inert(std::string(1, '\0')), "\\u{0}");
}

}  // namespace
}  // namespace kestrel
