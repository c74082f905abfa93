#include "kestrel/base/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>

namespace kestrel {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct Range {
  char32_t first;
  char32_t last;
};

// Characters that take no cell: combining marks and joiners (Unicode 14 general categories Mn, Me,
// Cf), coarse blocks are enough for aligning tables.
constexpr auto zero_width = std::to_array<Range>({
    {0x0300, 0x036F}, {0x0483, 0x0489},   {0x0591, 0x05BD}, {0x05BF, 0x05BF}, {0x05C1, 0x05C2},
    {0x05C4, 0x05C5}, {0x0610, 0x061A},   {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC},
    {0x06DF, 0x06E4}, {0x0900, 0x0902},   {0x093A, 0x093A}, {0x093C, 0x093C}, {0x0941, 0x0948},
    {0x0E31, 0x0E31}, {0x0E34, 0x0E3A},   {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
    {0x200B, 0x200D}, {0x20D0, 0x20F0},   {0x2060, 0x2064}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
    {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
});

// East Asian Width W and F (Unicode Annex 11), and emoji drawn two cells wide.
constexpr auto double_width = std::to_array<Range>({
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x25FD, 0x25FE},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x26AA, 0x26AB},
    {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x274C, 0x274C},   {0x2753, 0x2755},   {0x2795, 0x2797},   {0x2B1B, 0x2B1C},
    {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
    {0xA000, 0xA4CF},   {0xA960, 0xA97C},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
});

// What may reorder a line: Unicode Annex 9 explicit formatting characters and implicit marks, and
// the separators that some terminals take for a line end.
constexpr auto reordering = std::to_array<Range>({
    {0x061C, 0x061C},
    {0x200E, 0x200F},
    {0x2028, 0x202E},
    {0x2066, 0x2069},
});

template <std::size_t count>
bool lies_in(const std::array<Range, count>& ranges, char32_t code) {
  const auto after =
      std::upper_bound(ranges.begin(), ranges.end(), code,
                       [](char32_t value, const Range& range) { return value < range.first; });
  return after != ranges.begin() && code <= std::prev(after)->last;
}

bool is_continuation(unsigned char byte) {
  return (byte & 0xC0) == 0x80;
}

}  // namespace

Character decode_character(std::string_view text) {
  const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) {
    return {lead, 1, true};
  }
  std::size_t size = 0;
  char32_t code = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    size = 2;
    code = lead & 0x1FU;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    size = 3;
    code = lead & 0x0FU;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    size = 4;
    code = lead & 0x07U;
  } else {
    return {replacement, 1, false};
  }
  if (text.size() < size) {
    return {replacement, 1, false};
  }
  for (std::size_t index = 1; index < size; ++index) {
    if (!is_continuation(byte(index))) {
      return {replacement, 1, false};
    }
    code = (code << 6) | (byte(index) & 0x3FU);
  }
  const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (overlong || surrogate || code > 0x10FFFF) {
    return {replacement, 1, false};
  }
  return {code, size, true};
}

void append_character(std::string& text, char32_t code) {
  if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
    code = replacement;
  }
  const auto put = [&](char32_t bits) { text.push_back(static_cast<char>(bits)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

std::optional<std::size_t> first_broken_byte(std::string_view text) {
  for (std::size_t offset = 0; offset < text.size();) {
    const Character character = decode_character(text.substr(offset));
    if (!character.well_formed) {
      return offset;
    }
    offset += character.size;
  }
  return std::nullopt;
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t offset = 0; offset < text.size(); ++count) {
    offset += decode_character(text.substr(offset)).size;
  }
  return count;
}

std::size_t character_width(char32_t code) {
  if (code < 0x300) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) ? 0 : 1;
  }
  if (lies_in(zero_width, code)) {
    return 0;
  }
  return lies_in(double_width, code) ? 2 : 1;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    const Character character = decode_character(text.substr(offset));
    width += character_width(character.code);
    offset += character.size;
  }
  return width;
}

std::string_view fit_width(std::string_view text, std::size_t width) {
  std::size_t used = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    const Character character = decode_character(text.substr(offset));
    used += character_width(character.code);
    if (used > width) {
      return text.substr(0, offset);
    }
    offset += character.size;
  }
  return text;
}

bool is_inert(char32_t code) {
  return code >= 0x20 && (code < 0x7F || code >= 0xA0) && !lies_in(reordering, code);
}

std::string made_inert(std::string_view text) {
  std::string inert;
  inert.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) {
    const Character character = decode_character(text.substr(offset));
    const char32_t code = character.code;
    if (!character.well_formed) {
      append_character(inert, replacement);
    } else if (code == '\n') {
      inert += "\\n";
    } else if (code == '\r') {
      inert += "\\r";
    } else if (code == '\t') {
      inert += "\\t";
    } else if (!is_inert(code)) {
      std::array<char, 16> escape{};
      const int size =
          std::snprintf(escape.data(), escape.size(), "\\u{%x}", static_cast<unsigned>(code));
      inert.append(escape.data(), static_cast<std::size_t>(size));
    } else {
      inert.append(text.substr(offset, character.size));
    }
    offset += character.size;
  }
  return inert;
}

}  // namespace kestrel
