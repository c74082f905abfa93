#include "plugins/analytics_native/answer.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "kestrel/base/assert.hpp"

namespace kestrel::analytics_native {

Answer::Answer(const Table& input)
    : row_count_(input.row_count()),
      arena_(std::make_shared<Arena>(std::make_shared<BlockStore>(SIZE_MAX, ""))) {
  const Column& ids = input.column(0);
  KESTREL_ASSERT(input.schema().attributes.front().name == "id" && ids.type == DataType::text);
  ColumnBuilder& copies = add("id", DataType::text);
  for (std::size_t row = 0; row < row_count_; ++row) {
    if (ids.is_valid(row)) {
      copies.set_text(row, ids.at<TextCell>(row).view());
    }
  }
}

ColumnBuilder& Answer::add(std::string_view name, DataType type) {
  schema_.attributes.push_back({std::string(name), type, {}, false});
  return builders_.emplace_back(type, *arena_);
}

Table Answer::finish() && {
  std::vector<Column> columns;
  for (ColumnBuilder& builder : builders_) {
    columns.push_back(std::move(builder).finish(row_count_));
  }
  return Table(std::move(schema_), std::move(columns), row_count_, {std::move(arena_)});
}

}  // namespace kestrel::analytics_native
