#include "kestrel/model/table.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "kestrel/base/assert.hpp"

namespace kestrel {
namespace {

std::shared_ptr<Arena> new_arena() {
  return std::make_shared<Arena>(
      std::make_shared<BlockStore>(std::size_t{1} << 26, std::filesystem::temp_directory_path()));
}

TEST(ColumnBuilder, LeavesRowsNullThatWereNotWritten) {
  const auto arena = new_arena();
  ColumnBuilder builder(DataType::integer, *arena);
  builder.set_integer(3, 42);
  builder.set_integer(2 * segment_rows, -1);
  EXPECT_TRUE(builder.is_valid(3));
  EXPECT_FALSE(builder.is_valid(2));
  EXPECT_FALSE(builder.is_valid(segment_rows));
  EXPECT_FALSE(builder.is_valid(5 * segment_rows));
  const Column column = std::move(builder).finish(2 * segment_rows + 1);
  EXPECT_EQ(column.at<std::int64_t>(3), 42);
  EXPECT_EQ(column.at<std::int64_t>(2 * segment_rows), -1);
  EXPECT_EQ(column.segments[1].cells, nullptr);
}

TEST(ColumnBuilder, CopiesRunsOverTheBordersOfSegments) {
  const auto arena = new_arena();
  std::vector<std::string> texts;
  std::vector<TextCell> cells;
  const std::size_t count = 2 * segment_rows + 5;
  for (std::size_t row = 0; row < count; ++row) {
    texts.push_back(row % 3 == 0 ? "" : std::string(row % 40, 'a') + std::to_string(row));
  }
  for (const std::string& text : texts) {
    cells.emplace_back(text);
  }
  ColumnBuilder builder(DataType::text, *arena);
  const std::size_t first = segment_rows - 70;
  builder.set_run(first, cells.data(), 1);
  builder.set_run(first + 1, cells.data() + 1, count - 1);
  cells.assign(count, TextCell());
  EXPECT_FALSE(builder.is_valid(first - 1));
  EXPECT_FALSE(builder.is_valid(first + count));
  for (std::size_t row = 0; row < count; ++row) {
    ASSERT_TRUE(builder.is_valid(first + row)) << row;
    ASSERT_EQ(builder.column().at<TextCell>(first + row).view(), texts[row]);
  }
  const std::string kept(std::move(texts[7]));
  texts.clear();
  EXPECT_EQ(std::move(builder).finish(first + count).at<TextCell>(first + 7).view(), kept);
}

TEST(ColumnBuilder, DropsValidityOfFullSegments) {
  const auto arena = new_arena();
  ColumnBuilder builder(DataType::boolean, *arena);
  const std::size_t rows = segment_rows + 70;
  for (std::size_t row = 0; row < rows; ++row) {
    builder.set_boolean(row, row % 2 == 0);
  }
  const Column column = std::move(builder).finish(rows);
  EXPECT_EQ(column.segments[0].validity, nullptr);
  EXPECT_EQ(column.segments[1].validity, nullptr);
  EXPECT_TRUE(column.is_valid(rows - 1));
}

TEST(ColumnBuilder, KeepsValidityOfSegmentsWithGaps) {
  const auto arena = new_arena();
  ColumnBuilder builder(DataType::real, *arena);
  builder.set_real(0, 1.5);
  builder.set_real(2, 2.5);
  const Column column = std::move(builder).finish(3);
  ASSERT_NE(column.segments[0].validity, nullptr);
  EXPECT_FALSE(column.is_valid(1));
}

TEST(ColumnBuilder, CopiesLongTexts) {
  const auto arena = new_arena();
  ColumnBuilder builder(DataType::text, *arena);
  {
    const std::string longer = "thirteen bytes";
    builder.set_text(0, longer);
    builder.set_text(1, "twelve bytes");
    builder.set_text(2, "");
  }
  const Column column = std::move(builder).finish(3);
  EXPECT_EQ(column.at<TextCell>(0).view(), "thirteen bytes");
  EXPECT_EQ(column.at<TextCell>(1).view(), "twelve bytes");
  EXPECT_EQ(column.at<TextCell>(2).view(), "");
}

TEST(TextCell, ComparesTextsOfAnyLength) {
  const std::string longer = "a text of more than twelve bytes";
  const std::string copy = longer;
  EXPECT_EQ(TextCell(longer), TextCell(copy));
  EXPECT_EQ(TextCell("short"), TextCell(std::string("short")));
  EXPECT_NE(TextCell("short"), TextCell("shore"));
  EXPECT_NE(TextCell("short text 1"), TextCell("short text 2"));
  EXPECT_NE(TextCell(longer), TextCell("a text of more than twelve Bytes"));
  EXPECT_NE(TextCell(""), TextCell("a"));
}

TEST(Table, FindsColumnsByName) {
  const auto arena = new_arena();
  ColumnBuilder builder(DataType::text, *arena);
  builder.set_text(0, "cmd.exe");
  std::vector<Column> columns;
  columns.push_back(std::move(builder).finish(1));
  const Table table({{{"name", DataType::text, {}, false}}}, std::move(columns), 1, {arena});
  EXPECT_EQ(table.position("name"), 0U);
  EXPECT_FALSE(table.position("pid").has_value());
  EXPECT_EQ(table.column(0).at<TextCell>(0).view(), "cmd.exe");
}

TEST(Table, WantsAColumnPerAttribute) {
  EXPECT_THROW(Table({{{"name", DataType::text, {}, false}}}, {}, 0, {}), InternalError);
}

}  // namespace
}  // namespace kestrel
