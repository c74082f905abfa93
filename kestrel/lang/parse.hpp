// Text -> syntax tree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "kestrel/base/diagnostic.hpp"
#include "kestrel/lang/ast.hpp"
#include "kestrel/lang/expectation.hpp"
#include "kestrel/lang/lexer.hpp"

namespace kestrel::lang {

/// A statement that could not be read.
struct Unread {
  std::uint32_t begin = 0;  // where it begins in the text
  std::optional<std::string_view>
      output;  // the variable that it would have defined, if it names one
};

/// What became of a text: the statements that could be read, and what was wrong with the others.
struct Parsed {
  ast::Block block;
  std::vector<Unread> unread;  // in the order of the text, as are the diagnostics
  std::vector<Diagnostic> diagnostics;
  std::vector<Token> tokens;  // as the parser took them, views into the text
  bool incomplete = false;    // the only fault is that the text ends too early
  Expectations expected;      // what could stand at the end of the text
};

/// How many faults of one block are told.
inline constexpr std::size_t most_faults = 20;

/// Parses a whole text. After a fault it goes on at the next statement; it stops at so many.
Parsed parse(std::string_view text, std::uint32_t source, std::size_t faults = most_faults);

}  // namespace kestrel::lang
