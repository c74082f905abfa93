// A huntflow with what its leading comments say about running it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kestrel::flows {

/// What `# name: value` comments at the head of a flow ask for. README.md explains each.
struct Directives {
  std::vector<std::string> shown;      // stages for `--show`
  std::string format;                  // for `--format`; empty: the default
  std::string config;                  // a file for `--config`
  std::vector<std::string> arguments;  // further ones, in written order
  std::vector<std::string> needs;      // what must be there, or the flow is skipped
  std::string input;                   // a file for standard input
  int exit_code = 0;
  bool any_order = false;  // rows of tables are sorted before they are compared
};

/// One test. The text may come from a file of its own or from a page of the manual.
struct Flow {
  std::string name;              // as reported
  std::filesystem::path file;    // empty: an example of the manual
  std::filesystem::path folder;  // where it runs; empty: an empty folder made for it
  std::string text;
  std::string expected;
  bool has_expected = true;  // false: there is no expected output yet
  Directives directives;
  std::string fault;  // why it cannot be run, such as an unknown directive; empty: it can
};

/// Reads the directives. Fails, with a sentence in `fault`, when one has no known name or value.
Directives read_directives(std::string_view text, std::string& fault);

/// Splits a text at the lines `# cell`. There is always at least one cell.
std::vector<std::string> cells_of(std::string_view text);

/// Returns the words of a text, separated by blanks or commas.
std::vector<std::string> words_of(std::string_view text);

/// Returns what a file holds, or nothing if it cannot be read.
std::optional<std::string> read_file(const std::filesystem::path& file);

/// Writes a file whole. Returns whether it could.
bool write_file(const std::filesystem::path& file, std::string_view text);

/// Reads a flow and the expected output beside it.
Flow load_flow(const std::filesystem::path& file, std::string name);

/// Returns where the expected output of a flow lies.
std::filesystem::path expected_file(const std::filesystem::path& flow);

}  // namespace kestrel::flows
