// The embedded engine: DuckDB behind our own types. Reads our tables where they lie, answers SQL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "kestrel/base/context.hpp"
#include "kestrel/base/result.hpp"
#include "kestrel/model/table.hpp"
#include "kestrel/sql/query.hpp"

namespace kestrel::engine {

struct Settings {
  std::filesystem::path library_folder;   // where libduckdb.so is; empty: beside the program
  std::filesystem::path exchange_folder;  // the only folder that statements may read and write
  std::size_t memory_limit = 0;           // bytes; 0: the engine's own default
  std::size_t threads = 0;                // 0: as many as there are cores
};

/// One database in memory with one connection. One thread at a time, but for what it says itself.
class Engine {
 public:
  /// Loads and starts DuckDB, 15 to 25 ms. Nothing can reach the network or another folder than the
  /// settings name.
  static Result<std::unique_ptr<Engine>> open(const Settings& settings);

  virtual ~Engine() = default;

  /// Makes a table readable under a name, without copying it. A name is served once.
  virtual void serve(const std::string& name, Table table) = 0;

  /// Runs one statement and returns its rows. Polls `context`; when cancelled it fails with the
  /// slug `cancelled`. DuckDB's own refusals have the slug `engine` and its words as a note.
  virtual Result<Table> run(const sql::Query& query, const Context& context) = 0;
};

/// Name of the column, counted from 0, that every served table has behind its own: the row.
inline constexpr std::string_view row_column = "#row";

}  // namespace kestrel::engine
