// The prompt: reads blocks from a person, one after the other.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace kestrel::cli {

/// Reads lines until a block is complete and hands it on, until the end of the input or `exit`.
///
/// A block that is incomplete by itself goes on on the next line; an empty line ends it. History is
/// kept in `history_file` across runs.
void run_prompt(const std::filesystem::path& history_file,
                const std::function<void(const std::string& block)>& run);

}  // namespace kestrel::cli
