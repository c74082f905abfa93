// For tests: a variable whose rows are in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "kestrel/base/assert.hpp"
#include "kestrel/plugin/analytics.hpp"

namespace kestrel::analytics_native {

/// One cell as a test writes it; `std::monostate` is null.
using FakeCell = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

/// A variable `conns`. Its ids are `network-traffic--0` and so on, unless it has none.
class FakeInput : public plugin::AnalyticsInput {
 public:
  explicit FakeInput(std::size_t row_count, bool has_ids = true)
      : arena_(std::make_shared<Arena>(std::make_shared<BlockStore>(SIZE_MAX, ""))),
        row_count_(row_count) {
    if (has_ids) {
      std::vector<FakeCell> ids;
      for (std::size_t row = 0; row < row_count; ++row) {
        ids.emplace_back("network-traffic--" + std::to_string(row));
      }
      add("id", DataType::text, ids);
    }
  }

  void add(std::string name, DataType type, const std::vector<FakeCell>& cells,
           bool hidden = false) {
    KESTREL_ASSERT(cells.size() == row_count_);
    ColumnBuilder builder(type, *arena_);
    for (std::size_t row = 0; row < cells.size(); ++row) {
      set(builder, row, cells[row]);
    }
    schema_.attributes.push_back({std::move(name), type, {}, hidden});
    columns_.push_back(std::move(builder).finish(row_count_));
  }

  std::string_view variable() const override { return "conns"; }
  std::string_view entity_type() const override { return "network-traffic"; }
  const Schema& schema() const override { return schema_; }
  std::size_t row_count() const override { return row_count_; }
  Result<Done> write_parquet(const std::filesystem::path&) override {
    return error("test", "native analytics are given columns");
  }
  Result<Table> columns(std::span<const std::string> names) override {
    Schema schema;
    std::vector<Column> columns;
    for (const std::string& name : names) {
      const Attribute* attribute = schema_.find(name);
      KESTREL_ASSERT(attribute != nullptr);
      schema.attributes.push_back(*attribute);
      columns.push_back(columns_[static_cast<std::size_t>(attribute - schema_.attributes.data())]);
    }
    return Table(std::move(schema), std::move(columns), row_count_, {arena_});
  }

 private:
  static void set(ColumnBuilder& builder, std::size_t row, const FakeCell& cell) {
    if (const auto* truth = std::get_if<bool>(&cell)) {
      builder.set_boolean(row, *truth);
    } else if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
      builder.set_integer(row, *integer);
    } else if (const auto* real = std::get_if<double>(&cell)) {
      builder.set_real(row, *real);
    } else if (const auto* text = std::get_if<std::string>(&cell)) {
      builder.set_text(row, *text);
    }
  }

  std::shared_ptr<Arena> arena_;
  Schema schema_;
  std::vector<Column> columns_;
  std::size_t row_count_;
};

/// What WITH says.
using FakeArguments = std::vector<std::pair<std::string, std::string>>;

inline Result<plugin::AnalyticsOutcome> apply(plugin::AnalyticsInterface& interface,
                                              std::string name, FakeArguments arguments,
                                              FakeInput& input, Context& context) {
  return interface.apply({std::move(name), std::move(arguments), {&input}, {}}, context);
}

/// Returns the rows that came back for the only input.
inline const Table& table_of(const plugin::AnalyticsOutcome& outcome) {
  KESTREL_ASSERT(outcome.outputs.size() == 1 && outcome.outputs.front());
  return std::get<Table>(*outcome.outputs.front());
}

}  // namespace kestrel::analytics_native
