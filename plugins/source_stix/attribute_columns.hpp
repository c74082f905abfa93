// The columns of one table while it grows: a column per attribute, in the order they are first
// seen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kestrel/model/arena.hpp"
#include "kestrel/model/table.hpp"
#include "plugins/source_stix/column.hpp"

namespace kestrel::source_stix {

class EntityBuilder;

struct NamedColumn {
  std::string name;
  std::string path;  // of the key that was first to have this name
  WideningColumn cells;
  std::vector<const EntityBuilder*> targets;  // references: the tables pointed at
};

/// Two keys of one type whose attributes have the same name.
struct SharedName {
  std::string name;
  std::string first;
  std::string second;
};

class AttributeColumns {
 public:
  /// More attributes than this are left out: no entity has them, but a hostile file may.
  static constexpr std::size_t most_attributes = 4096;

  explicit AttributeColumns(Arena& arena) : arena_(&arena) {}

  /// Returns the column of a key, a new one if need be; null if there are too many. `type` is that
  /// of its first value.
  NamedColumn* column(Key& key, DataType type) {
    return key.column != nullptr ? key.column : bind(key, type);
  }

  /// Returns the names that more than one key has, each once.
  const std::vector<SharedName>& shared_names() const { return shared_names_; }

  /// Gives the columns away.
  void finish(std::size_t row_count, Schema& schema, std::vector<Column>& columns) &&;

 private:
  NamedColumn* bind(Key& key, DataType type);
  void share(const NamedColumn& column, std::string path);

  Arena* arena_;
  std::deque<NamedColumn> columns_;
  std::unordered_map<std::string_view, NamedColumn*> columns_by_name_;
  std::vector<SharedName> shared_names_;
};

}  // namespace kestrel::source_stix
