#include "kestrel/engine/result_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace kestrel::engine {
namespace {

constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;

Uuid our_uuid(const ::duckdb_uhugeint& value) {
  return {value.upper ^ sign_bit, value.lower};
}

DataType our_type(::duckdb_logical_type type) {
  switch (duckdb_get_type_id(type)) {
    case DUCKDB_TYPE_BOOLEAN:
      return DataType::boolean;
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_HUGEINT:
      return DataType::integer;
    case DUCKDB_TYPE_DOUBLE:
      return DataType::real;
    case DUCKDB_TYPE_VARCHAR:
      return DataType::text;
    case DUCKDB_TYPE_TIMESTAMP_NS:
      return DataType::timestamp;
    case DUCKDB_TYPE_UUID:
      return DataType::uuid;
    case DUCKDB_TYPE_LIST: {
      const LogicalType child(duckdb_list_type_child_type(type));
      const DataType element = our_type(child.get());
      KESTREL_ASSERT(element == DataType::text || element == DataType::uuid);
      return element == DataType::text ? DataType::text_list : DataType::uuid_list;
    }
    default:
      throw InternalError("a statement selects only types that tables have", __FILE__, __LINE__);
  }
}

struct Copier {
  ColumnBuilder& builder;
  Arena& arena;
  ::duckdb_type engine_type;

  void copy(::duckdb_vector vector, std::size_t rows, std::size_t at) {
    const std::uint64_t* validity = duckdb_vector_get_validity(vector);
    const void* data = duckdb_vector_get_data(vector);
    if (is_laid_out_alike() && all_valid(validity, rows)) {
      builder.set_run(at, data, rows);
      return;
    }
    if (engine_type == DUCKDB_TYPE_UUID && all_valid(validity, rows)) {
      copy_uuids(static_cast<const ::duckdb_uhugeint*>(data), rows, at);
      return;
    }
    for (std::size_t row = 0; row < rows; ++row) {
      if (validity == nullptr || ((validity[row / 64] >> (row % 64)) & 1U) != 0) {
        copy_cell(vector, data, row, at + row);
      }
    }
  }

  void copy_uuids(const ::duckdb_uhugeint* values, std::size_t rows, std::size_t at) {
    std::array<Uuid, segment_rows> uuids;
    for (std::size_t begin = 0; begin < rows; begin += uuids.size()) {
      const std::size_t count = std::min(uuids.size(), rows - begin);
      std::transform(values + begin, values + begin + count, uuids.begin(), our_uuid);
      builder.set_run(at + begin, uuids.data(), count);
    }
  }

  // Cells of these types are the same bytes in the engine's vectors and in ours.
  bool is_laid_out_alike() const {
    return engine_type == DUCKDB_TYPE_BIGINT || engine_type == DUCKDB_TYPE_DOUBLE ||
           engine_type == DUCKDB_TYPE_VARCHAR || engine_type == DUCKDB_TYPE_TIMESTAMP_NS;
  }

  static bool all_valid(const std::uint64_t* validity, std::size_t rows) {
    if (validity == nullptr) {
      return true;
    }
    for (std::size_t word = 0; word < rows / 64; ++word) {
      if (validity[word] != ~std::uint64_t{0}) {
        return false;
      }
    }
    const std::uint64_t rest = (std::uint64_t{1} << (rows % 64)) - 1;
    return rows % 64 == 0 || (validity[rows / 64] & rest) == rest;
  }

  void copy_cell(::duckdb_vector vector, const void* data, std::size_t row, std::size_t target) {
    switch (builder.type()) {
      case DataType::boolean:
        builder.set_boolean(target, static_cast<const std::uint8_t*>(data)[row] != 0);
        break;
      case DataType::integer:
        builder.set_integer(target, integer(data, row));
        break;
      case DataType::real:
        builder.set_real(target, static_cast<const double*>(data)[row]);
        break;
      case DataType::text:
        builder.set_text(target, static_cast<const TextCell*>(data)[row].view());
        break;
      case DataType::timestamp:
        builder.set_timestamp(target, {static_cast<const std::int64_t*>(data)[row]});
        break;
      case DataType::uuid:
        builder.set_uuid(target, our_uuid(static_cast<const ::duckdb_uhugeint*>(data)[row]));
        break;
      case DataType::text_list:
      case DataType::uuid_list:
        builder.set_list(target, list(vector, static_cast<const ::duckdb_list_entry*>(data)[row]));
        break;
    }
  }

  std::int64_t integer(const void* data, std::size_t row) const {
    if (engine_type == DUCKDB_TYPE_INTEGER) {
      return static_cast<const std::int32_t*>(data)[row];
    }
    if (engine_type == DUCKDB_TYPE_BIGINT) {
      return static_cast<const std::int64_t*>(data)[row];
    }
    const auto& wide =
        static_cast<const ::duckdb_hugeint*>(data)[row];  // sums, which fit in practice
    const auto low = static_cast<std::int64_t>(wide.lower);
    KESTREL_ASSERT(wide.upper == (low < 0 ? -1 : 0));
    return low;
  }

  ListCell list(::duckdb_vector vector, const ::duckdb_list_entry& entry) {
    const void* elements = duckdb_vector_get_data(duckdb_list_vector_get_child(vector));
    std::byte* cells = arena.allocate(entry.length * sizeof(TextCell));
    for (std::uint64_t index = 0; index < entry.length; ++index) {
      std::byte* cell = cells + index * sizeof(TextCell);
      if (builder.type() == DataType::uuid_list) {
        const Uuid uuid =
            our_uuid(static_cast<const ::duckdb_uhugeint*>(elements)[entry.offset + index]);
        std::memcpy(cell, &uuid, sizeof uuid);
      } else {
        const std::string_view text =
            static_cast<const TextCell*>(elements)[entry.offset + index].view();
        const TextCell copied(text.size() <= TextCell::inline_capacity ? text : arena.copy(text));
        std::memcpy(cell, &copied, sizeof copied);
      }
    }
    return {cells, entry.length};
  }
};

}  // namespace

Table read_result(::duckdb_result& result, std::shared_ptr<BlockStore> blocks,
                  const Context& context) {
  auto arena = std::make_shared<Arena>(std::move(blocks));
  Schema schema;
  std::vector<ColumnBuilder> builders;
  std::vector<::duckdb_type> engine_types;
  for (::idx_t index = 0; index < duckdb_column_count(&result); ++index) {
    const LogicalType type(duckdb_column_logical_type(&result, index));
    schema.attributes.push_back(
        {duckdb_column_name(&result, index), our_type(type.get()), {}, false});
    builders.emplace_back(schema.attributes.back().type, *arena);
    engine_types.push_back(duckdb_get_type_id(type.get()));
  }
  std::size_t row_count = 0;
  while (!context.cancelled()) {
    const Chunk chunk{duckdb_fetch_chunk(result)};
    if (!chunk) {
      break;
    }
    const std::size_t rows = duckdb_data_chunk_get_size(chunk.get());
    for (std::size_t index = 0; index < builders.size(); ++index) {
      Copier{builders[index], *arena, engine_types[index]}.copy(
          duckdb_data_chunk_get_vector(chunk.get(), index), rows, row_count);
    }
    row_count += rows;
  }
  std::vector<Column> columns;
  columns.reserve(builders.size());
  for (ColumnBuilder& builder : builders) {
    columns.push_back(std::move(builder).finish(row_count));
  }
  return Table(std::move(schema), std::move(columns), row_count, {std::move(arena)});
}

}  // namespace kestrel::engine
