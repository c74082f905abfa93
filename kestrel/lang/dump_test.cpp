#include "kestrel/lang/dump.hpp"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "kestrel/lang/parse.hpp"

namespace kestrel::lang {
namespace {

std::string tree(const std::string& text) {
  const Parsed parsed = parse(text, 0);
  EXPECT_TRUE(parsed.diagnostics.empty()) << text;
  return dump(parsed.block);
}

TEST(Dump, TellsApartWhatIsNotTheSame) {
  const std::pair<const char*, const char*> different[] = {
      {"x = y WHERE a = 5", "x = y WHERE a = 5.0"},
      {"x = y WHERE a = b", "x = y WHERE a = 'b'"},
      {"x = y WHERE a = b.c", "x = y WHERE a = 'b.c'"},
      {"x = y WHERE a IN ('b', 'c')", "x = y WHERE a IN ('b, c')"},
      {"x = NEW p [{\"a\": 5}]", "x = NEW p [{\"a\": 5.0}]"},
      {"x = NEW p [{\"a\": 5, \"b\": 5}]", "x = NEW p [{\"a: 5, b\": 5}]"},
      {"x = NEW p [{\"a\": null}]", "x = NEW p [{\"a\": \"null\"}]"},
      {"APPLY a ON x WITH b=c, b=d", "APPLY a ON x WITH b=c,d"},
      {"APPLY a ON x WITH b='c, d'", "APPLY a ON x WITH b=c,d"},
      {"x = LOAD a AS b", "x = LOAD 'a\\n  type b'"},
  };
  for (const auto& [one, other] : different) {
    EXPECT_NE(tree(one), tree(other)) << one;
  }
}

TEST(Dump, WritesTextAsTheLanguageReadsIt) {
  EXPECT_EQ(tree("x = y WHERE a = 'it\\'s\\n\\x1b\\u202e\xC3\xA9'"),
            "x = assign\n  input y\n  where :a = 'it\\'s\\n\\x1b\\u202e\xC3\xA9'\n");
  EXPECT_EQ(tree("x = LOAD 'a\\tb' y = LOAD 'a.csv'"),
            "x = load\n  path 'a\\tb'\ny = load\n  path a.csv\n");
}

TEST(Dump, ListsTokensWithoutWhatActsOnATerminal) {
  const std::string text = "x = y\n  WHERE a = '\x1b[31m\xC3\xA9' OR b = 1";
  SourceTexts texts;
  texts.add("hunt.hf", text);
  EXPECT_EQ(dump(parse(text, 0).tokens, texts.at(0)),
            "1:1 word x\n1:3 punctuation =\n1:5 word y\n2:3 word WHERE\n2:9 attribute a\n"
            "2:11 punctuation =\n2:13 string '\\u{1b}[31m\xC3\xA9'\n2:22 word OR\n"
            "2:25 attribute b\n2:27 punctuation =\n2:29 number 1\n");
}

}  // namespace
}  // namespace kestrel::lang
