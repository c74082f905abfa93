#include "plugins/source_stix/spelling.hpp"

#include <string>

#include <gtest/gtest.h>

namespace kestrel::source_stix {
namespace {

TEST(Spelling, KnowsNumbers) {
  for (const auto* number : {"0", "-0", "7", "-12", "1.5", "0.5", "1e3", "1E+3", "1.25e-7"}) {
    EXPECT_TRUE(is_scalar(number)) << number;
  }
  for (const auto* other : {"", "-", "01", "+1", ".5", "1.", "1e", "1e+", "0x1", "1a", "NaN", "nul",
                            "truee", "\"a\""}) {
    EXPECT_FALSE(is_scalar(other)) << other;
  }
}

TEST(Spelling, ResolvesEscapes) {
  const auto decoded = [](std::string_view spelled) {
    std::string text;
    return append_unescaped(text, spelled) ? text : "broken";
  };
  EXPECT_EQ(decoded(""), "");
  EXPECT_EQ(decoded("plain"), "plain");
  EXPECT_EQ(decoded(R"(\"\\\/\b\f\n\r\t)"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(decoded(R"(\u0041\u00E9\u20ac\uD83D\uDE00)"), "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
  EXPECT_EQ(decoded(R"(\uD83Dx)"), "\xEF\xBF\xBDx");
  EXPECT_EQ(decoded(R"(\uD83D\n)"), "\xEF\xBF\xBD\n");
  EXPECT_EQ(decoded(R"(\uDE00)"), "\xEF\xBF\xBD");
  EXPECT_EQ(decoded(R"(\x)"), "broken");
  EXPECT_EQ(decoded(R"(\u12)"), "broken");
  EXPECT_EQ(decoded("\\"), "broken");
}

TEST(Spelling, ComparesWhatItMeans) {
  EXPECT_TRUE(is_spelling(R"(t\u0079pe)", "type"));
  EXPECT_FALSE(is_spelling(R"(t\u0079p)", "type"));
}

}  // namespace
}  // namespace kestrel::source_stix
