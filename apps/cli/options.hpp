// What the command line says.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "kestrel/session/session.hpp"

namespace kestrel::cli {

enum class Format : std::uint8_t { text, json, csv, html };

/// A huntflow to run: a file, or a text given with `-c`.
struct Input {
  std::optional<std::filesystem::path> file;  // none: `text` is the huntflow
  std::string text;
  std::string name;  // stands in diagnostics
};

/// What is done with the huntflows.
enum class Work : std::uint8_t {
  run,
  check,            // `kestrel check`: compile them
  format,           // `kestrel format`: print their canonical layout
  format_in_place,  // `kestrel format --in-place`: write it into the files
};

struct Options {
  Work work = Work::run;
  std::vector<Input> inputs;  // none: the prompt, or standard input
  Format format = Format::text;
  std::set<session::Stage> shown;
  std::filesystem::path config;       // empty: the default place
  std::filesystem::path cache;        // empty: the default place
  std::optional<std::size_t> memory;  // bytes
  std::optional<std::size_t> threads;
  bool summary = true;
  bool colour = true;
  bool verbose = false;
};

/// Reads the command line. Returns an exit code instead when there is nothing to run: help, the
/// version, or wrong usage, which was then explained.
std::variant<Options, int> parse_options(int count, char** words);

/// The exit codes of the program.
enum ExitCode : int { fine = 0, hunt_failed = 1, our_fault = 2, wrong_usage = 64 };

}  // namespace kestrel::cli
