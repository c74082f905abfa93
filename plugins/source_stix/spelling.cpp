#include "plugins/source_stix/spelling.hpp"

#include <cstdint>
#include <cstring>

namespace kestrel::source_stix {
namespace {

constexpr char32_t replacement = 0xFFFD;

bool is_high_surrogate(char32_t code) {
  return code >= 0xD800 && code < 0xDC00;
}
bool is_low_surrogate(char32_t code) {
  return code >= 0xDC00 && code < 0xE000;
}

std::optional<char32_t> four_digits(std::string_view text) {
  if (text.size() < 4) {
    return std::nullopt;
  }
  char32_t code = 0;
  for (const char letter : text.substr(0, 4)) {
    if (!is_hexadecimal(letter)) {
      return std::nullopt;
    }
    const auto low = static_cast<char32_t>(letter | 0x20);
    code = code * 16 + (is_digit(letter) ? static_cast<char32_t>(letter - '0') : low - 'a' + 10);
  }
  return code;
}

// Never longer than the escape it stands for: six bytes give at most three, twelve give four.
char* put(char* into, char32_t code) {
  const auto byte = [&](char32_t bits) { *into++ = static_cast<char>(bits); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | (code >> 6));
    byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | (code >> 12));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | (code >> 18));
    byte(0x80 | ((code >> 12) & 0x3F));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
  return into;
}

// Reads behind `\u`; moves `rest` behind all that belongs to the character.
std::optional<char32_t> escaped_character(std::string_view& rest) {
  const auto code = four_digits(rest);
  if (!code) {
    return std::nullopt;
  }
  rest.remove_prefix(4);
  if (is_low_surrogate(*code)) {
    return replacement;
  }
  if (!is_high_surrogate(*code)) {
    return code;
  }
  if (rest.size() >= 6 && rest[0] == '\\' && rest[1] == 'u') {
    const auto low = four_digits(rest.substr(2));
    if (low && is_low_surrogate(*low)) {
      rest.remove_prefix(6);
      return 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
    }
  }
  return replacement;
}

char plain_escape(char letter) {
  switch (letter) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return letter;
  }
}

}  // namespace

bool is_hexadecimal(char letter) {
  return is_digit(letter) || (letter >= 'a' && letter <= 'f') || (letter >= 'A' && letter <= 'F');
}

bool is_escape(char letter) {
  return letter != '\0' && std::strchr("\"\\/bfnrtu", letter) != nullptr;
}

std::size_t number_size(std::string_view text) {
  std::size_t end = 0;
  const auto digits = [&] {
    const std::size_t start = end;
    while (end < text.size() && is_digit(text[end])) {
      ++end;
    }
    return end > start;
  };
  if (end < text.size() && text[end] == '-') {
    ++end;
  }
  if (end < text.size() && text[end] == '0') {
    ++end;
  } else if (!digits()) {
    return 0;
  }
  if (end < text.size() && text[end] == '.') {
    ++end;
    if (!digits()) {
      return 0;
    }
  }
  if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
    ++end;
    if (end < text.size() && (text[end] == '+' || text[end] == '-')) {
      ++end;
    }
    if (!digits()) {
      return 0;
    }
  }
  return end;
}

bool is_scalar(std::string_view text) {
  if (text == "true" || text == "false" || text == "null") {
    return true;
  }
  const std::size_t size = number_size(text);
  return size != 0 && size == text.size();
}

char* write_unescaped(char* into, std::string_view spelled) {
  std::string_view rest = spelled;
  while (!rest.empty()) {
    const void* found = std::memchr(rest.data(), '\\', rest.size());
    const std::size_t plain =
        found == nullptr ? rest.size()
                         : static_cast<std::size_t>(static_cast<const char*>(found) - rest.data());
    std::memcpy(into, rest.data(), plain);
    into += plain;
    if (plain == rest.size()) {
      return into;
    }
    rest.remove_prefix(plain + 1);
    if (rest.empty() || !is_escape(rest.front())) {
      return nullptr;
    }
    const char letter = rest.front();
    rest.remove_prefix(1);
    if (letter != 'u') {
      *into++ = plain_escape(letter);
      continue;
    }
    const auto code = escaped_character(rest);
    if (!code) {
      return nullptr;
    }
    into = put(into, *code);
  }
  return into;
}

bool is_spelling(std::string_view spelled, std::string_view text) {
  std::string decoded;
  return append_unescaped(decoded, spelled) && decoded == text;
}

bool append_unescaped(std::string& text, std::string_view spelled) {
  const std::size_t start = text.size();
  text.resize(start + spelled.size());
  const char* end = write_unescaped(text.data() + start, spelled);
  if (end == nullptr) {
    text.resize(start);
    return false;
  }
  text.resize(static_cast<std::size_t>(end - text.data()));
  return true;
}

}  // namespace kestrel::source_stix
