#include <limits>

#include <gtest/gtest.h>

#include "plugins/analytics_native/fake_input.hpp"
#include "plugins/analytics_native/native_analytics.hpp"

namespace kestrel::analytics_native {
namespace {

constexpr std::monostate null;

FakeCell whole(std::int64_t value) {
  return value;
}

// Returns the clusters as text, `-` for null, or the slug and message of what went wrong.
std::string clusters(FakeInput& input, FakeArguments arguments) {
  Context context;
  const auto outcome = apply(*make(), "sklearn-cluster", std::move(arguments), input, context);
  if (!outcome) {
    return outcome.diagnostic().slug + ": " + outcome.diagnostic().message;
  }
  const Table& table = table_of(*outcome);
  EXPECT_EQ(table.row_count(), input.row_count());
  EXPECT_EQ(table.schema().visible_names(), (std::vector<std::string>{"id", "cluster"}));
  EXPECT_EQ(table.column(0).type, DataType::text);
  EXPECT_EQ(table.column(1).type, DataType::integer);
  std::string text;
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    EXPECT_EQ(table.column(0).at<TextCell>(row).view(), "network-traffic--" + std::to_string(row));
    text += (row == 0 ? "" : " ") + (table.column(1).is_valid(row)
                                         ? std::to_string(table.column(1).at<std::int64_t>(row))
                                         : "-");
  }
  return text;
}

// Two heaps by bytes, two others by port.
FakeInput connections() {
  FakeInput input(6);
  input.add("src_byte_count", DataType::integer,
            {whole(70), whole(71), whole(70), whole(9000), whole(72), whole(9001)});
  input.add("share", DataType::real, {0.1, 0.9, 0.1, 0.1, 0.1, 0.1});
  input.add("is_active", DataType::boolean, {true, false, true, true, true, true});
  input.add("protocol", DataType::text, std::vector<FakeCell>(6, FakeCell("udp")));
  return input;
}

TEST(SklearnCluster, TakesBothNamesOfTheCount) {
  FakeInput input = connections();
  EXPECT_EQ(clusters(input, {{"n", "2"}, {"columns", "src_byte_count"}}), "0 0 0 1 0 1");
  EXPECT_EQ(clusters(input, {{"n_clusters", "2"}, {"columns", "src_byte_count"}}), "0 0 0 1 0 1");
  EXPECT_EQ(clusters(input, {{"n", "2"}, {"n_clusters", "2"}}),
            "wrong-parameter: expected either `n` or `n_clusters`, found both");
  EXPECT_EQ(clusters(input, {}),
            "wrong-parameter: expected the number of clusters as `n`, found nothing");
}

TEST(SklearnCluster, TakesColumnsThatAreNamed) {
  FakeInput input = connections();
  EXPECT_EQ(clusters(input, {{"n", "2"}, {"columns", "share"}}), "0 1 0 0 0 0");
  EXPECT_EQ(clusters(input, {{"n", "2"}, {"columns", "is_active"}}), "0 1 0 0 0 0");
  EXPECT_EQ(clusters(input, {{"n", "2"}, {"columns", " share , share,,src_byte_count"}}),
            "0 0 0 1 0 1");
}

TEST(SklearnCluster, TakesAllColumnsOfNumbersByDefault) {
  FakeInput input = connections();
  EXPECT_EQ(clusters(input, {{"n", "2"}}), "0 0 0 1 0 1");
}

TEST(SklearnCluster, LeavesOutByDefaultWhatSaysNothing) {
  FakeInput input = connections();
  input.add("end_port", DataType::integer, std::vector<FakeCell>(6, null));
  input.add("cluster", DataType::integer, {whole(99999), null, null, null, null, null});
  input.add("src_ref.cluster", DataType::integer, {whole(99999), null, null, null, null, null});
  input.add("#records", DataType::integer, {whole(99999), null, null, null, null, null}, true);
  EXPECT_EQ(clusters(input, {{"n", "2"}}), "0 0 0 1 0 1");
}

TEST(SklearnCluster, RowsThatLackANumberGetNoCluster) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr double no_number = std::numeric_limits<double>::quiet_NaN();
  FakeInput input(6);
  input.add("a", DataType::real, {1.0, null, 100.0, infinity, no_number, 2.0});
  input.add("b", DataType::integer, {whole(1), whole(1), whole(1), whole(1), whole(1), whole(1)});
  EXPECT_EQ(clusters(input, {{"n", "2"}}), "0 - 1 - - 0");
}

TEST(SklearnCluster, RefusesColumnsItCannotUse) {
  FakeInput input = connections();
  EXPECT_EQ(clusters(input, {{"n", "2"}, {"columns", "src_byte_cuont"}}),
            "unknown-attribute: `conns` has no attribute `src_byte_cuont`");
  EXPECT_EQ(clusters(input, {{"n", "2"}, {"columns", "protocol"}}),
            "wrong-type: expected numbers in `protocol`, found text");
  FakeInput texts(1);
  EXPECT_EQ(clusters(texts, {{"n", "1"}}),
            "wrong-type: expected attributes with numbers in `conns`, found none");
}

TEST(SklearnCluster, ProposesANearAttribute) {
  FakeInput input = connections();
  Context context;
  const auto outcome = apply(*make(), "sklearn-cluster",
                             {{"n", "2"}, {"columns", "src_byte_cuont"}}, input, context);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.diagnostic().helps,
            (std::vector<std::string>{"nearest name is `src_byte_count`"}));
}

TEST(SklearnCluster, LeavesOtherMethodsToTheContainer) {
  FakeInput input = connections();
  EXPECT_EQ(clusters(input, {{"n", "2"}, {"method", "KMeans"}}), "0 0 0 1 0 1");
  Context context;
  const auto outcome = apply(*make(), "sklearn-cluster", {{"method", "dbscan"}}, input, context);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.diagnostic().message, "expected `kmeans` for `method`, found `dbscan`");
  EXPECT_EQ(outcome.diagnostic().helps,
            (std::vector<std::string>{"leave `method` out, or write `method=kmeans`"}));
}

TEST(SklearnCluster, NeedsEnoughDifferentRows) {
  FakeInput input = connections();
  EXPECT_EQ(clusters(input, {{"n", "3"}, {"columns", "share"}}),
            "too-few-rows: expected at least 3 different rows for 3 clusters, found 2");
  FakeInput apart(2);
  apart.add("a", DataType::integer, {whole(1), null});
  apart.add("b", DataType::integer, {null, whole(1)});
  EXPECT_EQ(clusters(apart, {{"n", "1"}}),
            "too-few-rows: expected rows of `conns` with a number in each of `a`, `b`, found none");
  FakeInput empty(0);
  empty.add("a", DataType::integer, {});
  EXPECT_EQ(clusters(empty, {{"n", "1"}, {"columns", "a"}}),
            "too-few-rows: expected rows of `conns` with a number in each of `a`, found none");
}

TEST(SklearnCluster, TakesMoreRowsThanASegment) {
  constexpr std::size_t count = 2 * segment_rows + 5;
  FakeInput input(count);
  std::vector<FakeCell> cells;
  for (std::size_t row = 0; row < count; ++row) {
    cells.push_back(row % 1000 == 999 ? FakeCell() : whole(row % 7 == 0 ? 1000000 : 3));
  }
  input.add("a", DataType::integer, cells);
  Context context;
  const auto outcome = apply(*make(), "sklearn-cluster", {{"n", "2"}}, input, context);
  ASSERT_TRUE(outcome);
  const Column& found = table_of(*outcome).column(1);
  for (std::size_t row = 0; row < count; ++row) {
    ASSERT_EQ(found.is_valid(row), row % 1000 != 999) << row;
    if (found.is_valid(row)) {
      ASSERT_EQ(found.at<std::int64_t>(row), row % 7 == 0 ? 1 : 0) << row;
    }
  }
}

}  // namespace
}  // namespace kestrel::analytics_native
