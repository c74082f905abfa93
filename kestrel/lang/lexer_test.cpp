#include "kestrel/lang/lexer.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace kestrel::lang {
namespace {

std::vector<std::string> general_tokens(std::string_view text) {
  const Lexer lexer(text, 0);
  std::vector<std::string> tokens;
  for (std::size_t offset = lexer.skip_space(0);;) {
    const Token token = lexer.general(offset);
    if (token.kind == TokenKind::end) {
      return tokens;
    }
    tokens.push_back(std::string(token_kind_name(token.kind)) + " " + std::string(token.text));
    offset = lexer.skip_space(token.span.end);
  }
}

std::string value_of(std::string_view text) {
  auto value = string_value(Lexer(text, 0).general(0));
  return value ? *value : "error: " + value.diagnostic().message;
}

TEST(Lexer, SplitsWordsNumbersStringsAndPunctuation) {
  EXPECT_EQ(general_tokens("x-y = -1.5 <= .5 (r'a\\') # rest\n ;"),
            (std::vector<std::string>{"word x-y", "punctuation =", "number -1.5",
                                      "punctuation <=", "number .5", "punctuation (",
                                      "string r'a\\') # rest", "unknown ;"}));
}

TEST(Lexer, TakesAWholeCharacterForUnknown) {
  EXPECT_EQ(general_tokens("\xC3\xA9"), std::vector<std::string>{"unknown \xC3\xA9"});
}

TEST(Lexer, TakesASignWithoutDigitsForNoNumber) {
  EXPECT_EQ(general_tokens("-. - -a -.5"),
            (std::vector<std::string>{"unknown -", "punctuation .", "unknown -", "unknown -",
                                      "word a", "number -.5"}));
}

TEST(Lexer, ReadsAttributesWithTypesListsAndQuotes) {
  const auto attribute = [](std::string_view text) {
    return std::string(Lexer(text, 0).attribute(0).text);
  };
  EXPECT_EQ(attribute("process:parent_ref.name = 1"), "process:parent_ref.name");
  EXPECT_EQ(attribute("hashes.'SHA-256', name"), "hashes.'SHA-256'");
  EXPECT_EQ(attribute("values[*].data="), "values[*].data");
  EXPECT_EQ(attribute("x-oca-asset:hostname"), "x-oca-asset:hostname");
  EXPECT_EQ(attribute("name."), "name");
  EXPECT_EQ(attribute("1a"), "");
}

TEST(Lexer, ReadsPathsUpToWhiteSpace) {
  const auto path = [](std::string_view text) { return std::string(Lexer(text, 0).path(0).text); };
  EXPECT_EQ(path("file:///a/b.json,c.json WHERE"), "file:///a/b.json,c.json");
  EXPECT_EQ(path("file://a.json, b.json"), "file://a.json");
  EXPECT_EQ(path("procs"), "procs");
  EXPECT_EQ(path("~/x"), "");
}

TEST(Lexer, SkipsCommentsToTheEndOfTheLine) {
  const Lexer lexer("# one\n  # two", 0);
  EXPECT_EQ(lexer.skip_space(0), 13U);
}

TEST(StringValue, DecodesEscapesAsPythonDoes) {
  EXPECT_EQ(value_of(R"('a\'b')"), "a'b");
  EXPECT_EQ(value_of(R"("po'wer\"x\"")"), "po'wer\"x\"");
  EXPECT_EQ(value_of(R"('C:\\Windows\\cmd.exe')"), R"(C:\Windows\cmd.exe)");
  EXPECT_EQ(value_of(R"('C:\Windows\System32')"), R"(C:\Windows\System32)");
  EXPECT_EQ(value_of(R"('C:\new')"), "C:\new");
  EXPECT_EQ(value_of(R"('\x41\u00e9\U0001F600\101')"),
            "A\xC3\xA9\xF0\x9F\x98\x80"
            "A");
  EXPECT_EQ(value_of(R"('\a\b\f\n\r\t\v\0\12\377')"),
            std::string("\a\b\f\n\r\t\v\0\n\xC3\xBF", 11));
  EXPECT_EQ(value_of(R"('\ud83d\ude00')"), "\xF0\x9F\x98\x80");
  EXPECT_EQ(value_of(R"('\W\8\N')"), R"(\W\8\N)");
}

TEST(StringValue, LeavesRawTextsAlone) {
  EXPECT_EQ(value_of(R"(r'C:\Windows\cmd.exe')"), R"(C:\Windows\cmd.exe)");
  EXPECT_EQ(value_of(R"(r'a\'b')"), R"(a\'b)");
}

TEST(StringValue, KeepsTextBeyondAscii) {
  EXPECT_EQ(value_of("'\xC3\xA9'"), "\xC3\xA9");
}

TEST(StringValue, RefusesEscapesCutShort) {
  EXPECT_EQ(value_of(R"('C:\users')"),
            "error: expected 4 hexadecimal digits behind `\\u`, found fewer");
  EXPECT_EQ(value_of(R"('\x4')"), "error: expected 2 hexadecimal digits behind `\\x`, found fewer");
}

TEST(StringValue, RefusesEscapesOfWhatIsNoCharacter) {
  EXPECT_EQ(value_of(R"('\ud83dx')"), "error: expected the number of a character, found `\\ud83d`");
  EXPECT_EQ(value_of(R"('\ude00\ud83d')"),
            "error: expected the number of a character, found `\\ude00`");
  EXPECT_EQ(value_of(R"('\U00110000')"),
            "error: expected the number of a character, found `\\U00110000`");
}

TEST(StringValue, RefusesCharactersByTheirNames) {
  EXPECT_EQ(value_of(R"('x\N{EM DASH}')"),
            "error: expected a character by its number, found `\\N{EM DASH}`");
  EXPECT_EQ(value_of(R"('\N{')"), "error: expected a character by its number, found `\\N{`");
}

TEST(StringToken, IsClosedByTheQuoteItBeganWith) {
  const auto closed = [](std::string_view text) { return is_closed(Lexer(text, 0).general(0)); };
  EXPECT_TRUE(closed("'a'"));
  EXPECT_TRUE(closed(R"('a\\')"));
  EXPECT_FALSE(closed(R"('a\')"));
  EXPECT_FALSE(closed("'a"));
  EXPECT_FALSE(closed("'"));
  EXPECT_FALSE(closed("'a\n'"));
}

}  // namespace
}  // namespace kestrel::lang
