#include "kestrel/sql/query.hpp"

namespace kestrel::sql {
namespace {

std::string quoted(std::string_view text, char quote) {
  std::string result(1, quote);
  for (const char letter : text) {
    if (letter == quote) {
      result.push_back(quote);
    }
    result.push_back(letter);
  }
  result.push_back(quote);
  return result;
}

}  // namespace

std::string quoted_identifier(std::string_view name) {
  return quoted(name, '"');
}

std::string quoted_text(std::string_view text) {
  return quoted(text, '\'');
}

}  // namespace kestrel::sql
