#include "kestrel/engine/served_tables.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstring>
#include <utility>
#include <vector>

#include "kestrel/engine/engine.hpp"

namespace kestrel::engine {
namespace {

static_assert(sizeof(TextCell) == sizeof(::duckdb_string_t));
static_assert(offsetof(TextCell, length) == offsetof(::duckdb_string_t, value.pointer.length));
static_assert(offsetof(TextCell, head) == offsetof(::duckdb_string_t, value.pointer.prefix));
static_assert(offsetof(TextCell, pointer) == offsetof(::duckdb_string_t, value.pointer.ptr));
static_assert(sizeof(Timestamp) == sizeof(std::int64_t));

constexpr const char* function_name = "kestrel_served_table";
constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;

// DuckDB keeps a UUID as a signed 128-bit number whose order is that of the text.
::duckdb_uhugeint engine_uuid(const Uuid& uuid) {
  return {uuid.low, uuid.high ^ sign_bit};
}

struct Scan {
  const Table* table = nullptr;
};

struct ScanState {
  std::vector<::idx_t> columns;              // as projected
  std::atomic<std::size_t> next_segment{0};  // threads take segments in order
};

void copy_uuids(const Uuid* cells, std::size_t count, ::duckdb_vector vector, std::size_t at = 0) {
  auto* target = static_cast<::duckdb_uhugeint*>(duckdb_vector_get_data(vector)) + at;
  for (std::size_t row = 0; row < count; ++row) {
    target[row] = engine_uuid(cells[row]);
  }
}

void copy_lists(const Segment& segment, DataType type, std::size_t rows, ::duckdb_vector vector) {
  const auto* cells = reinterpret_cast<const ListCell*>(segment.cells);
  std::uint64_t total = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    total += segment.is_valid(row) ? cells[row].count : 0;
  }
  duckdb_list_vector_reserve(vector, total);
  duckdb_list_vector_set_size(vector, total);
  auto* entries = static_cast<::duckdb_list_entry*>(duckdb_vector_get_data(vector));
  const ::duckdb_vector child = duckdb_list_vector_get_child(vector);
  std::uint64_t offset = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::uint64_t count = segment.is_valid(row) ? cells[row].count : 0;
    entries[row] = {offset, count};
    if (type == DataType::uuid_list) {
      copy_uuids(static_cast<const Uuid*>(cells[row].elements), count, child, offset);
    } else if (count > 0) {
      auto* target = static_cast<TextCell*>(duckdb_vector_get_data(child)) + offset;
      std::memcpy(static_cast<void*>(target), cells[row].elements, count * sizeof(TextCell));
    }
    offset += count;
  }
}

void copy_segment(const Column& column, std::size_t index, std::size_t rows,
                  ::duckdb_vector vector) {
  const Segment segment = index < column.segments.size() ? column.segments[index] : Segment{};
  if (segment.cells == nullptr || segment.validity != nullptr) {
    duckdb_vector_ensure_validity_writable(vector);
    std::uint64_t* validity = duckdb_vector_get_validity(vector);
    const std::size_t bytes = (rows + 63) / 64 * sizeof(std::uint64_t);
    if (segment.cells == nullptr) {
      std::memset(validity, 0, bytes);
      return;
    }
    std::memcpy(validity, segment.validity, bytes);
  }
  switch (column.type) {
    case DataType::uuid:
      copy_uuids(reinterpret_cast<const Uuid*>(segment.cells), rows, vector);
      break;
    case DataType::text_list:
    case DataType::uuid_list:
      copy_lists(segment, column.type, rows, vector);
      break;
    case DataType::boolean:
    case DataType::integer:
    case DataType::real:
    case DataType::text:
    case DataType::timestamp:
      std::memcpy(duckdb_vector_get_data(vector), segment.cells, rows * cell_size(column.type));
      break;
  }
}

void bind(::duckdb_bind_info info) {
  const auto* tables = static_cast<const ServedTables*>(duckdb_bind_get_extra_info(info));
  const Value parameter(duckdb_bind_get_parameter(info, 0));
  char* name = duckdb_get_varchar(parameter.get());
  const Table* table = tables->find(name);
  duckdb_free(name);
  if (table == nullptr) {
    duckdb_bind_set_error(info, "there is no such table");
    return;
  }
  for (const Attribute& attribute : table->schema().attributes) {
    duckdb_bind_add_result_column(info, table->schema().column_name(attribute).c_str(),
                                  logical_type(attribute.type).get());
  }
  duckdb_bind_add_result_column(info, std::string(row_column).c_str(),
                                logical_type(DataType::integer).get());
  duckdb_bind_set_cardinality(info, table->row_count(), true);
  duckdb_bind_set_bind_data(info, new Scan{table},
                            [](void* scan) { delete static_cast<Scan*>(scan); });
}

void initialise(::duckdb_init_info info) {
  const auto* scan = static_cast<const Scan*>(duckdb_init_get_bind_data(info));
  auto* state = new ScanState;
  for (::idx_t index = 0; index < duckdb_init_get_column_count(info); ++index) {
    state->columns.push_back(duckdb_init_get_column_index(info, index));
  }
  duckdb_init_set_init_data(info, state, [](void* data) { delete static_cast<ScanState*>(data); });
  constexpr std::size_t segments_worth_a_thread = 16;
  duckdb_init_set_max_threads(
      info, 1 + scan->table->row_count() / (segments_worth_a_thread * segment_rows));
}

void produce(::duckdb_function_info info, ::duckdb_data_chunk output) {
  const Table& table = *static_cast<const Scan*>(duckdb_function_get_bind_data(info))->table;
  auto* state = static_cast<ScanState*>(duckdb_function_get_init_data(info));
  const std::size_t index = state->next_segment.fetch_add(1, std::memory_order_relaxed);
  const std::size_t begin = index * segment_rows;
  if (begin >= table.row_count()) {
    duckdb_data_chunk_set_size(output, 0);
    return;
  }
  const std::size_t rows = std::min(segment_rows, table.row_count() - begin);
  for (std::size_t position = 0; position < state->columns.size(); ++position) {
    const ::idx_t column = state->columns[position];
    const ::duckdb_vector vector = duckdb_data_chunk_get_vector(output, position);
    if (column < table.columns().size()) {
      copy_segment(table.column(column), index, rows, vector);
    } else if (column == table.columns().size()) {
      auto* cells = static_cast<std::int64_t*>(duckdb_vector_get_data(vector));
      for (std::size_t row = 0; row < rows; ++row) {
        cells[row] = static_cast<std::int64_t>(begin + row);
      }
    }  // others are virtual columns of the engine: only the number of rows counts
  }
  duckdb_data_chunk_set_size(output, rows);
}

void replace(::duckdb_replacement_scan_info info, const char* name, void* data) {
  const auto* tables = static_cast<const ServedTables*>(data);
  if (tables->find(name) == nullptr) {
    return;
  }
  duckdb_replacement_scan_set_function_name(info, function_name);
  const Value parameter(duckdb_create_varchar_length(name, std::strlen(name)));
  duckdb_replacement_scan_add_parameter(info, parameter.get());
}

}  // namespace

LogicalType logical_type(DataType type) {
  const auto simple = [](::duckdb_type id) { return LogicalType(duckdb_create_logical_type(id)); };
  switch (type) {
    case DataType::boolean:
      return simple(DUCKDB_TYPE_BOOLEAN);
    case DataType::integer:
      return simple(DUCKDB_TYPE_BIGINT);
    case DataType::real:
      return simple(DUCKDB_TYPE_DOUBLE);
    case DataType::text:
      return simple(DUCKDB_TYPE_VARCHAR);
    case DataType::timestamp:
      return simple(DUCKDB_TYPE_TIMESTAMP_NS);
    case DataType::uuid:
      return simple(DUCKDB_TYPE_UUID);
    case DataType::text_list:
      return LogicalType(duckdb_create_list_type(simple(DUCKDB_TYPE_VARCHAR).get()));
    case DataType::uuid_list:
      return LogicalType(duckdb_create_list_type(simple(DUCKDB_TYPE_UUID).get()));
  }
  return {};
}

bool ServedTables::register_with(::duckdb_database database, ::duckdb_connection connection) {
  TableFunction function(duckdb_create_table_function());
  duckdb_table_function_set_name(function.get(), function_name);
  duckdb_table_function_add_parameter(function.get(), logical_type(DataType::text).get());
  duckdb_table_function_set_extra_info(function.get(), this, nullptr);
  duckdb_table_function_set_bind(function.get(), bind);
  duckdb_table_function_set_init(function.get(), initialise);
  duckdb_table_function_set_function(function.get(), produce);
  duckdb_table_function_supports_projection_pushdown(function.get(), true);
  duckdb_add_replacement_scan(database, replace, this, nullptr);
  return duckdb_register_table_function(connection, function.get()) == DuckDBSuccess;
}

void ServedTables::add(const std::string& name, Table table) {
  const std::lock_guard lock(mutex_);
  tables_.insert_or_assign(name, std::move(table));
}

const Table* ServedTables::find(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto found = tables_.find(name);
  return found == tables_.end() ? nullptr : &found->second;
}

}  // namespace kestrel::engine
