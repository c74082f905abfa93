#include "plugins/analytics_docker/messages.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>
#include <utility>

#include "kestrel/base/nearest_name.hpp"
#include "kestrel/base/unicode.hpp"

namespace kestrel::analytics_docker::messages {
namespace {

// Text from outside, in backticks, short and unable to act on a terminal.
std::string in_backticks(std::string_view text) {
  constexpr std::size_t longest = 200;
  std::string shown = "`" + made_inert(text.substr(0, longest));
  return shown + (text.size() > longest ? "...`" : "`");
}

std::string bounded(std::string_view text) {
  constexpr std::size_t longest = 1000;
  std::string kept(text.substr(0, longest));
  return text.size() > longest ? kept + "..." : kept;
}

std::string in_bytes(std::uint64_t bytes) {
  constexpr std::uint64_t kilobyte = 1024;
  if (bytes < kilobyte * 10) {
    return std::to_string(bytes) + " bytes";
  }
  if (bytes < kilobyte * kilobyte * 10) {
    return std::to_string(bytes / kilobyte) + " kB";
  }
  return std::to_string(bytes / kilobyte / kilobyte) + " MB";
}

std::string in_time(std::chrono::milliseconds time) {
  if (time >= std::chrono::minutes{2}) {
    return std::to_string(std::chrono::duration_cast<std::chrono::minutes>(time).count()) +
           " minutes";
  }
  if (time >= std::chrono::seconds{2}) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count()) +
           " seconds";
  }
  return std::to_string(time.count()) + " milliseconds";
}

Diagnostic with_lines(Diagnostic diagnostic, std::vector<std::string> lines) {
  if (!lines.empty()) {
    diagnostic.notes.emplace_back("the last lines of its output:");
  }
  for (std::string& line : lines) {
    diagnostic.notes.push_back(std::move(line));
  }
  return diagnostic;
}

std::string why_not_connected(int problem) {
  switch (problem) {
    case ENOENT:
    case ENOTDIR:
      return "there is no such socket";
    case ECONNREFUSED:
      return "nothing listens there";
    case EACCES:
    case EPERM:
      return "this user may not connect to it";
    case ENAMETOOLONG:
      return "the path is too long for a socket";
    default:
      return std::strerror(problem);
  }
}

std::string output_path(std::size_t index) {
  return "/data/output/" + std::to_string(index) + ".parquet.gz";
}

}  // namespace

Diagnostic no_curl(std::string_view reason) {
  return error("analytics-engine-missing",
               "the container engine needs `libcurl.so.4`, which could not be loaded")
      .note(bounded(reason))
      .help("install the package `libcurl4`");
}

Diagnostic unsupported_host(std::string_view host) {
  return error("analytics-engine-missing",
               "expected a socket of this machine as the host of the container engine, found " +
                   in_backticks(host))
      .help("set `DOCKER_HOST` to `unix://` and the path of the socket");
}

Diagnostic no_engine(std::span<const TriedSocket> tried) {
  const TriedSocket* refused = nullptr;
  const TriedSocket* silent = nullptr;
  std::vector<std::string> notes;
  for (const TriedSocket& socket : tried) {
    if (refused == nullptr && (socket.problem == EACCES || socket.problem == EPERM)) {
      refused = &socket;
    }
    if (silent == nullptr && socket.problem == ECONNREFUSED) {
      silent = &socket;
    }
    notes.push_back(in_backticks(socket.path) + ": " + why_not_connected(socket.problem));
  }
  Diagnostic diagnostic = error("analytics-engine-missing", "no container engine was found");
  if (refused != nullptr) {
    diagnostic.message =
        "this user may not use the container engine at " + in_backticks(refused->path);
    diagnostic.helps.emplace_back(
        "add the user to the group of the socket, such as `sudo usermod -aG docker \"$USER\"`");
  } else if (silent != nullptr) {
    diagnostic.message = "the container engine at " + in_backticks(silent->path) + " does not run";
    diagnostic.helps.emplace_back("start it, such as with `sudo systemctl start docker`");
  } else {
    diagnostic.helps.emplace_back(
        "install Docker or Podman, such as with `sudo apt install docker.io`");
  }
  diagnostic.notes = std::move(notes);
  return diagnostic;
}

Diagnostic engine_gone(const std::filesystem::path& socket, std::string_view reason) {
  return error("analytics-engine", "the container engine at " + in_backticks(socket.native()) +
                                       " gave no proper answer")
      .note(bounded(reason));
}

Diagnostic answer_too_long(const std::filesystem::path& socket, std::size_t limit) {
  return error("analytics-engine", "expected at most " + in_bytes(limit) +
                                       " from the container engine at " +
                                       in_backticks(socket.native()) + ", found more");
}

Diagnostic engine_slow(const std::filesystem::path& socket, std::chrono::milliseconds patience) {
  return error("analytics-engine", "the container engine at " + in_backticks(socket.native()) +
                                       " gave no answer within " + in_time(patience));
}

Diagnostic engine_refused(const std::filesystem::path& socket, std::string_view task, long status,
                          std::string_view reason) {
  return error("analytics-engine", "the container engine at " + in_backticks(socket.native()) +
                                       " refused to " + std::string(task) + " (status " +
                                       std::to_string(status) + ")")
      .note(bounded(reason));
}

Diagnostic strange_answer(const std::filesystem::path& socket, std::string_view task) {
  return error("analytics-engine", "the container engine at " + in_backticks(socket.native()) +
                                       " gave an answer that makes no sense when asked to " +
                                       std::string(task));
}

Diagnostic bad_name(std::string_view name) {
  return error("analytics-name",
               "expected the name of a container image after `docker://`, found " +
                   in_backticks(name))
      .note(
          "a name has lower case letters and digits, parted by `.`, `_`, `-` or `/`, then perhaps "
          "`:` and a tag");
}

Diagnostic image_missing(std::string_view name, std::string_view reference,
                         const std::vector<std::string>& names) {
  const std::string base(name.substr(0, name.find(':')));
  Diagnostic diagnostic =
      error("analytics-image-missing", "this machine has no image " + in_backticks(reference));
  const std::string other_tag = base + ":";
  for (const std::string& present : names) {
    if (present.compare(0, other_tag.size(), other_tag) == 0 || present == base) {
      return std::move(diagnostic)
          .help("the image has another tag here: `docker://" + present + "`");
    }
  }
  if (const std::optional<std::string> near = nearest_name(name, names)) {
    diagnostic.helps.push_back("nearest name is `" + *near + "`");
  }
  diagnostic.helps.push_back("build it with `docker build -t kestrel-analytics-" +
                             std::string(name) + " analytics/" + base + "`");
  return diagnostic;
}

Diagnostic bad_argument_name(std::string_view name) {
  return error("analytics-argument",
               "expected letters, digits, `_` and `-` in the name of an argument, found " +
                   in_backticks(name));
}

Diagnostic reserved_argument(std::string_view name) {
  return error("analytics-argument",
               "an argument cannot be called " + in_backticks(name) +
                   ": the variable changes how programs in a container start");
}

Diagnostic repeated_argument(std::string_view name) {
  return error("analytics-argument",
               "expected each argument once, found " + in_backticks(name) + " twice");
}

Diagnostic bad_argument_value(std::string_view name, std::string_view expected) {
  return error("analytics-argument",
               "expected " + std::string(expected) + " as the value of " + in_backticks(name));
}

Diagnostic arguments_too_long(std::size_t limit) {
  return error("analytics-argument",
               "expected at most " + in_bytes(limit) + " of arguments, found more");
}

Diagnostic no_folder(const std::filesystem::path& folder, int error_number) {
  return error("analytics-folder",
               "the folder " + in_backticks(folder.native()) + " could not be prepared")
      .note(std::strerror(error_number));
}

Diagnostic not_started(std::string_view name, std::string_view reason) {
  return error("analytics-failed", "analytics " + in_backticks(name) + " could not be started")
      .note(bounded(reason));
}

Diagnostic failed(std::string_view name, long status, std::vector<std::string> lines) {
  constexpr long signal_base =
      128;  // a container whose process dies of a signal ends with 128 and its number
  std::string message = "analytics " + in_backticks(name);
  if (status > signal_base && status < signal_base + SIGRTMAX) {
    const int number = static_cast<int>(status - signal_base);
    const char* abbreviation = sigabbrev_np(number);
    message += " was ended by signal " + std::to_string(number);
    message += abbreviation == nullptr ? "" : std::string(" (SIG") + abbreviation + ")";
  } else {
    message += " ended with exit status " + std::to_string(status);
  }
  return with_lines(error("analytics-failed", std::move(message)), std::move(lines));
}

Diagnostic out_of_memory(std::string_view name, std::uint64_t limit,
                         std::vector<std::string> lines) {
  return with_lines(error("analytics-failed", "analytics " + in_backticks(name) +
                                                  " needed more memory than the " +
                                                  in_bytes(limit) + " it may use"),
                    std::move(lines));
}

Diagnostic time_limit(std::string_view name, std::chrono::milliseconds limit,
                      std::vector<std::string> lines) {
  return with_lines(
      error("analytics-time-limit", "analytics " + in_backticks(name) +
                                        " was stopped: it ran longer than " + in_time(limit)),
      std::move(lines));
}

Diagnostic cancelled(std::string_view name) {
  return error("cancelled", "analytics " + in_backticks(name) + " was cancelled");
}

Diagnostic bad_output(std::string_view name, std::size_t index, std::string_view found) {
  return error("analytics-output", "expected a Parquet file from analytics " + in_backticks(name) +
                                       " at `" + output_path(index) + "`, found " +
                                       std::string(found));
}

Diagnostic output_too_large(std::string_view name, std::size_t index, std::uint64_t size,
                            std::uint64_t limit) {
  return bad_output(name, index,
                    in_bytes(size) + ", more than the " + in_bytes(limit) + " allowed");
}

Diagnostic several_displays(std::string_view name, std::string_view first,
                            std::string_view second) {
  return error("analytics-display", "expected at most one file from analytics " +
                                        in_backticks(name) + " in `/data/display`, found " +
                                        in_backticks(first) + " and " + in_backticks(second));
}

Diagnostic bad_display(std::string_view name, std::string_view file, std::string_view found) {
  return error("analytics-display", "expected an `.html` file from analytics " +
                                        in_backticks(name) + " in `/data/display`, found " +
                                        in_backticks(file) + ", " + std::string(found));
}

Diagnostic display_too_large(std::string_view name, std::string_view file, std::uint64_t limit) {
  return bad_display(name, file, "which has more than " + in_bytes(limit));
}

}  // namespace kestrel::analytics_docker::messages
