// flows: runs huntflows and holds what they give against what was expected. See README.md.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "tests/runner/suite.hpp"

namespace kestrel::flows {
namespace {

namespace filesystem = std::filesystem;

constexpr int wrong_usage = 64;

constexpr const char* usage =
    "flows --kestrel PROGRAM [OPTION...] PLACE...\n"
    "\n"
    "Runs the flows (*.hf) and the examples of the manual (*.md) in these files and folders.\n"
    "\n"
    "  --update        rewrites what is expected; read the difference like code\n"
    "  --filter TEXT   only flows whose name contains TEXT\n"
    "  --slow          also flows that end in .slow.hf\n"
    "  --root FOLDER   the repository, for names and masks\n"
    "  --sample FILE   the sample bundle for the manual; default: examples/samplestix.json\n";

struct Options {
  Settings settings;
  Selection selection;
};

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string docker_missing() {
  const std::string reason = environment("KESTREL_TEST_NO_DOCKER");
  std::error_code problem;
  if (!reason.empty() || !environment("DOCKER_HOST").empty() ||
      filesystem::exists("/var/run/docker.sock", problem)) {
    return reason;
  }
  return "there is no /var/run/docker.sock";
}

filesystem::path resolved(const filesystem::path& path) {
  std::error_code problem;
  const filesystem::path result = filesystem::weakly_canonical(path, problem);
  return problem ? path : result;
}

// Returns nothing when the command line cannot be understood.
std::optional<Options> read_options(int count, char** words) {
  Options options;
  Settings& settings = options.settings;
  settings.root = KESTREL_ROOT;
  for (int index = 1; index < count; ++index) {
    const std::string_view word = words[index];
    if (word == "--update") {
      settings.update = true;
    } else if (word == "--slow") {
      options.selection.slow = true;
    } else if (!word.starts_with("--")) {
      options.selection.places.emplace_back(word);
    } else if (index + 1 == count) {
      return std::nullopt;
    } else if (word == "--kestrel") {
      settings.kestrel = words[++index];
    } else if (word == "--filter") {
      options.selection.filter = words[++index];
    } else if (word == "--root") {
      settings.root = words[++index];
    } else if (word == "--sample") {
      settings.sample = words[++index];
    } else {
      return std::nullopt;
    }
  }
  if (settings.kestrel.empty() || options.selection.places.empty()) {
    return std::nullopt;
  }
  settings.kestrel = resolved(settings.kestrel);
  settings.root = resolved(settings.root);
  settings.sample = resolved(
      settings.sample.empty() ? settings.root / "examples" / "samplestix.json" : settings.sample);
  const std::string reference_data = environment("KESTREL_REFERENCE_DATA");
  settings.reference_data =
      resolved(reference_data.empty() ? settings.root / ".." / "shared" / "data"
                                      : filesystem::path(reference_data));
  settings.no_docker = docker_missing();
  return options;
}

int run(int count, char** words) {
  const auto options = read_options(count, words);
  if (!options) {
    std::fputs(usage, stderr);
    return wrong_usage;
  }
  const Tally tally = run_suite(options->selection, options->settings, stdout);
  std::printf("%zu passed, %zu failed, %zu skipped\n", tally.passed, tally.failed, tally.skipped);
  if (tally.passed + tally.failed + tally.skipped == 0) {
    std::fputs("flows: nothing there to run\n", stderr);
    return EXIT_FAILURE;
  }
  return tally.failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace kestrel::flows

int main(int count, char** words) {
  return kestrel::flows::run(count, words);
}
