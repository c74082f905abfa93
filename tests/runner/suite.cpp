#include "tests/runner/suite.hpp"

#include <algorithm>
#include <string_view>
#include <system_error>
#include <utility>

#include "tests/runner/page.hpp"

namespace kestrel::flows {
namespace {

namespace filesystem = std::filesystem;

constexpr std::string_view slow_ending = ".slow.hf";

/// Runs flows and tells about them.
class Suite {
 public:
  Suite(const Selection& selection, const Settings& settings, std::FILE* report)
      : selection_(selection), settings_(settings), report_(report) {}

  Tally run() && {
    for (const filesystem::path& place : selection_.places) {
      visit(place);
    }
    return tally_;
  }

 private:
  void visit(const filesystem::path& place) {
    std::error_code problem;
    const filesystem::path path = filesystem::canonical(place, problem);
    if (problem) {
      count(place.string(), {Verdict::failed, problem.message(), {}, {}});
      return;
    }
    std::vector<filesystem::path> files;
    if (filesystem::is_directory(path, problem)) {
      for (const auto& entry : filesystem::recursive_directory_iterator(path, problem)) {
        files.push_back(entry.path());
      }
      std::sort(files.begin(), files.end());
    } else {
      files.push_back(path);
    }
    for (const filesystem::path& file : files) {
      const std::string extension = file.extension().string();
      if (extension == ".hf") {
        run_file(file);
      } else if (extension == ".md") {
        run_page(file);
      } else if (extension == ".out" &&
                 !filesystem::exists(filesystem::path(file).replace_extension(".hf"), problem)) {
        if (is_wanted(name_of(file))) {
          count(name_of(file),
                {Verdict::failed, "there is no flow that this is expected of", {}, {}});
        }
      }
    }
  }

  std::string name_of(const filesystem::path& file) const {
    const filesystem::path name = file.lexically_relative(settings_.root);
    return name.empty() || *name.begin() == ".." ? file.string() : name.string();
  }

  bool is_wanted(const std::string& name) const {
    return name.find(selection_.filter) != std::string::npos;
  }

  void run_file(const filesystem::path& file) {
    const std::string name = name_of(file);
    if (!is_wanted(name)) {
      return;
    }
    if (name.ends_with(slow_ending) && !selection_.slow) {
      count(name, {Verdict::skipped, "slow, runs with --slow", {}, {}});
      return;
    }
    Outcome outcome = run_flow(load_flow(file, name), settings_);
    if (outcome.verdict == Verdict::updated && !write_file(expected_file(file), outcome.found)) {
      outcome = {Verdict::failed, "the expected output could not be written", {}, {}};
    }
    count(name, outcome);
  }

  void run_page(const filesystem::path& file) {
    const auto page = read_file(file);
    if (!page) {
      count(name_of(file), {Verdict::failed, "the page could not be read", {}, {}});
      return;
    }
    std::string updated = *page;
    const std::vector<Example> examples = examples_of(*page, name_of(file));
    std::vector<Outcome> outcomes(examples.size());
    for (std::size_t index = 0; index < examples.size(); ++index) {
      if (is_wanted(examples[index].flow.name)) {
        outcomes[index] = run_flow(examples[index].flow, settings_);
      }
    }
    for (std::size_t index = examples.size();
         index-- > 0;) {  // from the end: places before it stay good
      if (outcomes[index].verdict == Verdict::updated) {
        updated.replace(examples[index].begin, examples[index].end - examples[index].begin,
                        outcomes[index].found);
      }
    }
    const bool written = updated == *page || write_file(file, updated);
    for (std::size_t index = 0; index < examples.size(); ++index) {
      if (!is_wanted(examples[index].flow.name)) {
        continue;
      }
      if (outcomes[index].verdict == Verdict::updated && !written) {
        outcomes[index] = {Verdict::failed, "the page could not be written", {}, {}};
      }
      count(examples[index].flow.name, outcomes[index]);
    }
  }

  void count(const std::string& name, const Outcome& outcome) {
    const char* word = "";
    switch (outcome.verdict) {
      case Verdict::passed:
        word = "ok";
        ++tally_.passed;
        break;
      case Verdict::updated:
        word = "updated";
        ++tally_.passed;
        break;
      case Verdict::failed:
        word = "FAIL";
        ++tally_.failed;
        break;
      case Verdict::skipped:
        word = "skip";
        ++tally_.skipped;
        break;
    }
    const std::string reason = outcome.reason.empty() ? "" : ": " + outcome.reason;
    std::fprintf(report_, "%s %s%s\n%s", word, name.c_str(), reason.c_str(),
                 outcome.difference.c_str());
    std::fflush(report_);
  }

  const Selection& selection_;
  const Settings& settings_;
  std::FILE* report_;
  Tally tally_;
};

}  // namespace

Tally run_suite(const Selection& selection, const Settings& settings, std::FILE* report) {
  return Suite(selection, settings, report).run();
}

}  // namespace kestrel::flows
