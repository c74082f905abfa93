#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "kestrel/session/displays/display.hpp"
#include "kestrel/session/displays/duration.hpp"
#include "kestrel/session/displays/test_table.hpp"

namespace kestrel::session {
namespace {

std::string text(const Display& display, const TextOptions& options = {}) {
  std::string out;
  write_text(out, display, options);
  return out;
}

TextOptions terminal(std::size_t width) {
  return {width, false};
}

TEST(TableText, AlignsNumbersToTheRight) {
  TestTable made(2);
  made.integers("pid", {99, 1230})
      .texts("name", {"explorer.exe", "cmd.exe"})
      .reals("score", {0.5, 12});
  EXPECT_EQ(text(TableDisplay{"procs", made.table(), 2}),
            " pid  name          score\n"
            "  99  explorer.exe    0.5\n"
            "1230  cmd.exe        12.0\n"
            "(2 rows)\n");
}

TEST(TableText, ShowsNullsAndNoTrailingBlanks) {
  TestTable made(2);
  made.texts("name", {nullptr, "cmd.exe"}).integers("pid", {}).texts("path", {"", nullptr});
  EXPECT_EQ(text(TableDisplay{"procs", made.table(), 2}),
            "name      pid  path\n"
            "null     null\n"
            "cmd.exe  null  null\n"
            "(2 rows)\n");
}

TEST(TableText, CountsRowsInWords) {
  EXPECT_EQ(text(TableDisplay{"none", TestTable(0).texts("name", {}).table(), 0}),
            "name\n(no rows)\n");
  EXPECT_EQ(text(TableDisplay{"none", Table(), 0}), "(no rows)\n");
  EXPECT_EQ(text(TableDisplay{"one", TestTable(1).texts("name", {"x"}).table(), 1}),
            "name\nx\n(1 row)\n");
  EXPECT_EQ(text(TableDisplay{"many", TestTable(1).texts("name", {"x"}).table(), 94706}),
            "name\nx\n(1 of 94,706 rows)\n");
}

TEST(TableText, LimitsRowsOnATerminalOnly) {
  const Table table = TestTable(1500)
                          .column("row", DataType::integer,
                                  [](ColumnBuilder& builder, std::size_t row) {
                                    builder.set_integer(row, static_cast<std::int64_t>(row));
                                  })
                          .table();
  EXPECT_TRUE(text(TableDisplay{"rows", table, 1500}, terminal(80))
                  .ends_with("\n999\n(1,000 of 1,500 rows)\n"));
  EXPECT_TRUE(text(TableDisplay{"rows", table, 1500}).ends_with("1499\n(1,500 rows)\n"));
  EXPECT_TRUE(
      text(TableDisplay{"rows", table, 1500}, {80, false, 0}).ends_with("1499\n(1,500 rows)\n"));
}

TEST(TableText, CutsLongTextsOnATerminalOnly) {
  TestTable made(1);
  made.integers("pid", {4242})
      .texts("name", {"cmd.exe"})
      .texts("command_line", {"cmd.exe /c echo a very long command line"});
  const TableDisplay display{"procs", made.table(), 1};
  EXPECT_EQ(text(display, terminal(40)),
            " pid  name     command_line\n"
            "4242  cmd.exe  cmd.exe /c echo a very l…\n"
            "(1 row)\n");
  EXPECT_NE(text(display).find("cmd.exe /c echo a very long command line\n"), std::string::npos);
  EXPECT_NE(text(display, terminal(5)).find("  cmd.exe /c …\n"),
            std::string::npos);  // never to nothing
}

TEST(TableText, WidensNoRowForOneEndlessCell) {
  const std::string endless(100000, 'x');
  TestTable made(1000);
  made.texts("name", {endless.c_str()}).integers("pid", {1});
  const std::string shown = text(TableDisplay{"procs", made.table(), 1000});
  EXPECT_NE(shown.find(endless + "     1\n"), std::string::npos);
  EXPECT_LT(shown.size(), 400000U);
}

TEST(TableText, AlignsWideCharacters) {
  TestTable made(2);
  made.texts("name", {"日本", "a\u0301b"}).integers("pid", {1, 2});
  EXPECT_EQ(text(TableDisplay{"procs", made.table(), 2}),
            "name  pid\n"
            "日本    1\n"
            "a\u0301b      2\n"
            "(2 rows)\n");
  TestTable wide(1);
  wide.texts("name", {"日本日本日本日本日本"});
  EXPECT_EQ(text(TableDisplay{"procs", wide.table(), 1}, terminal(12)),
            "name\n日本日本日…\n(1 row)\n");
}

TEST(TableText, MakesNamesAndCellsInert) {
  TestTable made(1);
  made.texts("na\x1b[me", {"a\n\x1b]0;x\x07\u202e"}).lists("list", {"a\"b", "\x1b"});
  EXPECT_EQ(text(TableDisplay{"procs", made.table(), 1}),
            "na\\u{1b}[me                 list\n"
            "a\\n\\u{1b}]0;x\\u{7}\\u{202e}  [\"a\\\"b\",\"\\u001b\"]\n"
            "(1 row)\n");
}

TEST(TableText, HidesWhatIsHidden) {
  TestTable made(1);
  made.texts("name", {"x"}).integers("#records", {3}).hidden();
  EXPECT_EQ(text(TableDisplay{"procs", made.table(), 1}), "name\nx\n(1 row)\n");
}

TEST(TableText, ColoursOnlyWhenAsked) {
  TestTable made(1);
  made.texts("name", {nullptr});
  const TableDisplay display{"procs", made.table(), 1};
  EXPECT_EQ(text(display).find('\x1b'), std::string::npos);
  EXPECT_EQ(text(display, {80, true}),
            "\x1b[1mname\x1b[0m\n\x1b[2mnull\x1b[0m\n\x1b[2m(1 row)\x1b[0m\n");
}

const DictionaryDisplay info{"procs",
                             {{"Entity Type", std::string("process")},
                              {"Indirect Attributes", std::vector<std::string>{}},
                              {"Customized Attributes", std::string()},
                              {"Two", std::vector<std::string>{"one", "other"}},
                              {"Number", std::int64_t{-7}},
                              {"Associated Datasource", DictionaryDisplay::Null{}},
                              {"Esc\x1b", std::string("a\nb")}}};

TEST(DictionaryText, AlignsValues) {
  EXPECT_EQ(text(info),
            "Entity Type            process\n"
            "Indirect Attributes\n"
            "Customized Attributes\n"
            "Two                    one\n"
            "                       other\n"
            "Number                 -7\n"
            "Associated Datasource  null\n"
            "Esc\\u{1b}              a\\nb\n");
}

TEST(DictionaryText, BreaksLongValuesOnATerminal) {
  const DictionaryDisplay display{
      "x",
      {{"Key", std::string("name, pid, command_line, created, cwd, a_word_that_is_too_long")}}};
  EXPECT_EQ(text(display, terminal(30)),
            "Key  name, pid, command_line,\n"
            "     created, cwd,\n"
            "     a_word_that_is_too_long\n");
  EXPECT_EQ(text(display), "Key  name, pid, command_line, created, cwd, a_word_that_is_too_long\n");
}

const SummaryDisplay summary{
    0.2,
    {"file", "process"},
    {{"proclist", "process", 4, 4, {0, 17}}, {"browsers", "process", 2, 2, {0, 0}}},
    {"*Number of related records cached.", "2 observations were not used: x"}};

TEST(SummaryText, KeepsTheWordsThatScriptsLookFor) {
  EXPECT_EQ(text(summary),
            "[SUMMARY] block executed in 1 seconds\n"
            "VARIABLE    TYPE  #(ENTITIES)  #(RECORDS)  file*  process*\n"
            "proclist process            4           4      0        17\n"
            "browsers process            2           2      0         0\n"
            "*Number of related records cached.\n"
            "2 observations were not used: x\n");
}

TEST(SummaryText, LeavesEmptyColumnsOutOnATerminal) {
  EXPECT_EQ(text(summary, terminal(80)),
            "[SUMMARY] block executed in 1 seconds\n"
            "VARIABLE    TYPE  #(ENTITIES)  #(RECORDS)  process*\n"
            "proclist process            4           4        17\n"
            "browsers process            2           2         0\n"
            "1 type without related records left out\n"
            "*Number of related records cached.\n"
            "2 observations were not used: x\n");
}

TEST(SummaryText, IsOneLineWithoutVariables) {
  EXPECT_EQ(text(SummaryDisplay{61, {"file"}, {}, {"*Number of related records cached."}}),
            "[SUMMARY] block executed in 1 minutes, 1 seconds\n");
}

TEST(Duration, RoundsUpAndLeavesLeadingZerosOut) {
  EXPECT_EQ(duration_text(0), "1 seconds");
  EXPECT_EQ(duration_text(1.0001), "2 seconds");
  EXPECT_EQ(duration_text(60), "1 minutes, 0 seconds");
  EXPECT_EQ(duration_text(3600), "1 hours, 0 minutes, 0 seconds");
  EXPECT_EQ(duration_text(-1), "1 seconds");
  EXPECT_EQ(whole_seconds(0.0 / 0.0), 1U);
}

TEST(HtmlText, ShowsNothingOfThePage) {
  EXPECT_EQ(text(HtmlDisplay{"<script>\x1b"}), "(a page of 9 bytes; `--format html` shows it)\n");
}

}  // namespace
}  // namespace kestrel::session
