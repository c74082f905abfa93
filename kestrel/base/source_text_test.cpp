#include "kestrel/base/source_text.hpp"

#include <string>

#include <gtest/gtest.h>

namespace kestrel {
namespace {

struct Place {
  std::size_t offset;
  std::size_t line;
  std::size_t column;
};

TEST(SourceText, LocatesByLineAndCharacter) {
  const SourceText text("a.hf", "ab\né日x\n\nlast");
  for (const auto& [offset, line, column] :
       {Place{0, 1, 1}, Place{2, 1, 3}, Place{3, 2, 1}, Place{5, 2, 2}, Place{8, 2, 3},
        Place{10, 3, 1}, Place{11, 4, 1}, Place{15, 4, 5}, Place{99, 4, 5}}) {
    EXPECT_EQ(text.locate(offset).line, line) << offset;
    EXPECT_EQ(text.locate(offset).column, column) << offset;
  }
}

TEST(SourceText, GivesLinesWithoutTheirEnds) {
  const SourceText text("a.hf", "one\r\ntwo\n\nfour\r");
  ASSERT_EQ(text.line_count(), 4U);
  EXPECT_EQ(text.line(1), "one");
  EXPECT_EQ(text.line(2), "two");
  EXPECT_EQ(text.line(3), "");
  EXPECT_EQ(text.line(4), "four");
  EXPECT_EQ(text.line_start(3), 9U);
}

TEST(SourceText, HasOneLineWhenEmpty) {
  const SourceText text("a.hf", "");
  EXPECT_EQ(text.line_count(), 1U);
  EXPECT_EQ(text.line(1), "");
  EXPECT_EQ(text.locate(0).line, 1U);
}

TEST(SourceTexts, KeepsReferencesGood) {
  SourceTexts texts;
  const std::uint32_t first = texts.add("In[1]", "DISP procs");
  const SourceText& kept = texts.at(first);
  for (int count = 0; count < 1000; ++count) {
    texts.add("In[n]", std::string(100, 'x'));
  }
  EXPECT_EQ(kept.name(), "In[1]");
  EXPECT_EQ(texts.text_of({5, 10, first}), "procs");
}

}  // namespace
}  // namespace kestrel
