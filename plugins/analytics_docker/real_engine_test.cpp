// The whole plugin against a real engine. Skipped, and why is said, where there is none or an image
// is missing.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "plugins/analytics_docker/docker_analytics.hpp"
#include "plugins/analytics_docker/docker_engine_client.hpp"
#include "plugins/analytics_docker/engine_socket.hpp"
#include "plugins/analytics_docker/fake_input.hpp"

namespace kestrel::analytics_docker {
namespace {

namespace fs = std::filesystem;

constexpr const char* image = "behaviours";  // tests/containers/behaviours

class RealEngineTest : public testing::Test {
 protected:
  void SetUp() override {
    if (const char* reason = std::getenv("KESTREL_TEST_NO_DOCKER")) {
      GTEST_SKIP() << "skipped: " << reason;
    }
    if (const char* host = std::getenv("DOCKER_HOST")) {
      settings_.host = host;
    }
    const auto names = make(settings_)->list();
    if (!names) {
      GTEST_SKIP() << "skipped: " << names.diagnostic().message;
    }
    names_ = *names;
    require(image);
  }

  void require(const std::string& name) const {
    if (std::find(names_.begin(), names_.end(), name) == names_.end()) {
      GTEST_SKIP() << "skipped: there is no image kestrel-analytics-" << name;
    }
  }

  Result<plugin::AnalyticsOutcome> apply(const std::string& behaviour) {
    fs::remove_all(scratch_);
    fs::create_directory(scratch_);
    plugin::AnalyticsCall call;
    call.name = image;
    call.arguments = {{"behaviour", behaviour}};
    call.arguments.insert(call.arguments.end(), more_arguments_.begin(), more_arguments_.end());
    call.inputs = {&input_};
    call.scratch_folder = scratch_;
    return make(settings_)->apply(call, context_);
  }

  std::string failure(const std::string& behaviour) {
    const auto outcome = apply(behaviour);
    if (outcome) {
      return "nothing failed";
    }
    std::string text = outcome.diagnostic().slug + ": " + outcome.diagnostic().message;
    for (const std::string& note : outcome.diagnostic().notes) {
      text += "\n" + note;
    }
    return text;
  }

  // Returns what the engine says about containers that use this test's folder; others run tests
  // too.
  std::string containers() const {
    auto client = DockerEngineClient::open(find_engine_socket(settings_)->path).value();
    EngineRequest request;
    request.target =
        "/containers/json?all=true&filters=%7B%22label%22%3A%5B%22kestrel.analytics%22%5D%7D";
    const auto answer = client.send(request, nullptr);
    std::string found;
    for (const auto& container : nlohmann::json::parse(answer->body)) {
      const std::string text = container.dump();
      found += text.find(folder_.path().string()) == std::string::npos ? "" : text;
    }
    return found;
  }

  TemporaryFolder folder_;
  fs::path scratch_ = folder_.path() / "scratch";
  DockerSettings settings_;
  Context context_;
  FakeInput input_;
  std::vector<std::pair<std::string, std::string>> more_arguments_;
  std::vector<std::string> names_;
};

TEST_F(RealEngineTest, GivesAnInputAndTakesAnOutput) {
  const auto outcome = apply("copy");
  ASSERT_TRUE(outcome) << outcome.diagnostic().message;
  ASSERT_TRUE(outcome->outputs.at(0));
  EXPECT_EQ(read_file(std::get<fs::path>(*outcome->outputs[0])), almost_parquet);
  EXPECT_FALSE(outcome->html);
}

TEST_F(RealEngineTest, TakesSilenceForNoChange) {
  const auto outcome = apply("nothing");
  ASSERT_TRUE(outcome) << outcome.diagnostic().message;
  EXPECT_FALSE(outcome->outputs.at(0));
}

TEST_F(RealEngineTest, HandsOverArguments) {
  more_arguments_ = {
      {"columns", "a,b"}, {"n", "2"}, {"odd-name", "x y"}, {"text", "\xC3\xA9 \"'$(id)\n"}};
  const auto outcome = apply("environment");
  ASSERT_TRUE(outcome) << outcome.diagnostic().message;
  EXPECT_EQ(outcome->html, "columns=a,b\nn=2\nodd-name=x y\ntext=\xC3\xA9 \"'$(id)\n\nHOME=/tmp\n");
}

TEST_F(RealEngineTest, ConfinesTheContainer) {
  EXPECT_EQ(failure("confined"), "nothing failed");
}

TEST_F(RealEngineTest, BoundsProcesses) {
  EXPECT_EQ(failure("processes"), "nothing failed");
}

TEST_F(RealEngineTest, BoundsMemory) {
  settings_.limits.memory_bytes = std::uint64_t{64} << 20;
  EXPECT_EQ(failure("memory").find(
                "analytics-failed: analytics `behaviours` needed more memory than the 64 MB"),
            0U);
}

TEST_F(RealEngineTest, BoundsTheSizeOfFiles) {
  settings_.limits.file_bytes = 8;
  EXPECT_EQ(failure("copy").find("analytics-failed"), 0U);
}

TEST_F(RealEngineTest, ShowsTheLastLinesOfAFailure) {
  const std::string text = failure("failing");
  EXPECT_EQ(text.find("analytics-failed: analytics `behaviours` ended with exit status 3"), 0U);
  EXPECT_NE(text.find("\nthis goes to standard output\nthis goes to standard error\n"),
            std::string::npos);
}

TEST_F(RealEngineTest, BoundsTheOutputOfATalkativeFailure) {
  const std::string text = failure("talkative");
  EXPECT_LT(text.size(), 10000U);
  EXPECT_NE(text.find("the last line"), std::string::npos);
}

TEST_F(RealEngineTest, SaysWhichSignalEndedIt) {
  EXPECT_EQ(failure("killed").find(
                "analytics-failed: analytics `behaviours` was ended by signal 11 (SIGSEGV)"),
            0U);
}

TEST_F(RealEngineTest, RefusesHostileOutputs) {
  for (const char* behaviour : {"not_parquet", "symlink_output", "folder_output", "pipe_output"}) {
    EXPECT_EQ(failure(behaviour).find("analytics-output:"), 0U) << behaviour;
  }
}

TEST_F(RealEngineTest, ShowsOneDisplayAndRefusesOthers) {
  EXPECT_EQ(apply("display")->html, "<p>Hello from a container.</p>");
  for (const char* behaviour : {"two_displays", "image_display", "symlink_display"}) {
    EXPECT_EQ(failure(behaviour).find("analytics-display:"), 0U) << behaviour;
  }
}

TEST_F(RealEngineTest, LeavesAFolderThatCanBeRemoved) {
  const auto outcome = apply("litter");
  ASSERT_TRUE(outcome) << outcome.diagnostic().message;
  std::size_t entries = 0;
  for (const auto& entry : fs::recursive_directory_iterator(scratch_)) {
    entries += entry.is_directory() ? 0 : 1;
  }
  EXPECT_EQ(entries, 1U);
}

TEST_F(RealEngineTest, StopsAtTheTimeLimit) {
  settings_.limits.time = std::chrono::milliseconds{100};
  EXPECT_EQ(failure("forever").find("analytics-time-limit:"), 0U);
}

TEST_F(RealEngineTest, StopsWhenCancelledWhileItRuns) {
  std::atomic<bool> ended{false};
  std::thread hunter([&] {
    while (!ended && containers().find("\"State\":\"running\"") == std::string::npos) {
      std::this_thread::yield();
    }
    context_.cancel();
  });
  const std::string text = failure("forever");
  ended = true;
  hunter.join();
  EXPECT_EQ(text, "cancelled: analytics `behaviours` was cancelled");
  EXPECT_EQ(containers(), "");
}

TEST_F(RealEngineTest, LeavesNoContainerBehind) {
  ASSERT_TRUE(apply("nothing"));
  failure("failing");
  EXPECT_EQ(containers(), "");
}

TEST_F(RealEngineTest, NamesTheMissingImage) {
  fs::create_directory(scratch_);
  plugin::AnalyticsCall call;
  call.name = "behaviour";
  call.inputs = {&input_};
  call.scratch_folder = scratch_;
  const auto outcome = make(settings_)->apply(call, context_);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.diagnostic().slug, "analytics-image-missing");
  EXPECT_EQ(outcome.diagnostic().helps.at(0), "nearest name is `behaviours`");
}

// The analytics of this repository, on tables that pandas wrote.
class RealAnalyticsTest : public RealEngineTest {
 protected:
  Result<std::string> output(const std::string& name, const std::string& table,
                             std::vector<std::pair<std::string, std::string>> arguments) {
    fs::create_directory(scratch_);
    FakeInput input(read_file(reference_table(table)));
    plugin::AnalyticsCall call;
    call.name = name;
    call.arguments = std::move(arguments);
    call.inputs = {&input};
    call.scratch_folder = scratch_;
    KESTREL_TRY(const plugin::AnalyticsOutcome outcome, make(settings_)->apply(call, context_));
    return outcome.outputs.at(0) ? read_file(std::get<fs::path>(*outcome.outputs[0])) : "";
  }

  static fs::path reference_table(const std::string& name) {
    const char* folder = std::getenv("KESTREL_REFERENCE_DATA");
    return fs::path(folder == nullptr ? "/nowhere" : folder) / "analytics" / name;
  }
};

TEST_F(RealAnalyticsTest, ScoreProcesses) {
  const fs::path table = reference_table("procs.parquet.gz");
  if (!fs::exists(table)) {
    GTEST_SKIP() << "skipped: KESTREL_REFERENCE_DATA has no analytics/procs.parquet.gz";
  }
  require("susp_scoring");
  if (IsSkipped()) {
    return;
  }
  const auto result = output("susp_scoring", table.filename(), {});
  ASSERT_TRUE(result) << result.diagnostic().message;
  EXPECT_NE(result->find("x_suspicious_score"), std::string::npos);
  EXPECT_NE(result->find("x_attack_techniques"), std::string::npos);
}

TEST_F(RealAnalyticsTest, ClusterTraffic) {
  const fs::path table = reference_table("nettraffic.parquet.gz");
  if (!fs::exists(table)) {
    GTEST_SKIP() << "skipped: KESTREL_REFERENCE_DATA has no analytics/nettraffic.parquet.gz";
  }
  require("sklearn-cluster");
  if (IsSkipped()) {
    return;
  }
  const auto result =
      output("sklearn-cluster", table.filename(), {{"n", "2"}, {"columns", "src_port,dst_port"}});
  ASSERT_TRUE(result) << result.diagnostic().message;
  EXPECT_NE(result->find("cluster"), std::string::npos);
  fs::remove_all(scratch_);
  const auto refused =
      output("sklearn-cluster", table.filename(), {{"n", "2"}, {"columns", "protocols"}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.diagnostic().notes.back(),
            "sklearn-cluster: expected numbers in column `protocols`, found text");
}

}  // namespace
}  // namespace kestrel::analytics_docker
