#include <string>

#include <gtest/gtest.h>

#include "kestrel/session/displays/display.hpp"
#include "kestrel/session/displays/test_table.hpp"

namespace kestrel::session {
namespace {

std::string html(const Display& display) {
  std::string out;
  write_html(out, display);
  return out;
}

TEST(TableHtml, EscapesNamesAndCells) {
  TestTable made(2);
  made.texts("<b>", {"<script>alert('x' & \"y\")</script>", nullptr}).integers("pid", {4, 5});
  EXPECT_EQ(html(TableDisplay{"x", made.table(), 2}),
            "<div class=\"tex2jax_ignore mathjax_ignore\">\n"
            "<table border=\"1\" class=\"dataframe\">\n"
            "<thead>\n"
            "<tr style=\"text-align: right;\"><th>&lt;b&gt;</th><th>pid</th></tr>\n"
            "</thead>\n"
            "<tbody>\n"
            "<tr><td>&lt;script&gt;alert(&#39;x&#39; &amp; "
            "&quot;y&quot;)&lt;/script&gt;</td><td>4</td></tr>\n"
            "<tr><td class=\"null\">null</td><td>5</td></tr>\n"
            "</tbody>\n"
            "</table>\n"
            "</div>\n"
            "<p>2 rows</p>\n");
}

TEST(TableHtml, ShowsWhatCouldTurnALineAround) {
  TestTable made(1);
  made.texts("name", {"a\u202eb\x1b"
                      "c\n"});
  EXPECT_NE(html(TableDisplay{"x", made.table(), 1}).find("<td>a\\u{202e}b\\u{1b}c\\n</td>"),
            std::string::npos);
}

TEST(TableHtml, SaysHowManyRowsThereAre) {
  EXPECT_TRUE(html(TableDisplay{"x", TestTable(1).integers("pid", {4}).table(), 9})
                  .ends_with("<p>1 of 9 rows</p>\n"));
  EXPECT_TRUE(html(TableDisplay{"x", Table(), 0}).ends_with("<p>no rows</p>\n"));
}

TEST(DictionaryHtml, HasTwoColumns) {
  EXPECT_EQ(html(DictionaryDisplay{"x",
                                   {{"a<", std::vector<std::string>{"1", "<2"}},
                                    {"b", DictionaryDisplay::Null{}},
                                    {"c", std::int64_t{3}}}}),
            "<div class=\"tex2jax_ignore mathjax_ignore\">\n"
            "<table border=\"1\" class=\"dataframe\">\n"
            "<tbody>\n"
            "<tr><td>a&lt;</td><td>1<br>&lt;2</td></tr>\n"
            "<tr><td>b</td><td class=\"null\">null</td></tr>\n"
            "<tr><td>c</td><td>3</td></tr>\n"
            "</tbody>\n"
            "</table>\n"
            "</div>\n");
}

TEST(SummaryHtml, HasAHeadlineATableAndFootnotes) {
  const std::string text =
      html(SummaryDisplay{1.5, {"file"}, {{"a", "process", 1, 2, {3}}}, {"*Note <x>"}});
  EXPECT_EQ(text.rfind("<div>\n<h4>Block Executed in 2 seconds</h4>\n", 0), 0U);
  EXPECT_NE(
      text.find(
          "<th>VARIABLE</th><th>TYPE</th><th>#(ENTITIES)</th><th>#(RECORDS)</th><th>file*</th>"),
      std::string::npos);
  EXPECT_NE(text.find("<tr><td>a</td><td>process</td><td>1</td><td>2</td><td>3</td></tr>"),
            std::string::npos);
  EXPECT_TRUE(text.ends_with("<p>*Note &lt;x&gt;</p>\n</div>\n"));
}

TEST(PageHtml, StandsInAFrameWithoutRights) {
  const std::string text =
      html(HtmlDisplay{"\"></iframe><script src=//evil>\n\tx</script>&amp;\xff"});
  EXPECT_EQ(text.rfind("<iframe sandbox=\"\" ", 0), 0U);
  EXPECT_NE(
      text.find(
          "srcdoc=\"&lt;!doctype html&gt;&lt;meta http-equiv=&quot;Content-Security-Policy&quot; "
          "content=&quot;default-src &#39;none&#39;;"),
      std::string::npos);
  EXPECT_TRUE(
      text.ends_with("&quot;&gt;&lt;/iframe&gt;&lt;script "
                     "src=//evil&gt;\n\tx&lt;/script&gt;&amp;amp;\uFFFD\"></iframe>\n"));
}

}  // namespace
}  // namespace kestrel::session
