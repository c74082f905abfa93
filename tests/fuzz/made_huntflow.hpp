// Huntflows that nobody wrote: drawn from the whole grammar, with the tree that each must give.
#pragma once

#include <cstdint>
#include <string>

#include "kestrel/lang/ast.hpp"

namespace kestrel::fuzz {

/// A text, and what it means. Places are left out of the tree.
struct MadeHuntflow {
  std::string text;
  ast::Block block;
};

/// Draws a legal huntflow. Every statement, clause, operator, and kind of value comes up.
MadeHuntflow make_huntflow(std::uint32_t seed);

}  // namespace kestrel::fuzz
