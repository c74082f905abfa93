// Our tables as DuckDB sees them: a table function that hands out their columns where they lie.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "kestrel/engine/handles.hpp"
#include "kestrel/model/table.hpp"

namespace kestrel::engine {

/// Returns DuckDB's type for a column of ours.
LogicalType logical_type(DataType type);

/// The tables that one database may read by name.
class ServedTables {
 public:
  /// Teaches a database to find these tables. They must outlive it.
  bool register_with(::duckdb_database database, ::duckdb_connection connection);

  void add(const std::string& name, Table table);

  /// Returns a table, or null. The pointer stays good.
  const Table* find(std::string_view name) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Table, std::less<>> tables_;
};

}  // namespace kestrel::engine
