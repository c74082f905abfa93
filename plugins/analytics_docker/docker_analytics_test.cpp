// The whole plugin against an engine that is played: every way in which a run can end.
#include "plugins/analytics_docker/docker_analytics.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "plugins/analytics_docker/fake_engine.hpp"
#include "plugins/analytics_docker/fake_input.hpp"

namespace kestrel::analytics_docker {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string error_frame(const std::string& text) {
  return std::string("\2\0\0\0\0\0\0", 7) + static_cast<char>(text.size()) + text;
}

class DockerAnalyticsTest : public testing::Test {
 protected:
  DockerAnalyticsTest()
      : engine_(folder_.path() / "engine.sock",
                [this](const ReceivedRequest& request) { return play(request); }) {
    settings_.host = (folder_.path() / "engine.sock").string();
    fs::create_directory(scratch_);
    call_.name = "scoring";
    call_.inputs = {&input_};
    call_.scratch_folder = scratch_;
  }

  // Plays an engine: what a test changed first, then what a healthy one says.
  FakeReply play(const ReceivedRequest& request) {
    for (const auto& [part, answer] : script_) {
      if (request.is(request.method, part)) {
        return answer(request);
      }
    }
    if (request.is("POST", "/containers/create")) {
      return reply(201, R"({"Id":"abc","Warnings":[]})");
    }
    if (request.is("POST", "/start")) {
      in_container_();
      return {"HTTP/1.1 204 No Content\r\n\r\n", false, false};
    }
    if (request.is("POST", "/wait")) {
      return reply(200, R"({"StatusCode":)" + std::to_string(exit_status_) + "}");
    }
    if (request.is("GET", "/json")) {
      return reply(200,
                   request.is("GET", "/images/") ? images_ : R"({"State":{"OOMKilled":false}})");
    }
    if (request.is("GET", "/logs")) {
      return reply(200, error_frame("cannot divide by zero\n"));
    }
    return {"HTTP/1.1 204 No Content\r\n\r\n", false, false};
  }

  void on(const std::string& part, FakeEngine::Answer answer) {
    script_.emplace_back(part, std::move(answer));
  }
  void on(const std::string& part, FakeReply answer) {
    on(part, [answer](const ReceivedRequest&) { return answer; });
  }

  Result<plugin::AnalyticsOutcome> apply() { return make(settings_)->apply(call_, context_); }

  Diagnostic failure() {
    auto outcome = apply();
    return outcome ? error("none", "nothing failed") : outcome.diagnostic();
  }

  // Every container that was created is removed, by the name it was created under.
  void expect_removed() {
    const std::string mark = "name=";
    for (const ReceivedRequest& request : engine_.requests()) {
      if (request.is("POST", "/containers/create")) {
        const std::string name = request.target.substr(request.target.find(mark) + mark.size());
        EXPECT_EQ(engine_.count("DELETE", "/containers/" + name + "?force=true"), 1U);
      }
    }
  }

  TemporaryFolder folder_;
  fs::path scratch_ = folder_.path() / "scratch";
  DockerSettings settings_;
  Context context_;
  FakeInput input_;
  plugin::AnalyticsCall call_;
  std::vector<std::pair<std::string, FakeEngine::Answer>> script_;
  std::function<void()> in_container_ = [] {};
  int exit_status_ = 0;
  std::string images_ = "[]";
  FakeEngine engine_;  // last: it goes before what it reads
};

TEST_F(DockerAnalyticsTest, RunsTheImageAndCollectsWhatItWrote) {
  call_.arguments = {{"n", "2"}};
  FakeInput second("PAR1 second PAR1");
  call_.inputs.push_back(&second);
  in_container_ = [this] {
    EXPECT_EQ(read_file(scratch_ / "input" / "1.parquet.gz"), "PAR1 second PAR1");
    write_file(scratch_ / "output" / "1.parquet.gz", almost_parquet);
    write_file(scratch_ / "display" / "chart.html", "<p>");
  };
  const auto outcome = apply();
  ASSERT_TRUE(outcome) << outcome.diagnostic().message;
  ASSERT_EQ(outcome->outputs.size(), 2U);
  EXPECT_FALSE(outcome->outputs[0]);
  EXPECT_EQ(std::get<fs::path>(*outcome->outputs[1]), scratch_ / "output" / "1.parquet.gz");
  EXPECT_TRUE(fs::exists(scratch_ / "output" / "1.parquet.gz"));
  EXPECT_FALSE(fs::exists(scratch_ / "input" / "0.parquet.gz"));
  EXPECT_EQ(outcome->html, "<p>");
  const auto requests = engine_.requests();
  ASSERT_EQ(requests.size(), 4U);
  const json body = json::parse(requests[0].body);
  EXPECT_EQ(body["Image"], "kestrel-analytics-scoring:latest");
  EXPECT_EQ(body["Env"], json({"HOME=/tmp", "n=2"}));
  EXPECT_EQ(body["HostConfig"]["Mounts"][0]["Source"], (scratch_ / "input").string());
  expect_removed();
}

TEST_F(DockerAnalyticsTest, GivesTheNetworkOnlyToThoseNamed) {
  settings_.networked = {"lookup"};
  ASSERT_TRUE(apply());
  call_.name = "lookup";
  fs::remove_all(scratch_);
  fs::create_directory(scratch_);
  ASSERT_TRUE(apply());
  std::vector<std::string> networks;
  for (const ReceivedRequest& request : engine_.requests()) {
    if (request.is("POST", "/create")) {
      networks.push_back(json::parse(request.body)["HostConfig"]["NetworkMode"]);
    }
  }
  EXPECT_EQ(networks, (std::vector<std::string>{"none", "bridge"}));
}

TEST_F(DockerAnalyticsTest, ListsItsImages) {
  images_ = R"([{"RepoTags":["kestrel-analytics-b:latest","python:3"]},{"RepoTags":null},{},3,
                {"RepoTags":["kestrel-analytics-a:latest",7]}])";
  EXPECT_EQ(*make(settings_)->list(), (std::vector<std::string>{"a", "b"}));
  images_ = "{\"not\":\"a list\"}";
  EXPECT_EQ(make(settings_)->list().diagnostic().slug, "analytics-engine");
  images_ = "not JSON";
  EXPECT_EQ(make(settings_)->list().diagnostic().slug, "analytics-engine");
}

TEST_F(DockerAnalyticsTest, AsksForNothingBeforeItIsNeeded) {
  const auto analytics = make(settings_);
  EXPECT_EQ(analytics->scheme(), "docker");
  EXPECT_TRUE(engine_.requests().empty());
}

TEST_F(DockerAnalyticsTest, NamesTheMissingImageAndHowToBuildIt) {
  on("/containers/create", reply(404, R"({"message":"No such image"})"));
  images_ = R"([{"RepoTags":["kestrel-analytics-scorings:latest"]}])";
  const Diagnostic diagnostic = failure();
  EXPECT_EQ(diagnostic.slug, "analytics-image-missing");
  EXPECT_EQ(diagnostic.message, "this machine has no image `kestrel-analytics-scoring:latest`");
  EXPECT_EQ(diagnostic.helps,
            (std::vector<std::string>{
                "nearest name is `scorings`",
                "build it with `docker build -t kestrel-analytics-scoring analytics/scoring`"}));
  EXPECT_EQ(engine_.count("POST", "/images/create"), 0U) << "an image was pulled";
}

TEST_F(DockerAnalyticsTest, FindsAnImageUnderAnotherTag) {
  on("/containers/create", reply(404, "{}"));
  images_ = R"([{"RepoTags":["kestrel-analytics-scoring:1.2"]}])";
  EXPECT_EQ(failure().helps,
            std::vector<std::string>{"the image has another tag here: `docker://scoring:1.2`"});
}

TEST_F(DockerAnalyticsTest, TriesTheNameThatPodmanGivesToLocalBuilds) {
  on("/containers/create", [](const ReceivedRequest& request) {
    const bool local =
        json::parse(request.body)["Image"] == "localhost/kestrel-analytics-scoring:latest";
    return local ? reply(201, "{}") : reply(404, "{}");
  });
  images_ = R"([{"RepoTags":["localhost/kestrel-analytics-scoring:latest"]}])";
  EXPECT_TRUE(apply());
}

TEST_F(DockerAnalyticsTest, SaysHowAnAnalyticsFailed) {
  exit_status_ = 3;
  const Diagnostic diagnostic = failure();
  EXPECT_EQ(diagnostic.slug, "analytics-failed");
  EXPECT_EQ(diagnostic.message, "analytics `scoring` ended with exit status 3");
  EXPECT_EQ(diagnostic.notes,
            (std::vector<std::string>{"the last lines of its output:", "cannot divide by zero"}));
  expect_removed();
}

TEST_F(DockerAnalyticsTest, SaysWhichSignalEndedIt) {
  exit_status_ = 139;
  EXPECT_EQ(failure().message, "analytics `scoring` was ended by signal 11 (SIGSEGV)");
}

TEST_F(DockerAnalyticsTest, SaysThatMemoryRanOut) {
  exit_status_ = 137;
  on("/json", reply(200, R"({"State":{"OOMKilled":true}})"));
  EXPECT_EQ(failure().message,
            "analytics `scoring` needed more memory than the 2048 MB it may use");
}

TEST_F(DockerAnalyticsTest, SurvivesAnEngineThatDoesNotTellWhy) {
  exit_status_ = 1;
  on("/json", reply(200, "[[[["));
  on("/logs", {"", false, true});
  const Diagnostic diagnostic = failure();
  EXPECT_EQ(diagnostic.slug, "analytics-failed");
  EXPECT_TRUE(diagnostic.notes.empty());
  expect_removed();
}

TEST_F(DockerAnalyticsTest, SaysThatItCouldNotBeStarted) {
  on("/start", reply(400, R"({"message":"exec: \"python\": not found"})"));
  const Diagnostic diagnostic = failure();
  EXPECT_EQ(diagnostic.message, "analytics `scoring` could not be started");
  EXPECT_EQ(diagnostic.notes, std::vector<std::string>{"exec: \"python\": not found"});
  expect_removed();
}

TEST_F(DockerAnalyticsTest, StopsAtTheTimeLimit) {
  settings_.limits.time = std::chrono::milliseconds{1};
  on("/wait", {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", true, false});
  const Diagnostic diagnostic = failure();
  EXPECT_EQ(diagnostic.slug, "analytics-time-limit");
  EXPECT_EQ(diagnostic.message,
            "analytics `scoring` was stopped: it ran longer than 1 milliseconds");
  EXPECT_EQ(diagnostic.notes.size(), 2U);
  expect_removed();
}

TEST_F(DockerAnalyticsTest, StopsAndRemovesWhenCancelledWhileItRuns) {
  on("/wait", [this](const ReceivedRequest&) {
    context_.cancel();
    return FakeReply{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", true, false};
  });
  EXPECT_EQ(failure().slug, "cancelled");
  expect_removed();
}

TEST_F(DockerAnalyticsTest, RemovesWhatIsCreatedWhileItIsCancelled) {
  on("/containers/create", [this](const ReceivedRequest&) {
    context_.cancel();
    return reply(201, "{}");
  });
  EXPECT_EQ(failure().slug, "cancelled");
  EXPECT_EQ(engine_.count("POST", "/start"), 0U);
  expect_removed();
}

TEST_F(DockerAnalyticsTest, DoesNotBeginWhenAlreadyCancelled) {
  context_.cancel();
  EXPECT_EQ(failure().slug, "cancelled");
  EXPECT_TRUE(engine_.requests().empty());
}

TEST_F(DockerAnalyticsTest, PassesOnWhyTheEngineRefuses) {
  on("/containers/create", reply(500, R"({"message":"no space left on device"})"));
  const Diagnostic diagnostic = failure();
  EXPECT_EQ(diagnostic.slug, "analytics-engine");
  EXPECT_NE(diagnostic.message.find("refused to create a container (status 500)"),
            std::string::npos);
  EXPECT_EQ(diagnostic.notes, std::vector<std::string>{"no space left on device"});
  expect_removed();
}

TEST_F(DockerAnalyticsTest, RefusesAnswersThatMakeNoSense) {
  for (const char* body :
       {"", "{}", "[]", R"({"StatusCode":"0"})", R"({"StatusCode":1.5})", "{\"StatusCode\":"}) {
    script_.clear();
    on("/wait", reply(200, body));
    fs::remove_all(scratch_);
    fs::create_directory(scratch_);
    EXPECT_EQ(failure().slug, "analytics-engine") << body;
  }
  script_.clear();
  on("/wait", {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", false, true});
  fs::remove_all(scratch_);
  fs::create_directory(scratch_);
  EXPECT_EQ(failure().slug, "analytics-engine");
  expect_removed();
}

TEST_F(DockerAnalyticsTest, LosesPatienceWithASilentEngine) {
  settings_.engine_patience = std::chrono::milliseconds{1};
  on("/containers/create", {"", true, false});
  const Diagnostic diagnostic = failure();
  EXPECT_EQ(diagnostic.slug, "analytics-engine");
  EXPECT_NE(diagnostic.message.find("gave no answer within 1 milliseconds"), std::string::npos);
  expect_removed();
}

TEST_F(DockerAnalyticsTest, BoundsWhatTheEngineSays) {
  on("/containers/create", reply(500, "{\"message\":\"" + std::string(1 << 20, 'x') + "\"}"));
  EXPECT_LT(failure().notes.at(0).size(), 2000U);
  script_.clear();
  on("/containers/create", reply(500, std::string(9 << 20, 'x')));
  fs::remove_all(scratch_);
  fs::create_directory(scratch_);
  EXPECT_NE(failure().message.find("expected at most 8192 kB from the container engine"),
            std::string::npos);
}

TEST_F(DockerAnalyticsTest, RefusesABadOutputAndABadDisplay) {
  in_container_ = [this] { write_file(scratch_ / "output" / "0.parquet.gz", "id,type"); };
  EXPECT_EQ(failure().slug, "analytics-output");
  fs::remove_all(scratch_);
  fs::create_directory(scratch_);
  in_container_ = [this] { write_file(scratch_ / "display" / "a.svg", "<svg>"); };
  EXPECT_EQ(failure().slug, "analytics-display");
}

TEST_F(DockerAnalyticsTest, RefusesBadNamesAndArgumentsBeforeAskingTheEngine) {
  call_.name = "../../etc";
  EXPECT_EQ(failure().slug, "analytics-name");
  call_.name = "scoring";
  call_.arguments = {{"LD_PRELOAD", "/tmp/x.so"}};
  EXPECT_EQ(failure().slug, "analytics-argument");
  EXPECT_TRUE(engine_.requests().empty());
}

TEST_F(DockerAnalyticsTest, SaysThatThereIsNoEngine) {
  settings_.host = (folder_.path() / "none.sock").string();
  EXPECT_EQ(failure().slug, "analytics-engine-missing");
  EXPECT_EQ(make(settings_)->list().diagnostic().slug, "analytics-engine-missing");
}

}  // namespace
}  // namespace kestrel::analytics_docker
