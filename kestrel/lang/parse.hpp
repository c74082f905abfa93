// Text -> syntax tree.
#pragma once

#include <string_view>
#include <vector>

#include "kestrel/base/diagnostic.hpp"
#include "kestrel/lang/ast.hpp"
#include "kestrel/lang/lexer.hpp"

namespace kestrel::lang {

/// What became of a text: the statements that could be read, and what was wrong with the others.
struct Parsed {
  ast::Block block;
  std::vector<Diagnostic> diagnostics;
  std::vector<Token> tokens;  // as the parser took them, views into the text
  bool incomplete = false;    // the only fault is that the text ends too early
};

/// Parses a whole text. After a fault it goes on at the next statement; it stops at 20 faults.
Parsed parse(std::string_view text, std::uint32_t source);

}  // namespace kestrel::lang
