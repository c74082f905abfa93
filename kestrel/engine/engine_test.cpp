#include "kestrel/engine/engine.hpp"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace kestrel::engine {
namespace {

class EngineTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("kestrel-engine-test-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    auto opened = Engine::open({{}, folder_, 0, 2});
    ASSERT_TRUE(opened) << opened.diagnostic().message;
    engine_ = *std::move(opened);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Table rows(const std::string& statement, std::vector<sql::Parameter> parameters = {}) {
    auto table = engine_->run({statement, std::move(parameters)}, context_);
    EXPECT_TRUE(table) << (table ? "" : table.diagnostic().notes.front());
    return table ? *std::move(table) : Table();
  }
  std::string refusal(const std::string& statement) {
    auto table = engine_->run({statement, {}}, context_);
    return table ? "no refusal" : table.diagnostic().slug + ": " + table.diagnostic().notes.front();
  }
  std::int64_t number(const std::string& statement) {
    return rows(statement).column(0).at<std::int64_t>(0);
  }

  std::filesystem::path folder_;
  Context context_;
  std::unique_ptr<Engine> engine_;
};

// A column of every type with a null in every third row.
Table every_type(std::size_t row_count) {
  auto arena = std::make_shared<Arena>(std::make_shared<BlockStore>(SIZE_MAX, ""));
  Schema schema;
  std::vector<ColumnBuilder> builders;
  for (const DataType type :
       {DataType::boolean, DataType::integer, DataType::real, DataType::text, DataType::timestamp,
        DataType::uuid, DataType::text_list, DataType::uuid_list}) {
    schema.attributes.push_back({std::string(data_type_name(type)), type, {}, false});
    builders.emplace_back(type, *arena);
  }
  for (std::size_t row = 0; row < row_count; ++row) {
    if (row % 3 == 2) {
      continue;
    }
    const auto value = static_cast<std::int64_t>(row);
    const std::string text = row % 2 == 0
                                 ? "short" + std::to_string(row)
                                 : "a text of more than twelve bytes " + std::to_string(row);
    builders[0].set_boolean(row, row % 2 == 0);
    builders[1].set_integer(row, -value);
    builders[2].set_real(row, static_cast<double>(value) / 4);
    builders[3].set_text(row, text);
    builders[4].set_timestamp(row, {value});
    builders[5].set_uuid(row, {row, ~row});
    auto* texts = reinterpret_cast<TextCell*>(arena->allocate(2 * sizeof(TextCell)));
    texts[0] = TextCell(arena->copy(text));
    texts[1] = TextCell("x");
    builders[6].set_list(row, {texts, row % 4 == 0 ? 0U : 2U});
    auto* uuids = reinterpret_cast<Uuid*>(arena->allocate(sizeof(Uuid)));
    uuids[0] = {1, row};
    builders[7].set_list(row, {uuids, 1});
  }
  std::vector<Column> columns;
  for (ColumnBuilder& builder : builders) {
    columns.push_back(std::move(builder).finish(row_count));
  }
  return Table(std::move(schema), std::move(columns), row_count, {std::move(arena)});
}

TEST_F(EngineTest, ReadsServedTablesOfEveryTypeAndGivesThemBack) {
  const std::size_t row_count = 3 * segment_rows + 17;
  const Table served = every_type(row_count);
  engine_->serve("a \"quoted\" table", served);
  const Table back = rows("SELECT * FROM \"a \"\"quoted\"\" table\"");
  ASSERT_EQ(back.row_count(), row_count);
  ASSERT_EQ(back.columns().size(), served.columns().size() + 1);  // and `#row`
  for (std::size_t row = 0; row < row_count; ++row) {
    for (std::size_t column = 0; column < served.columns().size(); ++column) {
      ASSERT_EQ(back.column(column).is_valid(row), row % 3 != 2) << row;
    }
    ASSERT_EQ(back.column(8).at<std::int64_t>(row), static_cast<std::int64_t>(row));
    if (row % 3 == 2) {
      continue;
    }
    ASSERT_EQ(back.column(0).at<std::uint8_t>(row), served.column(0).at<std::uint8_t>(row));
    ASSERT_EQ(back.column(1).at<std::int64_t>(row), served.column(1).at<std::int64_t>(row));
    ASSERT_EQ(back.column(2).at<double>(row), served.column(2).at<double>(row));
    ASSERT_EQ(back.column(3).at<TextCell>(row).view(), served.column(3).at<TextCell>(row).view());
    ASSERT_EQ(back.column(4).at<Timestamp>(row), served.column(4).at<Timestamp>(row));
    ASSERT_EQ(back.column(5).at<Uuid>(row), served.column(5).at<Uuid>(row));
    const auto& texts = back.column(6).at<ListCell>(row);
    ASSERT_EQ(texts.count, row % 4 == 0 ? 0U : 2U);
    if (texts.count > 0) {
      ASSERT_EQ(static_cast<const TextCell*>(texts.elements)[0].view(),
                served.column(3).at<TextCell>(row).view());
    }
    ASSERT_EQ(static_cast<const Uuid*>(back.column(7).at<ListCell>(row).elements)[0],
              (Uuid{1, row}));
  }
}

TEST_F(EngineTest, UnderstandsIdsAsTheTextSaysThem) {
  engine_->serve("t", every_type(2));
  EXPECT_EQ(
      number("SELECT count(*) FROM t WHERE id = '00000000-0000-0001-ffff-fffffffffffe'::UUID"), 1);
}

TEST_F(EngineTest, CountsRowsWithoutReadingColumns) {
  engine_->serve("t", every_type(5000));
  EXPECT_EQ(number("SELECT count(*) FROM t"), 5000);
}

TEST_F(EngineTest, BindsValues) {
  const Table table = rows("SELECT $1 || $2::VARCHAR, $3 + 1, $4",
                           {std::string("a'b\0c", 5), std::int64_t{7}, 1.5, true});
  EXPECT_EQ(table.column(0).at<TextCell>(0).view(), std::string_view("a'b\0c7", 6));
  EXPECT_EQ(table.column(1).at<double>(0), 2.5);
}

TEST_F(EngineTest, ReachesOnlyItsOwnFolder) {
  EXPECT_NE(
      refusal("COPY (SELECT 1) TO '/tmp/kestrel-elsewhere.csv'").find("engine: Permission Error"),
      std::string::npos);
  EXPECT_NE(refusal("SELECT * FROM read_csv('/etc/passwd')").find("engine: Permission Error"),
            std::string::npos);
  rows("COPY (SELECT 1 AS a) TO '" + (folder_ / "a.parquet").string() + "' (FORMAT parquet)");
  EXPECT_EQ(
      number("SELECT a::BIGINT FROM read_parquet('" + (folder_ / "a.parquet").string() + "')"), 1);
}

TEST_F(EngineTest, KeepsItsConfiguration) {
  EXPECT_NE(refusal("SET enable_external_access = true").find("engine: "), std::string::npos);
  EXPECT_NE(refusal("INSTALL httpfs").find("engine: "), std::string::npos);
}

TEST_F(EngineTest, StopsWhenCancelled) {
  context_.cancel();
  auto table = engine_->run({"SELECT count(*) FROM range(100000000000) a", {}}, context_);
  ASSERT_FALSE(table);
  EXPECT_EQ(table.diagnostic().slug, "cancelled");
  context_.reset();
  EXPECT_EQ(number("SELECT 1::BIGINT"), 1);
}

TEST_F(EngineTest, KnowsSubnets) {
  const auto lies_in = [&](const std::string& inner, const std::string& outer) {
    const Table table = rows("SELECT kestrel_lies_in_subnet($1, $2)", {inner, outer});
    return !table.column(0).is_valid(0)               ? "null"
           : table.column(0).at<std::uint8_t>(0) != 0 ? "yes"
                                                      : "no";
  };
  EXPECT_STREQ(lies_in("10.1.2.3", "10.0.0.0/8"), "yes");
  EXPECT_STREQ(lies_in("10.1.2.3", "10.1.2.9/28"), "yes");  // host bits do not matter
  EXPECT_STREQ(lies_in("11.1.2.3", "10.0.0.0/8"), "no");
  EXPECT_STREQ(lies_in("10.0.0.0/16", "10.0.0.0/8"), "yes");
  EXPECT_STREQ(lies_in("10.0.0.0/8", "10.0.0.0/16"), "no");
  EXPECT_STREQ(lies_in("1.2.3.4", "0.0.0.0/0"), "yes");
  EXPECT_STREQ(lies_in("2001:db8::1", "2001:db8::/127"), "yes");
  EXPECT_STREQ(lies_in("2001:db8::2", "2001:db8::/127"), "no");
  EXPECT_STREQ(lies_in("10.0.0.1", "::/0"), "no");
  EXPECT_STREQ(lies_in("host", "10.0.0.0/8"), "null");
  EXPECT_STREQ(lies_in("10.0.0.1", "10.0.0.0/33"), "null");
  EXPECT_STREQ(lies_in("10.0.0.1", std::string(200, '1')), "null");
}

}  // namespace
}  // namespace kestrel::engine
