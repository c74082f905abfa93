#include "kestrel/session/displays/json_text.hpp"

#include <array>
#include <cstddef>

#include "kestrel/base/unicode.hpp"

namespace kestrel::session {
namespace {

constexpr auto plain_bytes = [] {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte < 0x7F; ++byte) {
    plain[byte] = byte != '"' && byte != '\\';
  }
  return plain;
}();

void append_unit(std::string& out, char32_t unit) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) {
    out += digits[(unit >> shift) & 0xF];
  }
}

void append_escape(std::string& out, char32_t code) {
  switch (code) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      append_unit(out, code);  // all that are not inert lie in the first plane
      break;
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t begin = 0;  // of what is copied as it is
  for (std::size_t offset = 0; offset < text.size();) {
    if (plain_bytes[static_cast<unsigned char>(text[offset])]) {
      ++offset;
      continue;
    }
    const Character character = decode_character(text.substr(offset));
    const bool escaped =
        !is_inert(character.code) || character.code == '"' || character.code == '\\';
    if (escaped || !character.well_formed) {
      out.append(text.substr(begin, offset - begin));
      if (escaped) {
        append_escape(out, character.code);
      } else {
        append_character(out, character.code);
      }
      begin = offset + character.size;
    }
    offset += character.size;
  }
  out.append(text.substr(begin));
  out += '"';
}

}  // namespace kestrel::session
