#include "kestrel/session/completion/begun_word.hpp"

#include <algorithm>
#include <cstddef>

namespace kestrel::session {

BegunWord begun_word(std::string_view text) {
  const std::size_t blank = text.find_last_of(" \t\r\n\f\v,");
  std::size_t begin = blank == std::string_view::npos ? 0 : blank + 1;
  BegunWord begun;
  const std::string_view run = text.substr(begin);
  const std::string_view unquoted = run.substr(0, run.find_first_of("'\""));
  if (const std::size_t mark = unquoted.find_last_of("([=<>"); mark != std::string_view::npos) {
    begun.behind_mark = true;
    begin += mark + 1;
  }
  begun.before = text.substr(0, begin);
  begun.word = text.substr(begin);
  const std::size_t last = begun.before.find_last_not_of(" \t\r\f\v");
  begun.begins_line = last == std::string_view::npos || begun.before[last] == '\n';
  return begun;
}

bool is_lower_case(std::string_view word) {
  const auto is_upper = [](char letter) { return letter >= 'A' && letter <= 'Z'; };
  const auto is_lower = [](char letter) { return letter >= 'a' && letter <= 'z'; };
  return std::any_of(word.begin(), word.end(), is_lower) &&
         std::none_of(word.begin(), word.end(), is_upper);
}

}  // namespace kestrel::session
