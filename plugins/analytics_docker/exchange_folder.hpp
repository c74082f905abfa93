// The folder that a container sees as /data: what goes in, and what a hostile hand left in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "kestrel/base/result.hpp"

namespace kestrel::analytics_docker {

/// Holds input/, output/ and display/ inside a folder that only this user may enter. When it goes,
/// everything that the container left is removed but the outputs handed on, so that whoever owns
/// the folder can remove it.
class ExchangeFolder {
 public:
  /// Prepares an existing, empty folder.
  static Result<ExchangeFolder> prepare(std::filesystem::path folder);

  ExchangeFolder(ExchangeFolder&& other) noexcept;
  ExchangeFolder& operator=(ExchangeFolder&&) = delete;
  ~ExchangeFolder();

  const std::filesystem::path& path() const { return folder_; }
  std::filesystem::path input_file(std::size_t index) const;

  /// Lets any user in the container read an input that was written.
  Result<Done> open_input(std::size_t index) const;

  /// Returns the output for an input, if there is one: a regular file of bounded size with the
  /// marks of Parquet at both ends. Call it once the container has ended; `analytics` is named in
  /// diagnostics.
  Result<std::optional<std::filesystem::path>> output(std::size_t index, std::uint64_t limit,
                                                      std::string_view analytics);

  /// Returns the text of the display file, if there is one; broken bytes become U+FFFD.
  Result<std::optional<std::string>> display(std::uint64_t limit, std::string_view analytics) const;

 private:
  explicit ExchangeFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::filesystem::path folder_;  // empty: moved from
  std::size_t outputs_ = 0;       // how many indices were asked for
};

}  // namespace kestrel::analytics_docker
