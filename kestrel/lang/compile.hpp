// Syntax tree -> steps in the graph.
#pragma once

#include "kestrel/lang/verb.hpp"

namespace kestrel::lang {

/// Lowers one statement. On failure the graph is as it was.
Result<Instruction> compile(const ast::Statement& statement, Scope& scope);

}  // namespace kestrel::lang
