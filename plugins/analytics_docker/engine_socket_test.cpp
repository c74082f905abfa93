#include "plugins/analytics_docker/engine_socket.hpp"

#include <cerrno>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "plugins/analytics_docker/fake_engine.hpp"
#include "plugins/analytics_docker/fake_input.hpp"
#include "plugins/analytics_docker/messages.hpp"

namespace kestrel::analytics_docker {
namespace {

DockerSettings with_host(const std::string& host) {
  DockerSettings settings;
  settings.host = host;
  return settings;
}

TEST(EngineSocket, IsTheGivenHostWithOrWithoutScheme) {
  const TemporaryFolder folder;
  const auto socket = folder.path() / "engine.sock";
  const FakeEngine engine(socket, [](const ReceivedRequest&) { return reply(200, "OK"); });
  EXPECT_EQ(find_engine_socket(with_host(socket.string()))->path, socket);
  EXPECT_EQ(find_engine_socket(with_host("unix://" + socket.string()))->path, socket);
}

TEST(EngineSocket, LiesOnThisMachine) {
  for (const char* host :
       {"tcp://192.0.2.1:2375", "ssh://host.example", "relative/path", "unix://", "\x1b[2J"}) {
    const auto found = find_engine_socket(with_host(host));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.diagnostic().slug, "analytics-engine-missing");
    EXPECT_EQ(found.diagnostic().message.find('\x1b'), std::string::npos);
  }
}

TEST(EngineSocket, SaysThatNothingIsThere) {
  const TemporaryFolder folder;
  const auto found = find_engine_socket(with_host((folder.path() / "none.sock").string()));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.diagnostic().message, "no container engine was found");
  ASSERT_EQ(found.diagnostic().notes.size(), 1U);
  EXPECT_NE(found.diagnostic().notes[0].find("there is no such socket"), std::string::npos);
  EXPECT_EQ(found.diagnostic().helps.size(), 1U);
}

TEST(EngineSocket, SaysThatNobodyListens) {
  const TemporaryFolder folder;
  const auto socket = folder.path() / "engine.sock";
  {
    const FakeEngine gone(socket, [](const ReceivedRequest&) { return reply(200, "OK"); });
  }
  const auto found = find_engine_socket(with_host(socket.string()));
  ASSERT_FALSE(found);
  EXPECT_NE(found.diagnostic().message.find("does not run"), std::string::npos);
}

TEST(EngineSocket, IsFoundAmongCandidatesInTheirOrder) {
  const TemporaryFolder folder;
  const auto socket = folder.path() / "second.sock";
  const FakeEngine engine(socket, [](const ReceivedRequest&) { return reply(200, "OK"); });
  DockerSettings settings;
  settings.system_socket = folder.path() / "system.sock";
  settings.candidate_sockets = {folder.path() / "first.sock", socket};
  EXPECT_EQ(find_engine_socket(settings)->path, socket);
}

TEST(EngineSocket, PutsAMissingPermissionFirstInItsMessage) {
  const std::vector<messages::TriedSocket> tried{
      {"/a", ENOENT}, {"/b", ECONNREFUSED}, {"/c", EACCES}};
  const Diagnostic diagnostic = messages::no_engine(tried);
  EXPECT_EQ(diagnostic.message, "this user may not use the container engine at `/c`");
  EXPECT_EQ(diagnostic.notes.size(), 3U);
  ASSERT_EQ(diagnostic.helps.size(), 1U);
  EXPECT_NE(diagnostic.helps[0].find("usermod"), std::string::npos);
}

}  // namespace
}  // namespace kestrel::analytics_docker
