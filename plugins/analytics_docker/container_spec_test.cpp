#include "plugins/analytics_docker/container_spec.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace kestrel::analytics_docker {
namespace {

using Arguments = std::vector<std::pair<std::string, std::string>>;

std::string refusal(const Arguments& arguments) {
  const auto environment = environment_of(arguments);
  return environment ? "" : environment.diagnostic().slug + ": " + environment.diagnostic().message;
}

TEST(Environment, HoldsTheArgumentsInWrittenOrderAfterHome) {
  const Arguments arguments{{"n", "2"}, {"columns", "a,b"}, {"odd-name", "x=y"}, {"_e", ""}};
  EXPECT_EQ(*environment_of(arguments),
            (std::vector<std::string>{"HOME=/tmp", "n=2", "columns=a,b", "odd-name=x=y", "_e="}));
}

TEST(Environment, RefusesNamesThatDecideHowProgramsStart) {
  for (const char* name : {"PATH", "HOME", "LD_PRELOAD", "LD_LIBRARY_PATH", "PYTHONPATH",
                           "BASH_ENV", "GLIBC_TUNABLES"}) {
    EXPECT_NE(refusal({{name, "x"}}), "") << name;
  }
  EXPECT_EQ(refusal({{"path", "x"}, {"LDAP", "x"}, {"LD", "x"}, {"XPARAM", "x"}}), "");
}

TEST(Environment, RefusesWhatIsNoName) {
  for (const std::string name : {"", "1a", "-a", "a b", "a=b", "a.b", "a\n", "\xC3\xA9"}) {
    EXPECT_NE(refusal({{name, "x"}}), "") << name;
  }
}

TEST(Environment, RefusesRepeatedNamesAndValuesThatNoVariableHolds) {
  EXPECT_EQ(refusal({{"n", "1"}, {"n", "2"}}),
            "analytics-argument: expected each argument once, found `n` twice");
  EXPECT_NE(refusal({{"n", std::string("a\0b", 3)}}), "");
  EXPECT_NE(refusal({{"n", "\xFF"}}), "");
  EXPECT_NE(refusal({{"n", std::string(128 * 1024, 'x')}}), "");
  EXPECT_EQ(refusal({{"n", std::string(100 * 1024, 'x')}}), "");
  Arguments many;
  for (int index = 0; index < 20; ++index) {
    many.emplace_back("n" + std::to_string(index), std::string(100 * 1024, 'x'));
  }
  EXPECT_NE(refusal(many), "");
}

TEST(ContainerSpec, ConfinesTheContainer) {
  ContainerSpec spec;
  spec.analytics = "susp_scoring";
  spec.environment = {"HOME=/tmp", "n=2"};
  spec.exchange_folder = "/tmp/a \"b\":c";
  spec.network = "none";
  spec.limits.processors = 1.5;
  const auto body =
      nlohmann::json::parse(creation_json(spec, "kestrel-analytics-susp_scoring:latest"));
  EXPECT_EQ(body["Image"], "kestrel-analytics-susp_scoring:latest");
  EXPECT_EQ(body["Env"], spec.environment);
  EXPECT_EQ(body["Labels"]["kestrel.analytics"], "susp_scoring");
  EXPECT_EQ(body["NetworkDisabled"], true);
  EXPECT_FALSE(body.contains("User"));
  const auto& host = body["HostConfig"];
  EXPECT_EQ(host["NetworkMode"], "none");
  EXPECT_EQ(host["CapDrop"], nlohmann::json({"ALL"}));
  EXPECT_EQ(host["SecurityOpt"], nlohmann::json({"no-new-privileges"}));
  EXPECT_EQ(host["ReadonlyRootfs"], true);
  EXPECT_EQ(host["Privileged"], false);
  EXPECT_EQ(host["AutoRemove"], false);
  EXPECT_EQ(host["Memory"], std::uint64_t{2} << 30);
  EXPECT_EQ(host["MemorySwap"], host["Memory"]);
  EXPECT_EQ(host["NanoCpus"], 1500000000);
  EXPECT_EQ(host["PidsLimit"], 256);
  EXPECT_EQ(host["LogConfig"]["Config"]["max-size"], "1048576");
  EXPECT_EQ(host["Tmpfs"]["/tmp"], "rw,nosuid,nodev,noexec,mode=1777,size=268435456");
  ASSERT_EQ(host["Mounts"].size(), 3U);
  EXPECT_EQ(host["Mounts"][0]["Source"], "/tmp/a \"b\":c/input");
  EXPECT_EQ(host["Mounts"][0]["Target"], "/data/input");
  EXPECT_EQ(host["Mounts"][0]["ReadOnly"], true);
  EXPECT_EQ(host["Mounts"][1]["Target"], "/data/output");
  EXPECT_EQ(host["Mounts"][1]["ReadOnly"], false);
  EXPECT_EQ(host["Mounts"][2]["Target"], "/data/display");
}

TEST(ContainerSpec, GivesNetworkAndUserWhenSet) {
  ContainerSpec spec;
  spec.network = "bridge";
  spec.user = "1000:1000";
  const auto body = nlohmann::json::parse(creation_json(spec, "x"));
  EXPECT_EQ(body["HostConfig"]["NetworkMode"], "bridge");
  EXPECT_EQ(body["NetworkDisabled"], false);
  EXPECT_EQ(body["User"], "1000:1000");
}

}  // namespace
}  // namespace kestrel::analytics_docker
