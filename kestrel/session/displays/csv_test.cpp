#include <string>

#include <gtest/gtest.h>

#include "kestrel/session/displays/display.hpp"
#include "kestrel/session/displays/test_table.hpp"

namespace kestrel::session {
namespace {

std::string csv(const Table& table) {
  std::string out;
  write_csv(out, table);
  return out;
}

TEST(TableCsv, QuotesWhatNeedsIt) {
  TestTable made(3);
  made.texts("na,me", {"plain", "a \"quoted\", text", "two\nlines"}).integers("pid", {1, 2, 3});
  EXPECT_EQ(csv(made.table()),
            "\"na,me\",pid\r\n"
            "plain,1\r\n"
            "\"a \"\"quoted\"\", text\",2\r\n"
            "\"two\nlines\",3\r\n");
}

TEST(TableCsv, TellsNullFromAnEmptyText) {
  TestTable made(2);
  made.texts("name", {"", nullptr}).lists("list", {"a", "b"}).reals("score", {1.5});
  EXPECT_EQ(csv(made.table()),
            "name,list,score\r\n"
            "\"\",\"[\"\"a\"\",\"\"b\"\"]\",1.5\r\n"
            ",\"[\"\"a\"\",\"\"b\"\"]\",\r\n");
}

TEST(TableCsv, HasAHeaderWithoutRowsAndNothingWithoutColumns) {
  EXPECT_EQ(csv(TestTable(0).texts("name", {}).integers("#records", {}).hidden().table()),
            "name\r\n");
  EXPECT_EQ(csv(Table()), "");
}

}  // namespace
}  // namespace kestrel::session
