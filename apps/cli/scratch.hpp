// The folder in which one run of the program keeps what it can throw away.
#pragma once

#include <filesystem>

#include "kestrel/base/result.hpp"

namespace kestrel::cli {

/// A folder of this process alone, made when first asked for and removed at the end.
class Scratch {
 public:
  /// Makes `parent`/session-XXXXXX, readable by its owner only.
  static Result<Scratch> make(const std::filesystem::path& parent);

  Scratch(Scratch&& other) noexcept;
  Scratch& operator=(Scratch&&) = delete;
  ~Scratch();

  const std::filesystem::path& path() const { return path_; }

  /// Removes the folder before its time.
  void remove();

 private:
  explicit Scratch(std::filesystem::path path);

  std::filesystem::path path_;
};

}  // namespace kestrel::cli
