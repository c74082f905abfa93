// What a path that is only begun could become.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kestrel {

/// Returns the paths of files and folders that begin like `begun`, spelled like it, sorted; folders
/// end with `/`. Hidden ones only where their name is begun. Looks at one folder, and gives up
/// after some thousand entries.
///
/// `locate` says where the folder is that was written: empty, or a path up to its last `/`.
std::vector<std::string> paths_that_begin(
    std::string_view begun,
    const std::function<std::filesystem::path(std::string_view folder)>& locate);

}  // namespace kestrel
