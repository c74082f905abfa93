// DuckDB's C API, loaded when it is first needed: a hunt that needs no table does not pay for it.
//
// Every function has a pointer of its own name in this name space, so that calls here read like
// calls of the C API and nothing is linked.
#pragma once

#include <filesystem>

#include <duckdb.h>

#include "kestrel/base/result.hpp"

// The functions in use, in the order of the C API's reference.
#define KESTREL_DUCKDB_FUNCTIONS(apply)                                                                                                     \
  apply(duckdb_open_ext) apply(duckdb_close) apply(duckdb_connect) apply(duckdb_disconnect) apply(                                          \
      duckdb_interrupt) apply(duckdb_free) apply(duckdb_create_config) apply(duckdb_set_config)                                             \
      apply(duckdb_destroy_config) apply(duckdb_prepare) apply(duckdb_destroy_prepare) apply(                                               \
          duckdb_prepare_error) apply(duckdb_bind_value) apply(duckdb_pending_prepared) apply(duckdb_pending_prepared_streaming)            \
          apply(duckdb_result_error) apply(duckdb_destroy_pending) apply(duckdb_pending_error) apply(                                       \
              duckdb_pending_execute_task) apply(duckdb_execute_pending) apply(duckdb_destroy_result)                                       \
              apply(duckdb_column_count) apply(duckdb_column_name) apply(duckdb_column_type) apply(                                         \
                  duckdb_column_logical_type) apply(duckdb_fetch_chunk) apply(duckdb_destroy_data_chunk)                                    \
                  apply(duckdb_data_chunk_get_size) apply(duckdb_data_chunk_get_vector) apply(                                              \
                      duckdb_data_chunk_set_size) apply(duckdb_vector_get_data) apply(duckdb_vector_get_validity)                           \
                      apply(duckdb_vector_ensure_validity_writable) apply(duckdb_list_vector_get_child) apply(                              \
                          duckdb_list_vector_reserve) apply(duckdb_list_vector_set_size)                                                    \
                          apply(duckdb_create_logical_type) apply(duckdb_create_list_type) apply(                                           \
                              duckdb_destroy_logical_type) apply(duckdb_get_type_id) apply(duckdb_list_type_child_type)                     \
                              apply(duckdb_create_varchar_length) apply(duckdb_create_int64) apply(                                         \
                                  duckdb_create_double) apply(duckdb_create_bool) apply(duckdb_destroy_value)                               \
                                  apply(duckdb_get_varchar) apply(duckdb_create_table_function) apply(                                      \
                                      duckdb_destroy_table_function) apply(duckdb_table_function_set_name)                                  \
                                      apply(duckdb_table_function_add_parameter) apply(                                                     \
                                          duckdb_table_function_set_extra_info) apply(duckdb_table_function_set_bind)                       \
                                          apply(duckdb_table_function_set_init) apply(                                                      \
                                              duckdb_table_function_set_function) apply(duckdb_table_function_supports_projection_pushdown) \
                                              apply(duckdb_register_table_function) apply(                                                  \
                                                  duckdb_bind_get_extra_info) apply(duckdb_bind_get_parameter)                              \
                                                  apply(duckdb_bind_add_result_column) apply(                                               \
                                                      duckdb_bind_set_bind_data) apply(duckdb_bind_set_cardinality)                         \
                                                      apply(duckdb_bind_set_error) apply(                                                   \
                                                          duckdb_init_get_bind_data) apply(duckdb_init_set_init_data)                       \
                                                          apply(duckdb_init_get_column_count) apply(                                        \
                                                              duckdb_init_get_column_index) apply(duckdb_init_set_max_threads)              \
                                                              apply(duckdb_function_get_bind_data) apply(                                   \
                                                                  duckdb_function_get_init_data)                                            \
                                                                  apply(duckdb_add_replacement_scan) apply(                                 \
                                                                      duckdb_replacement_scan_set_function_name)                            \
                                                                      apply(duckdb_replacement_scan_add_parameter) apply(                   \
                                                                          duckdb_create_scalar_function)                                    \
                                                                          apply(duckdb_destroy_scalar_function) apply(                      \
                                                                              duckdb_scalar_function_set_name)                              \
                                                                              apply(                                                        \
                                                                                  duckdb_scalar_function_add_parameter)                     \
                                                                                  apply(                                                    \
                                                                                      duckdb_scalar_function_set_return_type)               \
                                                                                      apply(                                                \
                                                                                          duckdb_scalar_function_set_function)              \
                                                                                          apply(                                            \
                                                                                              duckdb_register_scalar_function)

namespace kestrel::engine {

// NOLINTNEXTLINE(bugprone-macro-parentheses): what is declared cannot stand in parentheses
#define KESTREL_DECLARE(name) inline decltype(&::name) name = nullptr;
KESTREL_DUCKDB_FUNCTIONS(KESTREL_DECLARE)
#undef KESTREL_DECLARE

/// Loads DuckDB once per process; later calls return at once. Safe for several threads.
///
/// Looks in `folder`, or, when that is empty, in `../lib/kestrel` beside the program.
Result<Done> load_library(const std::filesystem::path& folder);

}  // namespace kestrel::engine
