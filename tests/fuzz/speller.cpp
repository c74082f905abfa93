#include "tests/fuzz/speller.hpp"

#include <array>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "kestrel/base/unicode.hpp"

namespace kestrel::fuzz {
namespace {

bool is_letter_or_digit(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

// Whether a raw text may hold this: no line end, no bare quote, no single backslash at the end.
bool fits_raw(std::string_view value, char quote) {
  bool behind_backslash = false;
  for (const char letter : value) {
    if (letter == '\n' || letter == '\r' || (letter == quote && !behind_backslash)) {
      return false;
    }
    behind_backslash = letter == '\\' && !behind_backslash;
  }
  return !behind_backslash;
}

}  // namespace

void Speller::keyword(std::string_view word) {
  std::string spelled(word);
  const std::size_t way = random_.below(3);
  for (char& letter : spelled) {
    const bool small = way == 0 || (way == 1 && random_.one_in(2));
    letter = static_cast<char>(small ? std::tolower(letter) : std::toupper(letter));
  }
  put(Piece::word, spelled);
}

void Speller::name(std::string_view word) {
  put(Piece::word, word);
}

void Speller::number(std::string_view digits) {
  put(Piece::number, digits);
}

void Speller::mark(std::string_view mark) {
  put(Piece::mark, mark);
}

void Speller::run(std::string_view characters) {
  put(Piece::run, characters);
}

void Speller::quoted(std::string_view written) {
  put(Piece::quoted, written);
}

void Speller::text(std::string_view value) {
  const char quote = random_.one_in(2) ? '\'' : '"';
  if (random_.one_in(3) && fits_raw(value, quote)) {
    put(Piece::quoted, fmt::format("r{}{}{}", quote, value, quote));
  } else {
    put(Piece::quoted, fmt::format("{}{}{}", quote, ordinary(value, quote), quote));
  }
}

std::string Speller::finish() && {
  blank(false);
  if (random_.one_in(5)) {
    text_ += "# without a line end";
  }
  return std::move(text_);
}

void Speller::put(Piece piece, std::string_view text) {
  blank(needs_blank(piece, text.front()));
  text_ += text;
  last_ = piece;
}

bool Speller::needs_blank(Piece piece, char first) const {
  switch (last_) {
    case Piece::none:
    case Piece::mark:
    case Piece::quoted:
      return false;
    case Piece::word:
      return is_letter_or_digit(first) || first == '-';
    case Piece::number:
      // `5d` is a number and a unit, but `5e3` is one number.
      return is_letter_or_digit(first)
                 ? !std::isalpha(static_cast<unsigned char>(first)) || std::tolower(first) == 'e'
                 : piece == Piece::number;
    case Piece::run:
      return piece != Piece::mark;
  }
  return true;
}

void Speller::blank(bool needed) {
  static constexpr std::array<std::string_view, 8> spaces{" ",    " ",  "  ", "\t",
                                                          "\r\n", "\n", "\f", "\n\n\n"};
  static constexpr std::array<std::string_view, 8> comments{"#\n",
                                                            "# a comment\n",
                                                            "# it's \"quoted\n",
                                                            "# x = GET process\r\n",
                                                            "#\xC3\xA9\xF0\x9F\xA6\x8A\n",
                                                            "## (\t#\n",
                                                            "# cell\n\n",
                                                            "#  \n# two\n"};
  if (!needed && random_.one_in(2)) {
    return;
  }
  std::size_t count = random_.one_in(4) ? random_.below(4) : 0;
  text_ += count == 0 && random_.one_in(2) ? " " : random_.any(spaces);
  for (; count > 0; --count) {
    text_ += random_.one_in(3) ? random_.any(comments) : random_.any(spaces);
  }
}

// Each character as it is, where that is allowed, or as one of its escapes.
std::string Speller::ordinary(std::string_view value, char quote) {
  constexpr std::string_view known = "\a\b\f\n\r\t\v\\'\"";
  constexpr std::string_view letters = "abfnrtv\\'\"";
  constexpr std::string_view meaningful = "abfnrtvxuU\\'\"01234567";
  std::string written;
  for (std::size_t offset = 0; offset < value.size();) {
    const Character character = decode_character(value.substr(offset));
    const char letter = value[offset];
    const std::string_view as_is = value.substr(offset, character.size);
    offset += character.size;
    const char next = offset < value.size() ? value[offset] : quote;
    const auto code = static_cast<std::uint32_t>(character.code);
    const bool must = letter == '\n' || letter == '\r' || letter == quote;
    const std::size_t short_escape = known.find(letter);
    if (letter == '\\' && meaningful.find(next) == std::string_view::npos && next != '\n' &&
        next != '\r' && static_cast<unsigned char>(next) < 0x80 && random_.one_in(2)) {
      // An escape that means nothing keeps its backslash, and what follows must stand as it is.
      written += letter;
      written += next;
      ++offset;
    } else if (!must && letter != '\\' && !random_.one_in(6)) {
      written += as_is;
    } else if (short_escape != std::string_view::npos && !random_.one_in(4)) {
      written += '\\';
      written += letters[short_escape];
    } else if (code < 0x100 && random_.one_in(2)) {
      written +=
          random_.one_in(2) ? fmt::format("\\x{:02x}", code) : fmt::format("\\x{:02X}", code);
    } else if (code < 0100 && random_.one_in(2)) {
      written += fmt::format("\\{:03o}", code);
    } else if (code < 0x10000 && random_.one_in(2)) {
      written += fmt::format("\\u{:04x}", code);
    } else {
      written += fmt::format("\\U{:08X}", code);
    }
  }
  return written;
}

}  // namespace kestrel::fuzz
