#include "tests/runner/difference.hpp"

#include <string>

#include <gtest/gtest.h>

namespace kestrel::flows {
namespace {

TEST(Difference, IsEmptyBetweenEqualTexts) {
  EXPECT_EQ(difference("a\nb\n", "a\nb\n"), "");
  EXPECT_EQ(difference("", ""), "");
}

TEST(Difference, ShowsWhatWentAndWhatCame) {
  EXPECT_EQ(difference("pid  name\n1    cmd\n(1 row)\n", "pid  name\n2    cmd\n(1 row)\n"),
            "     pid  name\n"
            "    -1    cmd\n"
            "    +2    cmd\n"
            "     (1 row)\n");
  EXPECT_EQ(difference("a\nb\nc\n", "a\nc\nd\n"), "     a\n    -b\n     c\n    +d\n");
}

TEST(Difference, LeavesOutWhatIsFarFromAnyChange) {
  EXPECT_EQ(difference("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\n5\n7\n"),
            "    ...\n     3\n     4\n     5\n    -6\n    +7\n");
}

TEST(Difference, SeesAMissingLineEnd) {
  EXPECT_EQ(difference("a\n", "a"), "    -a\n    +a\\ no line end\n");
}

TEST(Difference, ShowsNothingThatActsOnATerminal) {
  EXPECT_EQ(difference("", "\x1b[2J\n"), "    +\\x1b[2J\n");
}

TEST(Difference, StopsAfterManyLines) {
  std::string expected;
  std::string found;
  for (int line = 0; line < 20000; ++line) {
    expected += "x" + std::to_string(line) + "\n";
    found += "y" + std::to_string(line) + "\n";
  }
  EXPECT_TRUE(difference(expected, found).ends_with("    ... and more\n"));
}

}  // namespace
}  // namespace kestrel::flows
