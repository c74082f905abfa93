#include "tests/runner/run_flow.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <utility>

#include <unistd.h>

#include "tests/runner/difference.hpp"
#include "tests/runner/masks.hpp"
#include "tests/runner/process.hpp"

namespace kestrel::flows {
namespace {

namespace filesystem = std::filesystem;

constexpr std::string_view reference_word = "$REFERENCE/";
constexpr std::string_view sample_name = "samplestix.json";

/// A folder for one flow, removed with all that the flow left in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::error_code problem;
    const filesystem::path parent =
        filesystem::canonical(filesystem::temp_directory_path(problem), problem);
    std::string pattern = (parent / "kestrel-flow-XXXXXX").string();
    if (!problem && ::mkdtemp(pattern.data()) != nullptr) {
      path_ = pattern;
    }
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) {
      filesystem::remove_all(path_, ignored);
    }
  }

  const filesystem::path& path() const { return path_; }  // empty: none could be made

 private:
  filesystem::path path_;
};

bool is_there(const filesystem::path& path) {
  std::error_code problem;
  return filesystem::exists(path, problem);
}

bool mentions(const Flow& flow, std::string_view word) {
  return flow.text.find(word) != std::string::npos;
}

// Why a flow cannot run here; empty: it can.
std::string missing(const Flow& flow, const Settings& settings) {
  const auto needs = [&](std::string_view what) {
    return std::find(flow.directives.needs.begin(), flow.directives.needs.end(), what) !=
           flow.directives.needs.end();
  };
  if ((needs("reference-data") || mentions(flow, reference_word)) &&
      !is_there(settings.reference_data)) {
    return "no reference data in " + settings.reference_data.string() +
           " (set KESTREL_REFERENCE_DATA)";
  }
  if ((needs("docker") || mentions(flow, "docker://")) && !settings.no_docker.empty()) {
    return "no Docker: " + settings.no_docker;
  }
  const filesystem::path sample = flow.folder.empty() ? settings.sample : flow.folder / sample_name;
  if (mentions(flow, sample_name) && !is_there(sample)) {
    return "the sample bundle " + sample.string() + " has not been made";
  }
  return {};
}

// The surroundings of the flow: nothing of the person who runs it, and one time zone.
std::vector<std::string> environment_for(const filesystem::path& home) {
  constexpr std::array<std::string_view, 7> replaced{
      "HOME=",          "TZ=",       "XDG_CACHE_HOME=", "XDG_CONFIG_HOME=",
      "XDG_DATA_HOME=", "NO_COLOR=", "KESTREL_CONFIG="};
  std::vector<std::string> environment{"HOME=" + home.string(), "TZ=UTC"};
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable = *entry;
    const bool kept = std::none_of(replaced.begin(), replaced.end(), [&](std::string_view name) {
      return variable.starts_with(name);
    });
    if (kept) {
      environment.emplace_back(variable);
    }
  }
  return environment;
}

std::string with_reference(std::string text, const filesystem::path& reference_data) {
  const std::string folder = reference_data.string() + "/";
  for (std::size_t at = text.find(reference_word); at != std::string::npos;
       at = text.find(reference_word, at + folder.size())) {
    text.replace(at, reference_word.size(), folder);
  }
  return text;
}

/// One flow on its way through the program.
class Run {
 public:
  Run(const Flow& flow, const Settings& settings) : flow_(flow), settings_(settings) {}

  Outcome outcome() {
    if (temporary_.path().empty()) {
      return {Verdict::failed, "no temporary folder could be made", {}, {}};
    }
    const filesystem::path home = temporary_.path() / "home";
    command_.environment = environment_for(home);
    command_.folder = flow_.folder.empty() ? temporary_.path() / "work" : flow_.folder;
    std::error_code problem;
    filesystem::create_directories(home, problem);
    filesystem::create_directories(command_.folder, problem);
    if (flow_.folder.empty() && is_there(settings_.sample)) {
      filesystem::create_symlink(settings_.sample, command_.folder / sample_name, problem);
    }
    std::string fault = write_command_line();
    if (fault.empty()) {
      fault = write_inputs();
    }
    if (!fault.empty()) {
      return {Verdict::failed, fault, {}, {}};
    }
    return judged(run(command_));
  }

 private:
  std::string write_command_line() {
    const Directives& directives = flow_.directives;
    command_.words = {settings_.kestrel.string()};
    if (!directives.shown.empty()) {
      std::string stages;
      for (const std::string& stage : directives.shown) {
        stages += (stages.empty() ? "" : ",") + stage;
      }
      add({"--show", stages});
    }
    if (!directives.format.empty()) {
      add({"--format", directives.format});
    }
    if (!directives.config.empty()) {
      const filesystem::path beside = command_.folder / directives.config;
      const filesystem::path shared = settings_.root / "tests" / "data" / directives.config;
      if (!is_there(beside) && !is_there(shared)) {
        return "the configuration `" + directives.config +
               "` is neither beside the flow nor in tests/data";
      }
      add({"--config", (is_there(beside) ? beside : shared).string()});
    }
    command_.words.insert(command_.words.end(), directives.arguments.begin(),
                          directives.arguments.end());
    return {};
  }

  // A flow is named as it lies there, so that messages name it so. What had to be changed first is
  // named as it lies in the temporary folder.
  std::string write_inputs() {
    command_.input = "/dev/null";
    const std::string& input = flow_.directives.input;
    const std::string own_name = flow_.file.filename().string();
    if (!input.empty() && (input == own_name || (flow_.file.empty() && input == "hunt.hf"))) {
      command_.input = temporary_.path() / "input";
      return write(command_.input, flow_.text);
    }
    if (!input.empty()) {
      command_.input = command_.folder / input;
      if (!is_there(command_.input)) {
        return "the input `" + input + "` is not beside the flow";
      }
    }
    const std::vector<std::string> cells = cells_of(flow_.text);
    if (flow_.file.empty() && cells.size() == 1) {
      add({"hunt.hf"});
      return write(command_.folder / "hunt.hf", flow_.text);
    }
    if (cells.size() == 1 && !mentions(flow_, reference_word)) {
      add({own_name});
      return {};
    }
    const std::string stem = flow_.file.empty() ? "hunt" : flow_.file.stem().string();
    for (std::size_t number = 1; number <= cells.size(); ++number) {
      const filesystem::path file =
          temporary_.path() /
          (cells.size() == 1 ? stem + ".hf" : stem + "." + std::to_string(number) + ".hf");
      add({file.string()});
      if (std::string fault = write(file, cells[number - 1]); !fault.empty()) {
        return fault;
      }
    }
    return {};
  }

  std::string write(const filesystem::path& file, const std::string& text) {
    return write_file(file, with_reference(text, settings_.reference_data))
               ? ""
               : "`" + file.string() + "` could not be written";
  }

  void add(std::vector<std::string> words) {
    command_.words.insert(command_.words.end(), std::make_move_iterator(words.begin()),
                          std::make_move_iterator(words.end()));
  }

  std::string pinned(const Ending& ending) const {
    std::string text = ending.output;
    if (!text.empty() && text.back() != '\n') {
      text += "\n-- no line end\n";
    }
    if (!ending.errors.empty()) {
      text += "-- stderr\n" + ending.errors;
      text += ending.errors.back() == '\n' ? "" : "\n-- no line end\n";
    }
    return mask_folders(std::move(text), {{settings_.reference_data, "<reference>"},
                                          {settings_.root, "<root>"},
                                          {temporary_.path(), "<tmp>"}});
  }

  std::string comparable(const std::string& text) const {
    std::string result = mask_times(text);
    return flow_.directives.any_order ? sort_rows(result) : result;
  }

  Outcome judged(const Ending& ending) const {
    const std::string found = pinned(ending);
    const std::string comparable_found = comparable(found);
    const std::string comparable_expected = comparable(flow_.expected);
    std::string differing = difference(comparable_expected, comparable_found);
    if (!ending.fault.empty()) {
      return {Verdict::failed, ending.fault, std::move(differing), {}};
    }
    if (ending.exit_code != flow_.directives.exit_code) {
      return {Verdict::failed,
              "expected exit code " + std::to_string(flow_.directives.exit_code) + ", found " +
                  std::to_string(ending.exit_code),
              std::move(differing),
              {}};
    }
    if (differing.empty() && flow_.has_expected) {
      return {};
    }
    if (settings_.update) {
      // a page of the manual shows a time, not what stands for it
      return {Verdict::updated,
              {},
              std::move(differing),
              flow_.file.empty() ? found : comparable_found};
    }
    return {Verdict::failed,
            flow_.has_expected ? "" : "there is no expected output yet: run with --update",
            std::move(differing),
            {}};
  }

  const Flow& flow_;
  const Settings& settings_;
  TemporaryFolder temporary_;
  Command command_;
};

}  // namespace

Outcome run_flow(const Flow& flow, const Settings& settings) {
  if (!flow.fault.empty()) {
    return {Verdict::failed, flow.fault, {}, {}};
  }
  if (std::string why = missing(flow, settings); !why.empty()) {
    return {Verdict::skipped, std::move(why), {}, {}};
  }
  return Run(flow, settings).outcome();
}

}  // namespace kestrel::flows
