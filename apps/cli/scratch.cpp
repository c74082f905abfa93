#include "apps/cli/scratch.hpp"

#include <cstdlib>
#include <system_error>
#include <utility>

namespace kestrel::cli {

Result<Scratch> Scratch::make(const std::filesystem::path& parent) {
  std::error_code problem;
  std::filesystem::create_directories(parent, problem);
  std::string pattern = (parent / "session-XXXXXX").string();
  if (problem || ::mkdtemp(pattern.data()) == nullptr) {
    return error("scratch-folder",
                 "no folder for temporary data could be made in `" + parent.string() + "`")
        .help("name one that can be written with `--cache`");
  }
  return Scratch(pattern);
}

Scratch::Scratch(std::filesystem::path path) : path_(std::move(path)) {}

Scratch::Scratch(Scratch&& other) noexcept : path_(std::exchange(other.path_, {})) {}

Scratch::~Scratch() {
  remove();
}

void Scratch::remove() {
  if (!path_.empty()) {
    std::error_code ignored;  // nothing that a hunter could do about it
    std::filesystem::remove_all(path_, ignored);
    path_.clear();
  }
}

}  // namespace kestrel::cli
