// The word that a text ends with, as completion takes it.
#pragma once

#include <string_view>

namespace kestrel::session {

/// A word that is to be completed, maybe empty, and the text before it.
struct BegunWord {
  std::string_view before;
  std::string_view word;
  bool begins_line = false;
  bool behind_mark = false;  // a bracket or an operator stands right before the word
};

/// Finds the word at the end of a text. It reaches back to white space or a comma, or to a bracket
/// or an operator.
BegunWord begun_word(std::string_view text);

/// Tells whether a word has letters, and all of them are small.
bool is_lower_case(std::string_view word);

}  // namespace kestrel::session
