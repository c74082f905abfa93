// The words that huntflows are made of, and which of them may stand where.
#pragma once

#include <string>

#include "tests/fuzz/random.hpp"

namespace kestrel::fuzz {

/// Draws the name of a variable: any word that begins no statement behind `=`.
std::string variable_name(Random& random);

/// Draws a name for a result. Where a clause may still follow, its keyword is none.
std::string output_name(Random& random, bool clause_may_follow);

/// Draws letters, digits, `_` and `-`: an entity type, a bare value, the name of an argument.
std::string extended_name(Random& random);

/// Draws an attribute without an entity type: dotted, with `[*]`, with quotes.
std::string attribute_name(Random& random);

/// Draws what may stand in quotes: all kinds of characters.
std::string quoted_content(Random& random);

/// Draws what needs no quotes as a path, a source, or an analytics.
std::string plain_path(Random& random);

/// Draws what needs no quotes behind WITH.
std::string bare_argument(Random& random);

}  // namespace kestrel::fuzz
