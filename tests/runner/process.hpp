// Another program, run to its end.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace kestrel::flows {

/// What to run and within which bounds.
struct Command {
  std::vector<std::string> words;        // the program first
  std::vector<std::string> environment;  // `NAME=value`
  std::filesystem::path folder;          // where it runs
  std::filesystem::path input;           // becomes standard input
  std::chrono::seconds time_limit{120};
  std::size_t output_limit = std::size_t{16} << 20;  // bytes, each of the two outputs
};

/// What came of it.
struct Ending {
  std::string output;
  std::string errors;
  int exit_code = 0;
  std::string fault;  // why there is no exit code: a signal, a limit, or no such program
};

/// Runs a program and waits for it. At a limit it is ended with everything it started.
Ending run(const Command& command);

}  // namespace kestrel::flows
