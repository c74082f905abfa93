#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "kestrel/base/diagnostic.hpp"

namespace kestrel {
namespace {

/// One text, and spans found by what they mark.
class Draw : public testing::Test {
 protected:
  std::uint32_t add(std::string text, std::string name = "hunt.hf") {
    return texts_.add(std::move(name), std::move(text));
  }

  Span span(std::string_view marked, std::uint32_t source = 0) const {
    const auto begin = static_cast<std::uint32_t>(texts_.at(source).text().find(marked));
    return {begin, begin + static_cast<std::uint32_t>(marked.size()), source};
  }

  std::string drawn(const Diagnostic& diagnostic) const { return draw(diagnostic, texts_, false); }

  SourceTexts texts_;
};

TEST_F(Draw, ShowsPlaceMarksAndHelp) {
  add("procs = GET process FROM stix://demo WHERE name = 'cmd.exe'\n"
      "DISP procs ATTR pid, comand_line\n");
  EXPECT_EQ(drawn(error("unknown-attribute", "`process` has no attribute `comand_line`")
                      .at(span("comand_line"))
                      .relating(span("process"), "`procs` holds this entity")
                      .help("nearest name is `command_line`")),
            "error[unknown-attribute]: `process` has no attribute `comand_line`\n"
            " --> hunt.hf:2:22\n"
            "  |\n"
            "1 | procs = GET process FROM stix://demo WHERE name = 'cmd.exe'\n"
            "  |             ------- `procs` holds this entity\n"
            "2 | DISP procs ATTR pid, comand_line\n"
            "  |                      ^^^^^^^^^^^\n"
            "  = help: nearest name is `command_line`\n");
}

TEST_F(Draw, NeedsNoPlace) {
  EXPECT_EQ(drawn(error("scratch-folder", "no folder could be made")
                      .note("disk full")
                      .help("name one with `--cache`")),
            "error[scratch-folder]: no folder could be made\n"
            "  = note: disk full\n"
            "  = help: name one with `--cache`\n");
}

TEST_F(Draw, MarksAWarningWithTildesAndSaysTheTextBehind) {
  add("GET process");
  EXPECT_EQ(
      drawn(warning("no-match", "nothing has this type").at(span("process"), "not in the data")),
      "warning[no-match]: nothing has this type\n"
      " --> hunt.hf:1:5\n"
      "  |\n"
      "1 | GET process\n"
      "  |     ~~~~~~~ not in the data\n");
}

TEST_F(Draw, OrdersMarksOfALineByPlace) {
  add("a = b + a");
  EXPECT_EQ(drawn(error("loop", "`a` needs itself")
                      .at(span("b +"))
                      .relating({8, 9, 0}, "here")
                      .relating({0, 1, 0}, "made here")),
            "error[loop]: `a` needs itself\n"
            " --> hunt.hf:1:5\n"
            "  |\n"
            "1 | a = b + a\n"
            "  | - made here\n"
            "  |     ^^^\n"
            "  |         - here\n");
}

TEST_F(Draw, PutsDotsBetweenDistantLinesAndAlignsNumbers) {
  std::string text = "first\n";
  for (int line = 2; line < 100; ++line) {
    text += "x\n";
  }
  add(text + "last\n");
  EXPECT_EQ(drawn(error("far", "far apart").at(span("last")).relating(span("first"), "")),
            "error[far]: far apart\n"
            "   --> hunt.hf:100:1\n"
            "    |\n"
            "  1 | first\n"
            "    | -----\n"
            "...\n"
            "100 | last\n"
            "    | ^^^^\n");
}

TEST_F(Draw, MarksTheEndOfTheInputBehindTheLastWord) {
  add("GET process\n  \n");
  EXPECT_EQ(drawn(error("missing-word", "expected `FROM`, found the end").at({14, 14, 0})),
            "error[missing-word]: expected `FROM`, found the end\n"
            " --> hunt.hf:1:12\n"
            "  |\n"
            "1 | GET process\n"
            "  |            ^\n");
}

TEST_F(Draw, SurvivesAnEmptyTextAndSpansBeyondIt) {
  add("");
  constexpr std::string_view expected =
      "error[empty]: nothing\n"
      " --> hunt.hf:1:1\n"
      "  |\n"
      "1 |\n"
      "  | ^\n";
  EXPECT_EQ(drawn(error("empty", "nothing").at({0, 0, 0})), expected);
  EXPECT_EQ(drawn(error("empty", "nothing").at({70, 90, 0})), expected);
}

TEST_F(Draw, DrawsASpanOverSeveralLinesToTheEndOfTheFirst) {
  add("x = 'one\r\ntwo'\r\n");
  EXPECT_EQ(drawn(error("unterminated", "no end").at({4, 14, 0})),
            "error[unterminated]: no end\n"
            " --> hunt.hf:1:5\n"
            "  |\n"
            "1 | x = 'one\n"
            "  |     ^^^^\n");
}

TEST_F(Draw, AlignsByDisplayWidth) {
  add("\tname = '日本' x\u0301y");
  EXPECT_EQ(drawn(error("wide", "wide").at(span("'日本'")).relating(span("y"), "")),
            "error[wide]: wide\n"
            " --> hunt.hf:1:9\n"
            "  |\n"
            "1 |     name = '日本' x\u0301y\n"
            "  |            ^^^^^^\n"
            "  |                    -\n");
}

TEST_F(Draw, GivesOtherTextsTheirOwnBlock) {
  add("procs = GET process", "In[1]");
  add("DISP procs ATTR nme", "In[2]");
  EXPECT_EQ(drawn(error("unknown-attribute", "no `nme`")
                      .at(span("nme", 1))
                      .relating(span("process", 0), "holds this")),
            "error[unknown-attribute]: no `nme`\n"
            " --> In[2]:1:17\n"
            "  |\n"
            "1 | DISP procs ATTR nme\n"
            "  |                 ^^^\n"
            " --> In[1]:1:13\n"
            "  |\n"
            "1 | procs = GET process\n"
            "  |             ------- holds this\n");
}

TEST_F(Draw, CutsLongLinesAroundTheMark) {
  add(std::string(5000, 'a') + " here " + std::string(5000, 'b'));
  EXPECT_EQ(drawn(error("long", "long").at(span("here"))),
            "error[long]: long\n"
            " --> hunt.hf:1:5002\n"
            "  |\n"
            "1 | ..." +
                std::string(47, 'a') + " here " + std::string(47, 'b') +
                "...\n"
                "  | " +
                std::string(51, ' ') + "^^^^\n");
}

TEST_F(Draw, DrawsALongLineAgainForAMarkThatLiesFarAway) {
  add("here" + std::string(500, ' ') + "there");
  EXPECT_EQ(drawn(error("long", "long").at(span("there")).relating(span("here"), "")),
            "error[long]: long\n"
            " --> hunt.hf:1:505\n"
            "  |\n"
            "1 | here" +
                std::string(96, ' ') +
                "...\n"
                "  | ----\n"
                "1 | ..." +
                std::string(95, ' ') +
                "there\n"
                "  | " +
                std::string(98, ' ') + "^^^^^\n");
}

TEST_F(Draw, KeepsTheSizeOfTheDrawingBoundedForAnyLine) {
  std::string marks;
  for (int count = 0; count < 100000; ++count) {
    marks += "\u0301";
  }
  add("'" + marks + "'");
  EXPECT_LT(
      drawn(error("long", "long").at({0, static_cast<std::uint32_t>(marks.size() + 2), 0})).size(),
      1000U);
  EXPECT_LT(drawn(error("long", "long").at({150000, 150002, 0})).size(), 1000U);
}

TEST_F(Draw, MakesEverythingFromOutsideInert) {
  add("x = '\x1b[2J\u202e\xff'", "a\x1b]0;b\n.hf");
  const std::string text = drawn(error("slug", "no `\x1b[1m`")
                                     .at({4, 14, 0}, "\x07")
                                     .relating({0, 1, 0}, "\x9b")
                                     .note("\x1b[0m")
                                     .help("\r"));
  EXPECT_EQ(text,
            "error[slug]: no `\\u{1b}[1m`\n"
            " --> a\\u{1b}]0;b\\n.hf:1:5\n"
            "  |\n"
            "1 | x = '\\u{1b}[2J\\u{202e}\uFFFD'\n"
            "  | - \uFFFD\n"
            "  |     ^^^^^^^^^^^^^^^^^^^^ \\u{7}\n"
            "  = note: \\u{1b}[0m\n"
            "  = help: \n");
}

TEST_F(Draw, KeepsTheLineBreaksOfANote) {
  EXPECT_EQ(drawn(error("analytics-failed", "it failed")
                      .note("Traceback:\r\n\tline 1\n\nValueError: x\n\n")),
            "error[analytics-failed]: it failed\n"
            "  = note: Traceback:\n"
            "              line 1\n"
            "\n"
            "          ValueError: x\n");
}

TEST_F(Draw, ColoursOnlyWhenAsked) {
  add("GET");
  const Diagnostic diagnostic = error("slug", "message").at({0, 3, 0}).help("help");
  EXPECT_EQ(drawn(diagnostic).find('\x1b'), std::string::npos);
  const std::string coloured = draw(diagnostic, texts_, true);
  EXPECT_EQ(coloured.rfind("\x1b[1;31merror[slug]\x1b[0m\x1b[1m: message\x1b[0m\n", 0), 0U);
  EXPECT_NE(coloured.find("\x1b[1;31m^^^\x1b[0m\n"), std::string::npos);
}

}  // namespace
}  // namespace kestrel
