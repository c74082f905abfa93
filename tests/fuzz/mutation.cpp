#include "tests/fuzz/mutation.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "kestrel/lang/lexer.hpp"

namespace kestrel::fuzz {
namespace {

constexpr std::array<std::string_view, 58> pieces{
    "GET",  "FIND", "NEW",   "LOAD",  "SAVE",     "SORT", "GROUP",    "JOIN",   "APPLY", "INFO",
    "DISP", "FROM", "WHERE", "ATTR",  "BY",       "ASC",  "LIMIT",    "OFFSET", "WITH",  "AS",
    "ON",   "TO",   "START", "STOP",  "LAST",     "AND",  "OR",       "NOT",    "IN",    "IS NULL",
    "BIN(", "(",    ")",     "[",     "]",        "{",    "}",        ",",      ":",     "=",
    "+",    "'",    "\"",    "r'",    "t'",       "\\",   "\\x",      "#",      "\n",    "\r",
    "[*]",  "://",  "-",     "1e999", "\xC3\xA9", "\xFF", "\xE2\x80", "explain"};

std::string any_bytes(std::string text, std::string_view other, Random& random) {
  const std::size_t begin = random.below(text.size() + 1);
  const std::size_t size = std::min(text.size() - begin, random.below(random.one_in(4) ? 200 : 6));
  switch (random.below(7)) {
    case 0:
      return text.erase(begin, size);
    case 1:
      return text.insert(begin, text.substr(begin, size));
    case 2:
      return text.insert(begin, random.any(pieces));
    case 3:
      return text.insert(begin, 1, static_cast<char>(random.below(256)));
    case 4:
      return text.erase(begin);
    case 5: {
      const std::size_t from = random.below(other.size() + 1);
      return text.insert(begin, other.substr(from, random.below(40)));
    }
    default:
      if (begin < text.size()) {
        text[begin] = static_cast<char>(text[begin] ^ (1 << random.below(8)));
      }
      return text;
  }
}

// The tokens of a text, each with the white space and the comments before it.
std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> tokens;
  const lang::Lexer lexer(text, 0);
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t end = lexer.general(lexer.skip_space(offset)).span.end;
    tokens.emplace_back(text.substr(offset, end - offset));
    offset = end;
  }
  return tokens;
}

std::string any_tokens(std::string_view text, std::string_view other, Random& random) {
  std::vector<std::string> tokens = tokens_of(text);
  const std::vector<std::string> others = tokens_of(other);
  if (tokens.empty() || others.empty()) {
    return std::string(other);
  }
  const std::size_t index = random.below(tokens.size());
  const auto place = tokens.begin() + static_cast<std::ptrdiff_t>(index);
  switch (random.below(5)) {
    case 0:
      tokens.erase(place);
      break;
    case 1:
      tokens.insert(place, 1 + random.below(3), tokens[index]);
      break;
    case 2:
      std::swap(tokens[index], tokens[random.below(tokens.size())]);
      break;
    case 3:
      tokens[index] = " " + random.any(others);
      break;
    default:
      tokens.insert(place, " " + std::string(random.any(pieces)) + " ");
  }
  std::string result;
  for (const std::string& token : tokens) {
    result += token;
  }
  return result;
}

}  // namespace

std::string mutated(std::string_view text, std::string_view other, Random& random) {
  std::string result(text);
  for (std::size_t count = random.below(4) + 1; count > 0; --count) {
    result = random.one_in(2) ? any_bytes(std::move(result), other, random)
                              : any_tokens(result, other, random);
  }
  return result;
}

}  // namespace kestrel::fuzz
