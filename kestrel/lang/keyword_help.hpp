// What a keyword does, in one sentence, for completion.
#pragma once

#include <string_view>

namespace kestrel::lang {

/// Returns what a clause, an operator, a function or a unit means in the statement of a verb, which
/// is empty for `name = variable`. Keywords in upper case. Empty when there is nothing to say.
std::string_view keyword_help(std::string_view verb, std::string_view keyword);

/// The same for punctuation that a statement requires.
std::string_view punctuation_help(std::string_view mark);

}  // namespace kestrel::lang
