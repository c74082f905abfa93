#include "kestrel/base/begun_path.hpp"

#include <algorithm>
#include <system_error>

namespace kestrel {
namespace {

constexpr std::size_t most_entries = 5000;

}  // namespace

std::vector<std::string> paths_that_begin(
    std::string_view begun,
    const std::function<std::filesystem::path(std::string_view folder)>& locate) {
  const std::size_t slash = begun.rfind('/');
  const std::string_view folder = begun.substr(0, slash == std::string_view::npos ? 0 : slash + 1);
  const std::string_view name = begun.substr(folder.size());
  std::vector<std::string> paths;
  std::error_code problem;  // what cannot be looked into has nothing to offer
  std::filesystem::directory_iterator entry(locate(folder), problem);
  std::size_t seen = 0;
  for (; !problem && entry != std::filesystem::directory_iterator() && seen < most_entries;
       entry.increment(problem)) {
    ++seen;
    const std::string found = entry->path().filename().string();
    if (!found.starts_with(name) || (found.starts_with('.') && name.empty())) {
      continue;
    }
    std::error_code unknown;
    const bool is_folder = entry->is_directory(unknown);
    paths.push_back(std::string(folder) + found + (is_folder ? "/" : ""));
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace kestrel
