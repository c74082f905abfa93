#include <cmath>
#include <limits>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kestrel/session/displays/display.hpp"
#include "kestrel/session/displays/test_table.hpp"

namespace kestrel::session {
namespace {

// Returns the line without its end, after another program could read it.
std::string json(const Display& display) {
  std::string out;
  write_json(out, display);
  EXPECT_EQ(out.find('\n'), out.size() - 1);
  EXPECT_TRUE(nlohmann::json::accept(out)) << out;
  out.pop_back();
  return out;
}

TEST(TableJson, KeepsTypesAndOrder) {
  TestTable made(2);
  made.integers("src_port", {9223372036854775807, -9223372036854775807 - 1})
      .reals("score", {0.1, 1e300})
      .texts("name", {"a", nullptr})
      .lists("protocols", {"ipv4", "dns"})
      .column("active", DataType::boolean,
              [](ColumnBuilder& builder, std::size_t row) { builder.set_boolean(row, row == 0); })
      .column("seen", DataType::timestamp,
              [](ColumnBuilder& builder, std::size_t row) {
                builder.set_timestamp(row,
                                      *parse_timestamp(row == 0 ? "1969-12-31T23:59:59.001Z"
                                                                : "2024-02-29T00:00:00.000001Z"));
              })
      .column("id", DataType::uuid, [](ColumnBuilder& builder, std::size_t row) {
        builder.set_uuid(row, stix_namespace);
      });
  EXPECT_EQ(
      json(TableDisplay{"conns", made.table(), 2}),
      R"({"display":"dataframe","variable":"conns","data":[)"
      R"({"src_port":9223372036854775807,"score":0.1,"name":"a","protocols":["ipv4","dns"],"active":true,)"
      R"("seen":"1969-12-31T23:59:59.001Z","id":"00abedb4-aa42-466c-9c01-fed23315a9b7"},)"
      R"({"src_port":-9223372036854775808,"score":1e+300,"name":null,"protocols":["ipv4","dns"],"active":false,)"
      R"("seen":"2024-02-29T00:00:00.000001Z","id":"00abedb4-aa42-466c-9c01-fed23315a9b7"}]})");
}

TEST(TableJson, WritesRealsThatReadBackAsTheyWere) {
  const std::vector<double> values{1,
                                   -0.0,
                                   0.1,
                                   1.0 / 3,
                                   1e15,
                                   1e16,
                                   123456789012345.6,
                                   1e-4,
                                   1e-5,
                                   5e-324,
                                   std::numeric_limits<double>::max(),
                                   100000,
                                   9007199254740993.0};
  TestTable made(values.size());
  made.reals("value", values);
  const auto read = nlohmann::json::parse(json(TableDisplay{"x", made.table(), values.size()}));
  for (std::size_t row = 0; row < values.size(); ++row) {
    EXPECT_TRUE(read["data"][row]["value"].is_number_float());
    EXPECT_EQ(read["data"][row]["value"].get<double>(), values[row]);
  }
}

TEST(TableJson, HasNullForWhatIsNoNumber) {
  TestTable made(4);
  made.reals("value", {std::nan(""), HUGE_VAL, -HUGE_VAL});
  EXPECT_EQ(
      json(TableDisplay{"x", made.table(), 4}),
      R"({"display":"dataframe","variable":"x","data":[{"value":null},{"value":null},{"value":null},{"value":null}]})");
}

TEST(TableJson, NamesEachColumnOnceAndNoneThatIsHidden) {
  TestTable made(1);
  made.texts("name", {"first"}).integers("#records", {3}).hidden().texts("name", {"second"});
  EXPECT_EQ(json(TableDisplay{"x", made.table(), 5}),
            R"({"display":"dataframe","variable":"x","total rows":5,"data":[{"name":"first"}]})");
  EXPECT_EQ(json(TableDisplay{"x", Table(), 0}),
            R"({"display":"dataframe","variable":"x","data":[]})");
}

TEST(TableJson, EscapesWhateverIsInATextOrAName) {
  TestTable made(1);
  made.texts("k\"\\", {"\x01\x1b\x7f\b\f\n\r\t\"\\/ é日😀 \u0085\u202e\u2028"});
  EXPECT_EQ(
      json(TableDisplay{"x", made.table(), 1}),
      R"({"display":"dataframe","variable":"x","data":[{"k\"\\":"\u0001\u001b\u007f\u0008\u000c\n\r\t\"\\/ é日😀 \u0085\u202e\u2028"}]})");
}

TEST(DictionaryJson, KeepsTypesAndOrder) {
  EXPECT_EQ(
      json(DictionaryDisplay{"x",
                             {{"Entity Type", std::string("process")},
                              {"Number of Entities", std::string("4")},
                              {"Indirect Attributes", std::vector<std::string>{"a, b", "c"}},
                              {"Associated Datasource", DictionaryDisplay::Null{}},
                              {"min", std::int64_t{-3}},
                              {"mean", 2.5},
                              {"min", std::int64_t{9}},
                              {"broken\xff", std::string("\xc3(")}}}),
      R"({"display":"dict","data":{"Entity Type":"process","Number of Entities":"4","Indirect Attributes":["a, b","c"],)"
      R"("Associated Datasource":null,"min":-3,"mean":2.5,"broken)"
      "\uFFFD\":\"\uFFFD(\"}}");
}

TEST(SummaryJson, HasTheEnvelopeThatScriptsKnow) {
  EXPECT_EQ(
      json(SummaryDisplay{0.01,
                          {"process"},
                          {{"newvar", "process", 2, 2, {0}}},
                          {"*Number of related records cached."}}),
      R"json({"display":"execution summary","data":{"execution time":1,"variables updated":[)json"
      R"json({"VARIABLE":"newvar","TYPE":"process","#(ENTITIES)":2,"#(RECORDS)":2,"process*":0}],)json"
      R"json("footnotes":["*Number of related records cached."]}})json");
}

TEST(HtmlJson, HoldsThePage) {
  EXPECT_EQ(json(HtmlDisplay{"<p>\"x\"</p>"}), R"({"display":"html","data":"<p>\"x\"</p>"})");
}

TEST(DiagnosticJson, TellsThePlace) {
  SourceTexts texts;
  texts.add("hunt.hf", "procs = GET process\nDISP é comand_line\n");
  std::string out;
  write_json(out,
             error("unknown-attribute", "`process` has no attribute `comand_line`")
                 .at({28, 39, 0})
                 .help("nearest name is `command_line`"),
             texts);
  EXPECT_EQ(
      out,
      R"({"display":"diagnostic","severity":"error","slug":"unknown-attribute",)"
      R"("message":"`process` has no attribute `comand_line`","file":"hunt.hf","line":2,"column":8,"length":11,)"
      R"("help":["nearest name is `command_line`"]})"
      "\n");
  out.clear();
  write_json(out,
             warning("slug", "message")
                 .at({9999, 9999, 0}, "here")
                 .relating({0, 5, 0}, "there")
                 .note("a\nb"),
             texts);
  EXPECT_EQ(
      out,
      R"({"display":"diagnostic","severity":"warning","slug":"slug","message":"message","file":"hunt.hf","line":2,"column":19,)"
      R"("length":0,"text":"here","related":[{"file":"hunt.hf","line":1,"column":1,"length":5,"text":"there"}],)"
      R"("notes":["a\nb"],"help":[]})"
      "\n");
  out.clear();
  write_json(out, error("slug", "no place"), texts);
  EXPECT_EQ(
      out,
      R"({"display":"diagnostic","severity":"error","slug":"slug","message":"no place","help":[]})"
      "\n");
}

}  // namespace
}  // namespace kestrel::session
