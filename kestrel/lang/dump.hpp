// Tokens and syntax trees as text, for `--show` and golden files.
#pragma once

#include <string>
#include <vector>

#include "kestrel/base/source_text.hpp"
#include "kestrel/lang/ast.hpp"
#include "kestrel/lang/lexer.hpp"

namespace kestrel::lang {

/// Writes one token a line: `2:1 word "DISP"`.
std::string dump(const std::vector<Token>& tokens, const SourceText& source);

/// Writes one statement after the other, a clause a line, indented.
std::string dump(const ast::Block& block);

}  // namespace kestrel::lang
