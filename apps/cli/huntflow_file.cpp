#include "apps/cli/huntflow_file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>

#include <unistd.h>

namespace kestrel::cli {

Result<std::string> read_huntflow(const std::filesystem::path& file) {
  std::error_code problem;
  if (std::filesystem::is_directory(file, problem)) {
    return error("huntflow-unreadable",
                 "expected a huntflow, found the folder `" + file.string() + "`");
  }
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return error("huntflow-unreadable", "the huntflow `" + file.string() + "` could not be read")
        .note(std::strerror(errno));
  }
  return std::string((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
}

Result<Done> replace_huntflow(const std::filesystem::path& file, const std::string& text) {
  std::error_code problem;
  const std::filesystem::path target = std::filesystem::canonical(file, problem);
  std::filesystem::path aside = target;
  aside += "." + std::to_string(::getpid()) + ".part";
  std::string reason = problem.message();
  if (!problem) {
    std::ofstream stream(aside, std::ios::binary);
    stream << text;
    stream.close();
    reason = stream ? "" : std::strerror(errno);
  }
  if (reason.empty()) {
    std::filesystem::permissions(aside, std::filesystem::status(target, problem).permissions(),
                                 problem);
    if (!problem) {
      std::filesystem::rename(aside, target, problem);
    }
    reason = problem ? problem.message() : "";
  }
  if (reason.empty()) {
    return Done{};
  }
  std::filesystem::remove(aside, problem);
  return error("file-unwritable", "`" + file.string() + "` could not be written")
      .note(reason)
      .help("format a file in a folder that may be written, or leave `--in-place` out");
}

}  // namespace kestrel::cli
