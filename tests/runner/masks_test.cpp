#include "tests/runner/masks.hpp"

#include <gtest/gtest.h>

namespace kestrel::flows {
namespace {

TEST(Masks, PutInnerFoldersFirst) {
  EXPECT_EQ(
      mask_folders("/home/hunter/a /home/hunter/tmp/b /other",
                   {{"/home/hunter", "<root>"}, {"/home/hunter/tmp", "<tmp>"}, {"", "<none>"}}),
      "<root>/a <tmp>/b /other");
}

TEST(Masks, HideTheTimeOfASummary) {
  EXPECT_EQ(mask_times("[SUMMARY] block executed in 12 seconds\n"),
            "[SUMMARY] block executed in N seconds\n");
  EXPECT_EQ(mask_times("<h4>Block Executed in 1 hours, 2 minutes, 3 seconds</h4>"),
            "<h4>Block Executed in N seconds</h4>");
  EXPECT_EQ(mask_times(R"({"execution time":17,"x":1}{"execution time":0.5})"),
            R"({"execution time":N,"x":1}{"execution time":N})");
  EXPECT_EQ(mask_times("executed in order\n3 seconds"), "executed in order\n3 seconds");
}

TEST(Masks, SortOnlyTheRowsOfTables) {
  EXPECT_EQ(sort_rows("pid\n3\n1\n2\n(3 rows)\n\nb\na\n\nname\ny\nx\n(2 of 9 rows)\n"),
            "pid\n1\n2\n3\n(3 rows)\n\nb\na\n\nname\nx\ny\n(2 of 9 rows)\n");
  EXPECT_EQ(sort_rows("pid\n(no rows)\n"), "pid\n(no rows)\n");
}

}  // namespace
}  // namespace kestrel::flows
