// What changes from run to run and from machine to machine, taken out of an output.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kestrel::flows {

/// Folders and the words that stand for them, such as `<root>`.
using FolderMasks = std::vector<std::pair<std::filesystem::path, std::string>>;

/// Puts the words in place of the folders. Folders inside others go first.
std::string mask_folders(std::string text, FolderMasks masks);

/// Puts `N` in place of the time in execution summaries, in each form of display.
std::string mask_times(std::string_view text);

/// Sorts the rows of each table in a text: the lines between a first line and `(... rows)`.
std::string sort_rows(std::string_view text);

}  // namespace kestrel::flows
