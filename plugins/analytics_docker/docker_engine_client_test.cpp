#include "plugins/analytics_docker/docker_engine_client.hpp"

#include <gtest/gtest.h>

#include "plugins/analytics_docker/fake_engine.hpp"
#include "plugins/analytics_docker/fake_input.hpp"

namespace kestrel::analytics_docker {
namespace {

class DockerEngineClientTest : public testing::Test {
 protected:
  DockerEngineClientTest()
      : engine_(folder_.path() / "engine.sock",
                [this](const ReceivedRequest& request) { return answer_(request); }),
        client_(DockerEngineClient::open(folder_.path() / "engine.sock").value()) {}

  Result<EngineAnswer> ask(FakeReply answer, const EngineRequest& request = {}) {
    answer_ = [answer](const ReceivedRequest&) { return answer; };
    EngineRequest with_target = request;
    with_target.target = "/x?y=z";
    return client_.send(with_target, &context_);
  }
  std::string refusal(FakeReply answer, const EngineRequest& request = {}) {
    const auto result = ask(std::move(answer), request);
    return result ? "nothing refused" : result.diagnostic().slug;
  }

  Context context_;
  TemporaryFolder folder_;
  FakeEngine::Answer answer_;
  FakeEngine engine_;
  DockerEngineClient client_;
};

TEST_F(DockerEngineClientTest, SendsMethodTargetAndBody) {
  EngineRequest request;
  EXPECT_EQ(ask(reply(200, "{}"), request)->body, "{}");
  request.method = EngineRequest::Method::post;
  request.json = "{\"a\":1}";
  EXPECT_EQ(ask(reply(201, ""), request)->status, 201);
  request.method = EngineRequest::Method::remove;
  EXPECT_EQ(ask({"HTTP/1.1 204 No Content\r\n\r\n", false, false}, request)->status, 204);
  const auto requests = engine_.requests();
  ASSERT_EQ(requests.size(), 3U);
  EXPECT_EQ(requests[0].method, "GET");
  EXPECT_EQ(requests[0].target, "/x?y=z");
  EXPECT_EQ(requests[1].method, "POST");
  EXPECT_EQ(requests[1].body, "{\"a\":1}");
  EXPECT_EQ(requests[2].method, "DELETE");
  EXPECT_EQ(requests[2].body, "");
}

TEST_F(DockerEngineClientTest, JoinsChunks) {
  const auto answer =
      ask({"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
           false, false});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "abcde");
}

TEST_F(DockerEngineClientTest, TakesAnyStatusForAnAnswer) {
  EXPECT_EQ(ask(reply(500, "{\"message\":\"no\"}"))->status, 500);
  EXPECT_EQ(ask({"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n",
                 false, false})
                ->status,
            302);
  EXPECT_EQ(engine_.requests().size(), 2U);
}

TEST_F(DockerEngineClientTest, RefusesWhatIsNoHttp) {
  EXPECT_EQ(refusal({"SSH-2.0-OpenSSH\r\n", false, true}), "analytics-engine");
  EXPECT_EQ(refusal({"", false, true}), "analytics-engine");
  EXPECT_EQ(refusal({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", false, true}),
            "analytics-engine");
  EXPECT_EQ(
      refusal({"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", false, true}),
      "analytics-engine");
}

TEST_F(DockerEngineClientTest, BoundsTheAnswer) {
  EngineRequest request;
  request.longest_answer = 1000;
  EXPECT_EQ(refusal(reply(200, std::string(1001, 'x')), request), "analytics-engine");
  EXPECT_EQ(ask(reply(200, std::string(1000, 'x')), request)->body.size(), 1000U);
  request.cut_answer = true;
  EXPECT_EQ(ask(reply(200, std::string(100000, 'x')), request)->body.size(), 1000U);
}

TEST_F(DockerEngineClientTest, LosesPatience) {
  EngineRequest request;
  request.patience = std::chrono::milliseconds{1};
  const auto answer = ask({"HTTP/1.1 200 OK\r\n", true, false}, request);
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->timed_out);
  EXPECT_FALSE(answer->cancelled);
}

TEST_F(DockerEngineClientTest, StopsWhenCancelledAndCanBeUsedAgain) {
  answer_ = [this](const ReceivedRequest&) {
    context_.cancel();
    return FakeReply{"", true, false};
  };
  EngineRequest request;
  request.target = "/x";
  const auto answer = client_.send(request, &context_);
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->cancelled);
  context_.reset();
  EXPECT_EQ(ask(reply(200, "again"))->body, "again");
}

TEST_F(DockerEngineClientTest, FinishesWithinTheGraceWhenCancelled) {
  context_.cancel();
  EngineRequest request;
  request.grace = std::chrono::minutes{1};
  const auto answer = ask(reply(201, "made"), request);
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->cancelled);
  EXPECT_EQ(answer->body, "made");
}

TEST(DockerEngineClient, SaysThatTheEngineIsGone) {
  const TemporaryFolder folder;
  auto client = DockerEngineClient::open(folder.path() / "none.sock").value();
  EngineRequest request;
  request.target = "/x";
  EXPECT_EQ(client.send(request, nullptr).diagnostic().slug, "analytics-engine");
}

}  // namespace
}  // namespace kestrel::analytics_docker
