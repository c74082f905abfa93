#include "kestrel/sql/query.hpp"

#include <fmt/format.h>

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

std::string aliased(std::string_view relation, std::string_view alias) {
  return fmt::format("{} AS {}", quoted_identifier(relation), alias);
}

// The engine's `%n` writes other bytes than digits.
std::string timestamp_text(const std::string& timestamp) {
  return fmt::format(
      "(strftime({0}::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.') || lpad((((epoch_ns({0}) % 1000000000) + "
      "1000000000) % 1000000000)::VARCHAR, 9, '0') || 'Z')",
      timestamp);
}

}  // namespace kestrel::sql
