#include "tests/runner/process.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kestrel::flows {
namespace {

using Clock = std::chrono::steady_clock;

class File {
 public:
  explicit File(int descriptor = -1) : descriptor_(descriptor) {}
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&& other) noexcept {
    close();
    descriptor_ = std::exchange(other.descriptor_, -1);
    return *this;
  }
  ~File() { close(); }

  int get() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }
  void close() {
    if (descriptor_ >= 0) {
      ::close(std::exchange(descriptor_, -1));
    }
  }

 private:
  int descriptor_;
};

/// One output of the program on its way here.
struct Pipe {
  File from;
  File into;

  bool open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      return false;
    }
    from = File(ends[0]);
    into = File(ends[1]);
    return true;
  }
};

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (const std::string& text : texts) {
    result.push_back(const_cast<char*>(text.c_str()));  // posix_spawn does not write to them
  }
  result.push_back(nullptr);
  return result;
}

// Starts the program in a process group of its own. Returns an error number, 0: it runs.
int start(const Command& command, const Pipe& output, const Pipe& errors, pid_t& process) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, command.input.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output.into.get(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors.into.get(), STDERR_FILENO);
  posix_spawn_file_actions_addchdir_np(&actions, command.folder.c_str());
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  const std::vector<char*> words = pointers(command.words);
  const std::vector<char*> environment = pointers(command.environment);
  const int problem = ::posix_spawn(&process, words.front(), &actions, &attributes, words.data(),
                                    environment.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return problem;
}

int milliseconds_until(Clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
  return left.count() > 0 ? static_cast<int>(left.count()) : 0;
}

// Reads what there is. Returns false at the end of the output.
bool receive(const File& file, std::string& text) {
  std::array<char, 65536> buffer;
  const ssize_t count = ::read(file.get(), buffer.data(), buffer.size());
  if (count > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return count > 0 || (count < 0 && errno == EINTR);
}

// Reads both outputs to their ends. Returns what stopped it before, empty: nothing.
std::string receive_all(const Command& command, Pipe& output, Pipe& errors,
                        Clock::time_point deadline, Ending& ending) {
  while (output.from.is_open() || errors.from.is_open()) {
    // poll passes over a file that is closed, as its number is negative
    std::array<pollfd, 2> files{pollfd{output.from.get(), POLLIN, 0},
                                pollfd{errors.from.get(), POLLIN, 0}};
    const int ready = ::poll(files.data(), files.size(), milliseconds_until(deadline));
    if (ready == 0) {
      return "ran longer than " + std::to_string(command.time_limit.count()) + " seconds";
    }
    if (files[0].revents != 0 && !receive(output.from, ending.output)) {
      output.from.close();
    }
    if (files[1].revents != 0 && !receive(errors.from, ending.errors)) {
      errors.from.close();
    }
    if (ending.output.size() > command.output_limit ||
        ending.errors.size() > command.output_limit) {
      return "wrote more than " + std::to_string(command.output_limit) + " bytes";
    }
  }
  return {};
}

}  // namespace

Ending run(const Command& command) {
  Ending ending;
  Pipe output;
  Pipe errors;
  pid_t process = 0;
  if (!output.open() || !errors.open()) {
    ending.fault = std::string("no pipe: ") + std::strerror(errno);
    return ending;
  }
  if (const int problem = start(command, output, errors, process); problem != 0) {
    ending.fault =
        "`" + command.words.front() + "` could not be started: " + std::strerror(problem);
    return ending;
  }
  output.into.close();
  errors.into.close();
  const auto deadline = Clock::now() + command.time_limit;
  ending.fault = receive_all(command, output, errors, deadline, ending);
  int status = 0;
  pid_t ended = 0;
  while (ending.fault.empty() && (ended = ::waitpid(process, &status, WNOHANG)) == 0) {
    if (milliseconds_until(deadline) == 0) {
      ending.fault = "closed its outputs and went on";
    }
    ::poll(nullptr, 0, 1);
  }
  ::kill(-process, SIGKILL);  // what it may have left behind
  if (ended == 0) {
    ::waitpid(process, &status, 0);
  }
  if (!ending.fault.empty()) {
    return ending;
  }
  if (WIFSIGNALED(status)) {
    ending.fault = std::string("ended by a signal: ") + ::strsignal(WTERMSIG(status));
    return ending;
  }
  ending.exit_code = WEXITSTATUS(status);
  return ending;
}

}  // namespace kestrel::flows
