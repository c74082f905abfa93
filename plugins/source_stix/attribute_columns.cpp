#include "plugins/source_stix/attribute_columns.hpp"

#include <algorithm>
#include <utility>

#include "plugins/source_stix/entity_builder.hpp"

namespace kestrel::source_stix {

NamedColumn* AttributeColumns::bind(Key& key, DataType type) {
  if (const auto found = columns_by_name_.find(key.name); found != columns_by_name_.end()) {
    key.column = found->second;
    share(*found->second, key.path());
  } else if (columns_.size() < most_attributes) {
    columns_.push_back({key.name, key.path(), WideningColumn(type, *arena_), {}});
    key.column = &columns_.back();
    columns_by_name_.emplace(key.column->name, key.column);
  }
  return key.column;
}

void AttributeColumns::share(const NamedColumn& column, std::string path) {
  const bool known =
      std::any_of(shared_names_.begin(), shared_names_.end(),
                  [&](const SharedName& other) { return other.name == column.name; });
  if (path != column.path && !known) {
    shared_names_.push_back({column.name, column.path, std::move(path)});
  }
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
