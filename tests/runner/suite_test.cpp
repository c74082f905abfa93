#include "tests/runner/suite.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/runner/flow.hpp"
#include "tests/runner/process.hpp"

namespace kestrel::flows {
namespace {

namespace filesystem = std::filesystem;

// Shows its arguments and files as kestrel would show displays; `fail` in a flow is an error.
constexpr const char* fake_kestrel =
    "#!/bin/sh\n"
    "status=0\n"
    "for word; do\n"
    "  if [ -f \"$word\" ]; then\n"
    "    echo \"file $word\"; cat \"$word\"\n"
    "    if grep -q fail \"$word\"; then echo \"it failed in $PWD\" >&2; status=1; fi\n"
    "  else\n"
    "    echo \"word $word\"\n"
    "  fi\n"
    "done\n"
    "cat\n"
    "echo 'block executed in 3 seconds'\n"
    "exit $status\n";

/// A repository of its own with a program that stands in for kestrel.
class Suite : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern =
        (filesystem::canonical(filesystem::temp_directory_path()) / "flows-test-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    settings_.root = root_;
    settings_.kestrel = root_ / "kestrel";
    settings_.reference_data = root_ / "missing";
    settings_.sample = root_ / "samplestix.json";
    add("kestrel", fake_kestrel);
    filesystem::permissions(settings_.kestrel, filesystem::perms::owner_all);
    filesystem::create_directories(root_ / "flows");
  }
  void TearDown() override { filesystem::remove_all(root_); }

  void add(const std::string& name, const std::string& text) {
    ASSERT_TRUE(write_file(root_ / name, text));
  }
  std::string text_of(const std::string& name) const {
    return read_file(root_ / name).value_or("(missing)");
  }

  // Returns the report and, as last line, the tally.
  std::string report(const std::string& place = "flows") {
    char* text = nullptr;
    std::size_t size = 0;
    std::FILE* stream = ::open_memstream(&text, &size);
    selection_.places = {root_ / place};
    const Tally tally = run_suite(selection_, settings_, stream);
    std::fclose(stream);
    std::string result(text, size);
    std::free(text);
    return result + std::to_string(tally.passed) + " " + std::to_string(tally.failed) + " " +
           std::to_string(tally.skipped);
  }

  filesystem::path root_;
  Settings settings_;
  Selection selection_;
};

TEST_F(Suite, ComparesBothOutputsAndTheExitCode) {
  add("flows/good.hf", "# exit: 1\nfail\n");
  add("flows/good.out",
      "file good.hf\n# exit: 1\nfail\nblock executed in N seconds\n-- stderr\nit failed in "
      "<root>/flows\n");
  EXPECT_EQ(report(), "ok flows/good.hf\n1 0 0");
  add("flows/good.hf", "fail\n");
  EXPECT_EQ(report(),
            "FAIL flows/good.hf: expected exit code 0, found 1\n"
            "     file good.hf\n"
            "    -# exit: 1\n"
            "     fail\n"
            "     block executed in N seconds\n"
            "     -- stderr\n"
            "0 1 0");
}

TEST_F(Suite, PassesCellsAndArgumentsOn) {
  add("flows/two.hf",
      "# show: ir\n# format: json\n# arguments: --threads 1\n# input: typed\na\n# cell\nb\n");
  add("flows/typed", "typed\n");
  add("flows/two.out",
      "word --show\nword ir\nword --format\nword json\nword --threads\nword 1\n"
      "file <tmp>/two.1.hf\n# show: ir\n# format: json\n# arguments: --threads 1\n# input: "
      "typed\na\n"
      "file <tmp>/two.2.hf\nb\ntyped\nblock executed in N seconds\n");
  EXPECT_EQ(report(), "ok flows/two.hf\n1 0 0");
}

TEST_F(Suite, UpdatesWhatDiffersButNotAWrongExitCode) {
  settings_.update = true;
  add("flows/a.hf", "a\n");
  add("flows/b.hf", "fail\n");
  const std::string text = report();
  EXPECT_NE(text.find("updated flows/a.hf\n"), std::string::npos);
  EXPECT_NE(text.find("FAIL flows/b.hf: expected exit code 0, found 1\n"), std::string::npos);
  EXPECT_EQ(text_of("flows/a.out"), "file a.hf\na\nblock executed in N seconds\n");
  EXPECT_EQ(text_of("flows/b.out"), "(missing)");
  settings_.update = false;
  selection_.filter = "a.hf";
  EXPECT_EQ(report(), "ok flows/a.hf\n1 0 0");
}

TEST_F(Suite, SkipsInPlainSight) {
  settings_.no_docker = "not here";
  add("flows/data.hf", "# needs: reference-data\n");
  add("flows/docker.hf", "# needs: docker\n");
  add("flows/long.slow.hf", "");
  add("flows/sample.hf", "GET x FROM file://samplestix.json\n");
  const std::string missing = (root_ / "missing").string();
  EXPECT_EQ(report(), "skip flows/data.hf: no reference data in " + missing +
                          " (set KESTREL_REFERENCE_DATA)\n"
                          "skip flows/docker.hf: no Docker: not here\n"
                          "skip flows/long.slow.hf: slow, runs with --slow\n"
                          "skip flows/sample.hf: the sample bundle " +
                          (root_ / "flows/samplestix.json").string() +
                          " has not been made\n"
                          "0 0 4");
}

TEST_F(Suite, PutsTheReferenceDataIntoTheFlow) {
  settings_.reference_data = root_;
  add("flows/data.hf", "GET x FROM file://$REFERENCE/a.json\n");
  add("flows/data.out",
      "file <tmp>/data.hf\nGET x FROM file://<reference>/a.json\nblock executed in N seconds\n");
  EXPECT_EQ(report(), "ok flows/data.hf\n1 0 0");
}

TEST_F(Suite, FailsWithoutAFlowOrAnExpectation) {
  add("flows/lost.out", "x\n");
  add("flows/new.hf", "");
  add("flows/typo.hf", "# exti: 1\n");
  const std::string text = report();
  EXPECT_NE(text.find("FAIL flows/lost.out: there is no flow that this is expected of\n"),
            std::string::npos);
  EXPECT_NE(text.find("FAIL flows/new.hf: there is no expected output yet: run with --update\n"),
            std::string::npos);
  EXPECT_NE(text.find("FAIL flows/typo.hf: `exti` is no directive\n"), std::string::npos);
}

TEST_F(Suite, RunsAndUpdatesThePagesOfTheManual) {
  add("samplestix.json", "{}");
  add("flows/page.md",
      "Text\n```hf\na\n```\n```out\nold\n```\nmiddle\n```hf\nb\n```\n\n```out\n```\nend\n");
  settings_.update = true;
  EXPECT_NE(report().find("2 0 0"), std::string::npos);
  EXPECT_EQ(
      text_of("flows/page.md"),
      "Text\n```hf\na\n```\n```out\nfile hunt.hf\na\nblock executed in 3 seconds\n```\nmiddle\n"
      "```hf\nb\n```\n\n```out\nfile hunt.hf\nb\nblock executed in 3 seconds\n```\nend\n");
  settings_.update = false;
  EXPECT_EQ(report(), "ok flows/page.md:2\nok flows/page.md:11\n2 0 0");
}

TEST(Process, EndsWhatRunsOrWritesTooMuch) {
  Command command;
  command.words = {"/bin/sh", "-c", "tail -f /dev/null"};
  command.folder = "/";
  command.input = "/dev/null";
  command.time_limit = std::chrono::seconds(0);
  EXPECT_EQ(run(command).fault, "ran longer than 0 seconds");
  command.time_limit = std::chrono::seconds(60);
  command.words = {"/bin/sh", "-c", "yes"};
  command.output_limit = 100000;
  EXPECT_EQ(run(command).fault, "wrote more than 100000 bytes");
  command.words = {"/bin/sh", "-c", "kill -SEGV $$"};
  EXPECT_EQ(run(command).fault, "ended by a signal: Segmentation fault");
  command.words = {"/nowhere/kestrel"};
  EXPECT_EQ(run(command).fault,
            "`/nowhere/kestrel` could not be started: No such file or directory");
}

}  // namespace
}  // namespace kestrel::flows
