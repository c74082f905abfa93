// The prompt: reads blocks from a person, one after the other.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/session/completion/completion.hpp"

namespace kestrel::cli {

/// What the prompt needs from the session.
struct PromptActions {
  std::function<void(const std::string& block)> run;

  /// Says how the word at the end of a text could go on. Asked when TAB is pressed.
  std::function<std::vector<session::Completion>(std::string_view text)> complete;
};

/// Reads lines until a block is complete and hands it on, until the end of the input or `exit`.
///
/// A block that is incomplete by itself goes on on the next line; an empty line ends it. History is
/// kept in `history_file` across runs.
void run_prompt(const std::filesystem::path& history_file, const PromptActions& actions);

}  // namespace kestrel::cli
