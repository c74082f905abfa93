// One owner for each kind of DuckDB handle. Nobody else calls a destroy function.
#pragma once

#include <utility>

#include "kestrel/engine/library.hpp"

namespace kestrel::engine {

/// Owns a handle and destroys it by the function that `destroy` points to.
template <typename Raw, auto* destroy>
class Handle {
 public:
  Handle() = default;
  explicit Handle(Raw raw) : raw_(raw) {}
  Handle(Handle&& other) noexcept : raw_(std::exchange(other.raw_, nullptr)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(raw_, other.raw_);
    return *this;
  }
  ~Handle() {
    if (raw_ != nullptr) {
      (*destroy)(&raw_);
    }
  }

  Raw get() const { return raw_; }
  Raw* out() { return &raw_; }  // for functions that make the handle
  explicit operator bool() const { return raw_ != nullptr; }

 private:
  Raw raw_ = nullptr;
};

using Database = Handle<::duckdb_database, &duckdb_close>;
using Connection = Handle<::duckdb_connection, &duckdb_disconnect>;
using Config = Handle<::duckdb_config, &duckdb_destroy_config>;
using Prepared = Handle<::duckdb_prepared_statement, &duckdb_destroy_prepare>;
using Pending = Handle<::duckdb_pending_result, &duckdb_destroy_pending>;
using Chunk = Handle<::duckdb_data_chunk, &duckdb_destroy_data_chunk>;
using LogicalType = Handle<::duckdb_logical_type, &duckdb_destroy_logical_type>;
using Value = Handle<::duckdb_value, &duckdb_destroy_value>;
using TableFunction = Handle<::duckdb_table_function, &duckdb_destroy_table_function>;
using ScalarFunction = Handle<::duckdb_scalar_function, &duckdb_destroy_scalar_function>;

/// A query's result; not a pointer, so it has an owner of its own.
class QueryResult {
 public:
  QueryResult() = default;
  QueryResult(const QueryResult&) = delete;
  QueryResult& operator=(const QueryResult&) = delete;
  ~QueryResult() { duckdb_destroy_result(&raw_); }

  ::duckdb_result& get() { return raw_; }

 private:
  ::duckdb_result raw_{};
};

}  // namespace kestrel::engine
