#include "plugins/analytics_docker/container_log.hpp"

#include <gtest/gtest.h>

#include "kestrel/base/unicode.hpp"

namespace kestrel::analytics_docker {
namespace {

using Lines = std::vector<std::string>;

std::string frame(char stream, const std::string& text) {
  std::string header(8, '\0');
  header[0] = stream;
  for (std::size_t byte = 0; byte < 4; ++byte) {
    header[7 - byte] = static_cast<char>(text.size() >> (8 * byte) & 0xFF);
  }
  return header + text;
}

TEST(ContainerLog, PutsErrorBehindOutput) {
  const std::string log =
      frame(2, "bad\n") + frame(1, "one\ntw") + frame(1, "o\n\n \r\n") + frame(2, "worse");
  EXPECT_EQ(last_lines(log, 10), (Lines{"one", "two", "bad", "worse"}));
}

TEST(ContainerLog, KeepsTheLastLinesAndErrorRatherThanOutput) {
  const std::string log = frame(1, "1\n2\n3\n") + frame(2, "4\n5\n6\n");
  EXPECT_EQ(last_lines(log, 4), (Lines{"3", "4", "5", "6"}));
  EXPECT_EQ(last_lines(log, 2), (Lines{"5", "6"}));
  EXPECT_EQ(last_lines(log, 0), Lines{});
}

TEST(ContainerLog, EndsAtABrokenOrCutFrame) {
  EXPECT_EQ(last_lines("", 5), Lines{});
  EXPECT_EQ(last_lines("plain text, no frames", 5), Lines{});
  EXPECT_EQ(last_lines(frame(1, "a\n") + std::string(5, '\0'), 5), Lines{"a"});
  EXPECT_EQ(last_lines(frame(1, "a\n") + frame(1, "long enough").substr(0, 12), 5),
            (Lines{"a", "long"}));
  EXPECT_EQ(last_lines(frame(1, "a\n") + std::string("\1\0\0\0\xFF\xFF\xFF\xFF", 8) + "b", 5),
            (Lines{"a", "b"}));
}

TEST(ContainerLog, CutsLongLinesBetweenCharacters) {
  std::string line;
  for (int index = 0; index < 1000; ++index) {
    line += "\xE2\x82\xAC";
  }
  const Lines lines = last_lines(frame(2, "x" + line), 5);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_LT(lines[0].size(), 310U);
  EXPECT_FALSE(first_broken_byte(lines[0]));
}

}  // namespace
}  // namespace kestrel::analytics_docker
