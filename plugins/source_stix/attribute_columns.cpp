#include "plugins/source_stix/attribute_columns.hpp"

#include <algorithm>
#include <utility>

#include "plugins/source_stix/entity_builder.hpp"

namespace kestrel::source_stix {

NamedColumn* AttributeColumns::bind(Key& key, DataType type) {
  if (const auto found = columns_by_name_.find(key.name); found != columns_by_name_.end()) {
    key.column = found->second;
  } else if (columns_.size() < most_attributes) {
    columns_.push_back({key.name, WideningColumn(type, *arena_), {}});
    key.column = &columns_.back();
    columns_by_name_.emplace(key.column->name, key.column);
  }
  return key.column;
}

void AttributeColumns::finish(std::size_t row_count, Schema& schema,
                              std::vector<Column>& columns) && {
  for (NamedColumn& column : columns_) {
    Attribute attribute{std::move(column.name), column.cells.type(), {}, false};
    for (const EntityBuilder* target : column.targets) {
      attribute.targets.push_back(target->type());
    }
    std::sort(attribute.targets.begin(), attribute.targets.end());
    schema.attributes.push_back(std::move(attribute));
    columns.push_back(std::move(column.cells).finish(row_count));
  }
}

}  // namespace kestrel::source_stix
