#include "kestrel/base/timestamp.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace kestrel {
namespace {

TEST(Timestamp, ReadsAndWrites) {
  const std::vector<std::pair<std::string, std::int64_t>> table = {
      {"1970-01-01T00:00:00Z", 0},
      {"2024-02-29T23:59:59Z", 1'709'251'199'000'000'000},
      {"2024-05-14T08:00:00.500Z", 1'715'673'600'500'000'000},
      {"2024-05-14T08:00:00.000001Z", 1'715'673'600'000'001'000},
      {"2024-05-14T08:00:00.123456789Z", 1'715'673'600'123'456'789},
      {"1969-12-31T23:59:59.999Z", -1'000'000},
      {"1678-01-01T00:00:00Z", -9'214'560'000'000'000'000},
  };
  for (const auto& [text, nanoseconds] : table) {
    const auto read = parse_timestamp(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->nanoseconds, nanoseconds) << text;
    EXPECT_EQ(format_timestamp(*read), text);
  }
}

TEST(Timestamp, WritesOnlyTheDigitsNeeded) {
  EXPECT_EQ(format_timestamp(*parse_timestamp("2024-05-14T08:00:00.5Z")),
            "2024-05-14T08:00:00.500Z");
  EXPECT_EQ(format_timestamp(*parse_timestamp("2024-05-14T08:00:00.000000000Z")),
            "2024-05-14T08:00:00Z");
  EXPECT_EQ(format_timestamp(*parse_timestamp("2024-05-14T08:00:00.1234567891234Z")),
            "2024-05-14T08:00:00.123456789Z");
}

TEST(Timestamp, TakesALeapSecondAsTheNextSecond) {
  EXPECT_EQ(parse_timestamp("2016-12-31T23:59:60Z"), parse_timestamp("2017-01-01T00:00:00Z"));
}

TEST(Timestamp, RefusesOtherShapes) {
  for (const char* text :
       {"", "2024-05-14", "2024-05-14T08:00:00", "2024-05-14 08:00:00Z",
        "2024-05-14T08:00:00+00:00", "2024-05-14T08:00:00.Z", "2024-05-14T08:00:00,5Z",
        "2024-05-14T08:00:00.5xZ", "2024-05-14t08:00:00z", "24-05-14T08:00:00Z",
        "2024-5-14T08:00:00ZZZ", "+024-05-14T08:00:00Z"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
}

TEST(Timestamp, RefusesWhatIsNotInTheCalendar) {
  for (const char* text : {"2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z",
                           "2024-04-31T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z",
                           "2024-01-01T00:00:61Z", "1600-01-01T00:00:00Z", "2300-01-01T00:00:00Z",
                           "9999-12-31T23:59:59Z"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
}

}  // namespace
}  // namespace kestrel
