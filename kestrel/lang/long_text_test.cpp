// Texts that are long in one respect. Nothing here may crash, nest as deep as the text is long, or
// report without end; how long it takes is measured in bench/front_end.cpp.
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "kestrel/base/source_text.hpp"
#include "kestrel/lang/dump.hpp"
#include "kestrel/lang/format.hpp"
#include "kestrel/lang/parse.hpp"

namespace kestrel::lang {
namespace {

constexpr std::size_t megabyte = 1'000'000;

std::string repeated(std::string_view piece, std::size_t count) {
  std::string text;
  text.reserve(piece.size() * count);
  for (; count > 0; --count) {
    text += piece;
  }
  return text;
}

// The slug and the place of the only diagnostic.
std::string fault(const std::string& text) {
  const Parsed parsed = parse(text, 0);
  if (parsed.diagnostics.size() != 1) {
    return std::to_string(parsed.diagnostics.size()) + " diagnostics";
  }
  SourceTexts texts;
  texts.add("hunt.hf", text);
  const Diagnostic& only = parsed.diagnostics.front();
  EXPECT_LT(draw(only, texts, false).size(), 2000U);
  return only.slug + " " + std::to_string(only.primary->begin);
}

// The statement, read without a fault and laid out without a change of meaning.
ast::Body body_of(const std::string& text) {
  Parsed parsed = parse(text, 0);
  EXPECT_TRUE(parsed.diagnostics.empty());
  if (!parsed.diagnostics.empty() || parsed.block.size() != 1) {
    ADD_FAILURE() << "not one statement";
    return {};
  }
  const Parsed again = parse(format(text, parsed), 0);
  EXPECT_TRUE(dump(again.block) == dump(parsed.block));
  return std::move(parsed.block.front().body);
}

const ir::Predicate& where_of(const ast::Body& body) {
  return *std::get<ast::Assign>(body).expression.where;
}

TEST(LongText, IsRefusedWhereItNestsTooDeep) {
  EXPECT_EQ(fault("x = y WHERE " + repeated("(", megabyte)), "nesting-too-deep 212");
  EXPECT_EQ(fault("x = y WHERE a IN " + repeated("(", megabyte)), "nesting-too-deep 217");
  EXPECT_EQ(fault("x = y WHERE a IN " + repeated("[", megabyte)), "nesting-too-deep 217");
  EXPECT_EQ(fault("x = y WHERE a = " + repeated("([", megabyte / 2)), "nesting-too-deep 216");
  EXPECT_EQ(fault("x = y WHERE " + repeated("a = 1 AND (", megabyte / 11)),
            "nesting-too-deep 2222");
  EXPECT_EQ(fault("APPLY a ON x WITH y=" + repeated("[", megabyte)), "nesting-too-deep 220");
  EXPECT_EQ(fault("x = y WHERE " + repeated("a = 1 OR (", megabyte / 10)), "nesting-too-deep 2021");
}

TEST(LongText, IsRefusedWhereNothingNests) {
  EXPECT_EQ(fault("x = y WHERE " + repeated("[", megabyte)), "syntax 13");
  EXPECT_EQ(fault("x = NEW " + repeated("[", megabyte)), "syntax 9");
  EXPECT_EQ(fault("x = NEW " + repeated("[{", megabyte)), "syntax 10");
}

TEST(LongText, MayJoinAnyNumberOfComparisons) {
  constexpr std::size_t count = 100'000;
  for (const std::string_view word : {"AND", "OR"}) {
    const std::string text =
        "x = y WHERE a = 1" + repeated(" " + std::string(word) + " a = 1", count - 1);
    const ast::Body body = body_of(text);
    EXPECT_EQ(std::get<ir::Junction>(where_of(body).node).parts.size(), count);
  }
}

TEST(LongText, MayJoinThemBehindAsManyParenthesesAsThereMayBe) {
  constexpr std::size_t depth = 199;
  constexpr std::size_t count = 50'000;
  const ast::Body body = body_of("x = y WHERE " + repeated("a = 1 AND (", depth) + "a = 1" +
                                 repeated(" AND a = 1", count - depth - 1) + repeated(")", depth));
  EXPECT_EQ(std::get<ir::Junction>(where_of(body).node).parts.size(), count);
}

TEST(LongText, MayListAnyNumberOfValues) {
  constexpr std::size_t count = 100'000;
  for (const std::size_t depth : {std::size_t{1}, std::size_t{200}}) {
    const ast::Body body = body_of("x = y WHERE a IN " + repeated("(", depth) + "0" +
                                   repeated(",1", count - 1) + repeated(")", depth));
    EXPECT_EQ(std::get<ir::Comparison>(where_of(body).node).values.size(), count);
  }
  const ast::Body made =
      body_of("x = NEW process [{\"a\": 1}" + repeated(",{\"a\": 1}", count - 1) + "]");
  EXPECT_EQ(std::get<ast::New>(made).rows.size(), count);
  const ast::Body merge = body_of("x = y" + repeated("+y", count - 1));
  EXPECT_EQ(std::get<ast::Merge>(merge).inputs.size(), count);
}

TEST(LongText, MayHoldAnyNumberOfComments) {
  const std::string comments = repeated("# nothing\n", 100'000);
  const ast::Body body = body_of(comments + "x = " + comments + "y" + comments);
  EXPECT_EQ(std::get<ast::Assign>(body).expression.input.text, "y");
}

TEST(LongText, MayBeOneWord) {
  const ast::Body body = body_of("x = " + repeated("y", megabyte));
  EXPECT_EQ(std::get<ast::Assign>(body).expression.input.text.size(), megabyte);
  EXPECT_EQ(fault(repeated("y", megabyte)), "syntax 0");
  EXPECT_EQ(fault("x = y LIMIT " + repeated("9", megabyte)), "number-out-of-range 12");
}

TEST(LongText, MayEndInsideQuotes) {
  EXPECT_EQ(fault("x = y WHERE a = '" + repeated("a", megabyte)), "unterminated-string 16");
  EXPECT_EQ(fault("x = y WHERE a = '" + repeated("\\", megabyte)), "unterminated-string 16");
  EXPECT_EQ(fault("x = y WHERE a = r'" + repeated("\xC3\xA9", megabyte / 2)),
            "unterminated-string 16");
}

TEST(LongText, IsGivenUpAtTwentyFaults) {
  const std::string text = repeated("DISP ?\n", 50'000);
  const Parsed parsed = parse(text, 0);
  EXPECT_EQ(parsed.diagnostics.size(), 20U);
  EXPECT_EQ(parsed.diagnostics.back().primary->begin, 19 * 7 + 5U);
  EXPECT_LE(parsed.tokens.size(), 41U);  // the rest is not even looked at
}

TEST(LongText, HasItsTokensListedByLineAndColumn) {
  const std::string text = "x = y WHERE a = 1" + repeated(" AND a = '\xC3\xA9'", 100'000);
  SourceTexts texts;
  texts.add("hunt.hf", text);
  const std::string listed = dump(parse(text, 0).tokens, texts.at(0));
  EXPECT_TRUE(listed.ends_with("1:1200015 string '\xC3\xA9'\n"))
      << listed.substr(listed.size() - 99);
}

}  // namespace
}  // namespace kestrel::lang
