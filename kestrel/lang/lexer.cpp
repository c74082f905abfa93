#include "kestrel/lang/lexer.hpp"

#include <algorithm>
#include <array>

#include "kestrel/base/unicode.hpp"
#include "kestrel/lang/messages.hpp"

namespace kestrel::lang {
namespace {

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}
bool is_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
}
bool is_word_part(char letter) {
  return is_letter(letter) || is_digit(letter) || letter == '-';
}
bool is_attribute_part(char letter) {
  return is_word_part(letter) || letter == '\'';
}
bool is_path_part(char letter) {
  return is_word_part(letter) || letter == '.' || letter == '/';
}
bool is_space(char letter) {
  return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n' || letter == '\f';
}
bool is_bare_value_part(char letter) {
  return is_path_part(letter) || letter == ':' || letter == '@' || letter == '+' ||
         letter == '\'' || letter == '*';
}

template <typename Predicate>
std::size_t run_end(std::string_view text, std::size_t offset, Predicate belongs) {
  while (offset < text.size() && belongs(text[offset])) {
    ++offset;
  }
  return offset;
}

// `[-]12`, `1.5`, `5.`, `.5`, `1e3`; returns the offset itself when no number begins here.
std::size_t number_end(std::string_view text, std::size_t offset) {
  std::size_t end = offset;
  if (end < text.size() && (text[end] == '-' || text[end] == '+')) {
    ++end;
  }
  const std::size_t whole = run_end(text, end, is_digit);
  std::size_t digits = whole - end;
  end = whole;
  if (end < text.size() && text[end] == '.') {
    const std::size_t fraction = run_end(text, end + 1, is_digit);
    digits += fraction - end - 1;
    end = fraction;
  }
  if (digits == 0) {
    return offset;
  }
  if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
    std::size_t exponent = end + 1;
    if (exponent < text.size() && (text[exponent] == '-' || text[exponent] == '+')) {
      ++exponent;
    }
    const std::size_t exponent_end = run_end(text, exponent, is_digit);
    end = exponent_end > exponent ? exponent_end : end;
  }
  return end;
}

}  // namespace

std::string_view token_kind_name(TokenKind kind) {
  switch (kind) {
    case TokenKind::end:
      return "end";
    case TokenKind::word:
      return "word";
    case TokenKind::number:
      return "number";
    case TokenKind::string:
      return "string";
    case TokenKind::timestamp:
      return "timestamp";
    case TokenKind::attribute:
      return "attribute";
    case TokenKind::path:
      return "path";
    case TokenKind::bare_value:
      return "value";
    case TokenKind::punctuation:
      return "punctuation";
    case TokenKind::unknown:
      return "unknown";
  }
  return "";
}

std::size_t Lexer::skip_space(std::size_t offset) const {
  while (offset < text_.size()) {
    if (is_space(text_[offset])) {
      ++offset;
    } else if (text_[offset] == '#') {
      offset = std::min(text_.find('\n', offset), text_.size());
    } else {
      break;
    }
  }
  return offset;
}

Token Lexer::make(TokenKind kind, std::size_t begin, std::size_t end) const {
  return {kind,
          {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), source_},
          text_.substr(begin, end - begin),
          false};
}

std::size_t Lexer::string_end(std::size_t offset) const {
  const char quote = text_[offset];
  for (++offset; offset < text_.size(); ++offset) {
    const char letter = text_[offset];
    if (letter == '\n' || letter == '\r') {
      return offset;
    }
    if (letter == '\\' && offset + 1 < text_.size() && text_[offset + 1] != '\n') {
      ++offset;
    } else if (letter == quote) {
      return offset + 1;
    }
  }
  return text_.size();
}

Token Lexer::general(std::size_t offset) const {
  if (offset >= text_.size()) {
    return make(TokenKind::end, text_.size(), text_.size());
  }
  const char letter = text_[offset];
  const char next = offset + 1 < text_.size() ? text_[offset + 1] : '\0';
  if (letter == '\'' || letter == '"') {
    return make(TokenKind::string, offset, string_end(offset));
  }
  if (letter == 'r' && (next == '\'' || next == '"')) {
    return make(TokenKind::string, offset, string_end(offset + 1));
  }
  if (is_letter(letter)) {
    return make(TokenKind::word, offset, run_end(text_, offset, is_word_part));
  }
  if (letter == '-' || letter == '.' || is_digit(letter)) {
    if (const std::size_t end = number_end(text_, offset); end > offset) {
      return make(TokenKind::number, offset, end);
    }
  }
  constexpr std::string_view two = "== != <= >=";
  if (next == '=' && two.find(letter) != std::string_view::npos && letter != ' ') {
    return make(TokenKind::punctuation, offset, offset + 2);
  }
  constexpr std::string_view one = "=<>+,()[]{}:.";
  if (one.find(letter) != std::string_view::npos) {
    return make(TokenKind::punctuation, offset, offset + 1);
  }
  return make(TokenKind::unknown, offset, offset + decode_character(text_.substr(offset)).size);
}

Token Lexer::attribute(std::size_t offset) const {
  std::size_t end = offset;
  const auto name = [&](std::size_t from) {
    return from < text_.size() && is_letter(text_[from]) ? run_end(text_, from, is_word_part)
                                                         : from;
  };
  end = name(end);
  if (end == offset) {
    return make(TokenKind::attribute, offset, offset);
  }
  if (end + 1 < text_.size() && text_[end] == ':' && is_letter(text_[end + 1])) {
    end = name(end + 1);
  }
  if (text_.substr(end, 3) == "[*]") {
    end += 3;
  }
  while (end + 1 < text_.size() && text_[end] == '.' && is_attribute_part(text_[end + 1])) {
    end = run_end(text_, end + 1, is_attribute_part);
    if (text_.substr(end, 3) == "[*]") {
      end += 3;
    }
  }
  return make(TokenKind::attribute, offset, end);
}

Token Lexer::path(std::size_t offset) const {
  std::size_t end = run_end(text_, offset, is_path_part);
  while (end < text_.size()) {
    if (text_.substr(end, 3) == "://") {
      end = run_end(text_, end + 3, is_path_part);
    } else if (text_[end] == ',' && end + 1 < text_.size() && is_path_part(text_[end + 1])) {
      end = run_end(text_, end + 1, is_path_part);
    } else {
      break;
    }
  }
  return make(TokenKind::path, offset, end);
}

Token Lexer::timestamp(std::size_t offset) const {
  std::size_t begin = offset;
  if (begin < text_.size() && text_[begin] == 't' && begin + 1 < text_.size() &&
      (text_[begin + 1] == '\'' || text_[begin + 1] == '"')) {
    ++begin;
  }
  if (begin < text_.size() && (text_[begin] == '\'' || text_[begin] == '"')) {
    return make(TokenKind::timestamp, offset, string_end(begin));
  }
  const std::size_t end = run_end(text_, begin, [](char letter) {
    return is_word_part(letter) || letter == ':' || letter == '.';
  });
  const bool begins_like_one = begin < text_.size() && is_digit(text_[begin]);
  return make(TokenKind::timestamp, offset, begins_like_one ? end : offset);
}

Token Lexer::bare_value(std::size_t offset) const {
  return make(TokenKind::bare_value, offset, run_end(text_, offset, is_bare_value_part));
}

bool is_closed(const Token& string) {
  std::string_view text = string.text;
  if (!text.empty() && text.front() == 'r') {
    text.remove_prefix(1);
  }
  if (text.size() < 2 || text.back() != text.front()) {
    return false;
  }
  std::size_t backslashes = 0;
  while (backslashes + 2 < text.size() && text[text.size() - 2 - backslashes] == '\\') {
    ++backslashes;
  }
  return backslashes % 2 == 0;
}

namespace {

// Reads up to `most` digits of a base; returns how many there were.
std::size_t read_digits(std::string_view text, unsigned base, std::size_t most, char32_t& value) {
  std::size_t count = 0;
  value = 0;
  while (count < most && count < text.size()) {
    const char letter = text[count];
    unsigned digit = 99;
    if (is_digit(letter)) {
      digit = static_cast<unsigned>(letter - '0');
    } else if (letter >= 'a' && letter <= 'f') {
      digit = static_cast<unsigned>(letter - 'a') + 10;
    } else if (letter >= 'A' && letter <= 'F') {
      digit = static_cast<unsigned>(letter - 'A') + 10;
    }
    if (digit >= base) {
      break;
    }
    value = value * base + digit;
    ++count;
  }
  return count;
}

// What an escape of a character stands for. A pair of surrogates, as JSON writes it, is one
// character.
struct Escaped {
  char32_t code = 0;
  std::size_t size = 0;  // behind the backslash and its letter
  bool is_character = true;
};

bool is_surrogate(char32_t code, char32_t first) {
  return code >= first && code < first + 0x400;
}

Escaped read_escaped(std::string_view text, std::size_t digits) {
  Escaped escaped;
  escaped.size = read_digits(text, 16, digits, escaped.code);
  constexpr char32_t high = 0xD800;
  constexpr char32_t low = 0xDC00;
  if (is_surrogate(escaped.code, high) && text.substr(escaped.size, 2) == "\\u") {
    char32_t second = 0;
    if (read_digits(text.substr(escaped.size + 2), 16, 4, second) == 4 &&
        is_surrogate(second, low)) {
      escaped.code = 0x10000 + ((escaped.code - high) << 10) + (second - low);
      escaped.size += 6;
    }
  }
  escaped.is_character = escaped.code <= 0x10FFFF && !is_surrogate(escaped.code, high) &&
                         !is_surrogate(escaped.code, low);
  return escaped;
}

}  // namespace

Result<std::string> string_value(const Token& string) {
  std::string_view text = string.text;
  const bool raw = text.front() == 'r';
  text = text.substr(raw ? 2 : 1, text.size() - (raw ? 3 : 2));
  if (raw || text.find('\\') == std::string_view::npos) {
    return std::string(text);
  }
  constexpr std::string_view letters = "abfnrtv\\'\"";
  constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\'\"";
  const auto place = [&](std::size_t offset, std::size_t size) {
    const auto begin = static_cast<std::uint32_t>(string.span.begin + 1 + offset);
    return Span{begin, begin + static_cast<std::uint32_t>(size), string.span.source};
  };
  std::string value;
  for (std::size_t offset = 0; offset < text.size(); ++offset) {
    if (text[offset] != '\\' || offset + 1 == text.size()) {
      value.push_back(text[offset]);
      continue;
    }
    const std::size_t escape = offset;
    const char letter = text[++offset];
    char32_t code = 0;
    if (const std::size_t known = letters.find(letter); known != std::string_view::npos) {
      value.push_back(meanings[known]);
    } else if (letter >= '0' && letter <= '7') {
      offset += read_digits(text.substr(offset), 8, 3, code) - 1;
      append_character(value, code);
    } else if (letter == 'x' || letter == 'u' || letter == 'U') {
      const std::size_t wanted = letter == 'x' ? 2 : letter == 'u' ? 4 : 8;
      const Escaped escaped = read_escaped(text.substr(offset + 1), wanted);
      const Span span = place(escape, 2 + escaped.size);
      if (escaped.size < wanted) {
        return messages::escape_cut_short(span, letter, wanted);
      }
      if (!escaped.is_character) {
        return messages::escape_is_no_character(span, text.substr(escape, 2 + escaped.size));
      }
      offset += escaped.size;
      append_character(value, escaped.code);
    } else if (letter == 'N' && text.substr(offset + 1, 1) == "{") {
      const std::size_t end = std::min(text.find('}', offset), text.size() - 1);
      return messages::escape_by_name(place(escape, end + 1 - escape),
                                      text.substr(escape, end + 1 - escape));
    } else {
      value.push_back('\\');
      value.push_back(letter);
    }
  }
  return value;
}

}  // namespace kestrel::lang
