#include "plugins/analytics_native/scoring_rules.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace kestrel::analytics_native {
namespace {

bool fits(std::vector<std::string> pieces, bool at_end, std::string_view text) {
  return CommandPattern(std::move(pieces), at_end).fits(text, BytePairs(text));
}

TEST(CommandPattern, TakesPiecesInTheirOrder) {
  EXPECT_TRUE(fits({"wget ", "; sh"}, false, "wget x; sh y"));
  EXPECT_FALSE(fits({"; sh", "wget "}, false, "wget x; sh y"));
  EXPECT_FALSE(fits({"wget ", "; sh"}, false, ""));
}

TEST(CommandPattern, PiecesDoNotOverlap) {
  EXPECT_FALSE(fits({"ab", "ba"}, false, "aba"));
  EXPECT_TRUE(fits({"ab", "ba"}, false, "abba"));
  EXPECT_FALSE(fits({"ab", "ba"}, true, "aba"));
  EXPECT_TRUE(fits({"ab", "ba"}, true, "abba"));
}

TEST(CommandPattern, LastPieceMayBeTheEnd) {
  EXPECT_TRUE(fits({"ab"}, true, "xab"));
  EXPECT_FALSE(fits({"ab"}, true, "abx"));
  EXPECT_TRUE(fits({"a", "b"}, true, "abxb"));
}

TEST(BytePairs, NeverDenyWhatIsThere) {
  std::string text;
  for (int byte = 0; byte < 256; ++byte) {
    text += static_cast<char>(byte);
    text += static_cast<char>(byte * 7);
  }
  const BytePairs pairs(text);
  for (std::size_t begin = 0; begin < text.size(); begin += 3) {
    for (const std::size_t size : {0U, 1U, 2U, 17U}) {
      EXPECT_TRUE(pairs.may_have(BytePairs::bits_of(std::string_view(text).substr(begin, size))));
    }
  }
  EXPECT_TRUE(BytePairs("NET USE").may_have(BytePairs::bits_of("net use")));
  EXPECT_FALSE(BytePairs("net use").may_have(BytePairs::bits_of("whoami")));
}

TEST(ScoringRules, CommandLineComesFirst) {
  const ScoringRules& rules = scoring_rules();
  EXPECT_EQ(rules.columns.front(), "command_line");
  EXPECT_EQ(rules.patterns.size(), 33U);
  EXPECT_EQ(rules.rules.size(), 10U);
}

}  // namespace
}  // namespace kestrel::analytics_native
