// A statement in SQL with its values apart from its text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kestrel::sql {

/// A value that a statement is run with.
using Parameter = std::variant<std::int64_t, double, bool, std::string>;

/// SQL whose `$1`, `$2`, ... stand for the parameters, in order.
struct Query {
  std::string text;
  std::vector<Parameter> parameters;

  /// It only passes on what a table holds: rows can be taken over while they come.
  bool is_scan = false;
};

/// Returns an identifier in double quotes, with quotes inside doubled.
std::string quoted_identifier(std::string_view name);

/// Writes a relation under another name: `"process@1" AS m`.
std::string aliased(std::string_view relation, std::string_view alias);

/// Writes the text of a time in ISO 8601, exact to the nanosecond.
std::string timestamp_text(const std::string& timestamp);

/// Returns a text in single quotes, with quotes inside doubled.
std::string quoted_text(std::string_view text);

}  // namespace kestrel::sql
