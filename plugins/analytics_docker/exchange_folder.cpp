#include "plugins/analytics_docker/exchange_folder.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

#include "kestrel/base/unicode.hpp"
#include "plugins/analytics_docker/hostile_folder.hpp"
#include "plugins/analytics_docker/messages.hpp"

namespace kestrel::analytics_docker {
namespace {

constexpr std::string_view parquet_mark = "PAR1";

std::string output_name(std::size_t index) {
  return std::to_string(index) + ".parquet.gz";
}

// Returns 0 or the error number. Not `mkdir` alone: the user's mask would take bits away.
int make_folder(const std::filesystem::path& folder, mode_t mode) {
  return ::mkdir(folder.c_str(), mode) == 0 && ::chmod(folder.c_str(), mode) == 0 ? 0 : errno;
}

std::string kind_of(mode_t mode) {
  if (S_ISDIR(mode)) {
    return "a folder";
  }
  if (S_ISFIFO(mode)) {
    return "a pipe";
  }
  return S_ISREG(mode) ? "a file" : "a special file";
}

std::string why_unreadable(int problem) {
  if (problem == ELOOP) {
    return "a symbolic link";
  }
  return problem == EACCES ? "a file that cannot be read" : std::strerror(problem);
}

// Tells whether the marks of Parquet stand at both ends of a file of that size.
bool has_marks(const Descriptor& file, std::int64_t size) {
  constexpr std::int64_t smallest = 12;  // two marks and the length of the footer
  if (size < smallest) {
    return false;
  }
  std::array<char, 4> mark{};
  for (const std::int64_t place : {std::int64_t{0}, size - std::int64_t{4}}) {
    if (::pread(file.number(), mark.data(), mark.size(), place) !=
            static_cast<ssize_t>(mark.size()) ||
        std::string_view(mark.data(), mark.size()) != parquet_mark) {
      return false;
    }
  }
  return true;
}

// Reads up to `limit` bytes and one more, which says that there are too many.
std::optional<std::string> read_up_to(const Descriptor& file, std::uint64_t limit) {
  std::string text;
  std::array<char, 65536> piece{};
  while (text.size() <= limit) {
    const ssize_t count = ::read(file.number(), piece.data(), piece.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return std::nullopt;
    }
    if (count == 0) {
      break;
    }
    text.append(piece.data(), static_cast<std::size_t>(count));
  }
  return text;
}

std::string mended(std::string text) {
  if (!first_broken_byte(text)) {
    return text;
  }
  std::string result;
  for (std::string_view rest = text; !rest.empty();) {
    const Character character = decode_character(rest);
    append_character(result, character.code);
    rest.remove_prefix(character.size);
  }
  return result;
}

}  // namespace

Result<ExchangeFolder> ExchangeFolder::prepare(std::filesystem::path folder) {
  if (::chmod(folder.c_str(), S_IRWXU) != 0) {
    return messages::no_folder(folder, errno);
  }
  ExchangeFolder exchange(std::move(folder));
  // An image may have any user: the folder around keeps the other users of this machine out.
  constexpr mode_t anyone = S_IRWXU | S_IRWXG | S_IRWXO;
  constexpr mode_t anyone_reads = S_IRWXU | S_IRGRP | S_IXGRP | S_IROTH | S_IXOTH;
  for (const auto& [name, mode] :
       {std::pair{"input", anyone_reads}, {"output", anyone}, {"display", anyone}}) {
    if (const int problem = make_folder(exchange.folder_ / name, mode); problem != 0) {
      return messages::no_folder(exchange.folder_ / name, problem);
    }
  }
  return exchange;
}

ExchangeFolder::ExchangeFolder(ExchangeFolder&& other) noexcept
    : folder_(std::exchange(other.folder_, {})), outputs_(other.outputs_) {}

ExchangeFolder::~ExchangeFolder() {
  if (folder_.empty()) {
    return;
  }
  empty_folder(folder_ / "input", [](std::string_view) { return false; });
  empty_folder(folder_ / "display", [](std::string_view) { return false; });
  empty_folder(folder_ / "output", [this](std::string_view name) {
    for (std::size_t index = 0; index < outputs_; ++index) {
      if (name == output_name(index)) {
        return true;
      }
    }
    return false;
  });
}

std::filesystem::path ExchangeFolder::input_file(std::size_t index) const {
  return folder_ / "input" / output_name(index);
}

Result<Done> ExchangeFolder::open_input(std::size_t index) const {
  const std::filesystem::path file = input_file(index);
  if (::chmod(file.c_str(), S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH) != 0) {
    return messages::no_folder(file, errno);
  }
  return Done{};
}

Result<std::optional<std::filesystem::path>> ExchangeFolder::output(std::size_t index,
                                                                    std::uint64_t limit,
                                                                    std::string_view analytics) {
  outputs_ = std::max(outputs_, index + 1);
  const std::string name = output_name(index);
  const Descriptor folder = open_folder(folder_ / "output");
  const Descriptor file = open_file(folder, name);
  if (!file.is_open()) {
    const int problem = errno;
    if (problem == ENOENT) {
      return std::optional<std::filesystem::path>{};
    }
    return messages::bad_output(analytics, index, why_unreadable(problem));
  }
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) {
    return messages::bad_output(analytics, index, std::strerror(errno));
  }
  if (!S_ISREG(status.st_mode)) {
    return messages::bad_output(analytics, index, kind_of(status.st_mode));
  }
  if (static_cast<std::uint64_t>(status.st_size) > limit) {
    return messages::output_too_large(analytics, index, static_cast<std::uint64_t>(status.st_size),
                                      limit);
  }
  if (!has_marks(file, status.st_size)) {
    return messages::bad_output(
        analytics, index,
        status.st_size == 0 ? "an empty file" : "a file without the marks of Parquet at both ends");
  }
  return std::optional(folder_ / "output" / name);
}

Result<std::optional<std::string>> ExchangeFolder::display(std::uint64_t limit,
                                                           std::string_view analytics) const {
  const std::vector<std::string> names = names_in(folder_ / "display", 2);
  if (names.empty()) {
    return std::optional<std::string>{};
  }
  if (names.size() > 1) {
    return messages::several_displays(analytics, names[0], names[1]);
  }
  constexpr std::string_view suffix = ".html";
  const std::string& name = names.front();
  if (name.size() < suffix.size() ||
      name.compare(name.size() - suffix.size(), suffix.size(), suffix) != 0) {
    return messages::bad_display(analytics, name, "which ends otherwise");
  }
  const Descriptor folder = open_folder(folder_ / "display");
  const Descriptor file = open_file(folder, name);
  if (!file.is_open()) {
    return messages::bad_display(analytics, name, why_unreadable(errno));
  }
  struct stat status {};
  if (::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return messages::bad_display(analytics, name, kind_of(status.st_mode));
  }
  std::optional<std::string> text = read_up_to(file, limit);
  if (!text) {
    return messages::bad_display(analytics, name, std::strerror(errno));
  }
  if (text->size() > limit) {
    return messages::display_too_large(analytics, name, limit);
  }
  return std::optional(mended(*std::move(text)));
}

}  // namespace kestrel::analytics_docker
