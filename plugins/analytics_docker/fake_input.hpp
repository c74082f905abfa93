// For tests: a variable whose Parquet file is there already, and a folder that goes when the test
// ends.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>

#include "kestrel/plugin/analytics.hpp"

namespace kestrel::analytics_docker {

/// The smallest text that passes for Parquet as long as nobody reads it.
inline constexpr std::string_view almost_parquet = "PAR1....PAR1";

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "kestrel-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
      throw std::runtime_error("no folder " + pattern);
    }
    path_ = pattern;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline void write_file(const std::filesystem::path& file, std::string_view text) {
  std::ofstream(file, std::ios::binary) << text;
}

inline std::string read_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class FakeInput : public plugin::AnalyticsInput {
 public:
  explicit FakeInput(std::string content = std::string(almost_parquet))
      : content_(std::move(content)) {}

  std::string_view variable() const override { return "procs"; }
  std::string_view entity_type() const override { return "process"; }
  const Schema& schema() const override { return schema_; }
  std::size_t row_count() const override { return 1; }
  Result<Done> write_parquet(const std::filesystem::path& file) override {
    write_file(file, content_);
    return Done{};
  }
  Result<Table> columns(std::span<const std::string>) override {
    return error("test", "a container is given files");
  }

 private:
  std::string content_;
  Schema schema_;
};

}  // namespace kestrel::analytics_docker
