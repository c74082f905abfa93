#include "kestrel/session/identify.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <vector>

#include "kestrel/session/process_identity.hpp"
#include "kestrel/sql/write.hpp"

namespace kestrel::session {
namespace {

constexpr std::int64_t second = 1'000'000'000;

// In which time to look for others: as written, or around the time of those that are known.
ir::TimeRange search_range(const ir::Identify& identify,
                           const std::vector<ProcessSighting>& sightings) {
  if (identify.time_range) {
    return *identify.time_range;
  }
  std::int64_t first = std::numeric_limits<std::int64_t>::max();
  std::int64_t last = std::numeric_limits<std::int64_t>::min();
  for (const ProcessSighting& sighting : sightings) {
    if (sighting.is_known) {
      first = std::min(first, sighting.first.nanoseconds);
      last = std::max(last, sighting.last.nanoseconds);
    }
  }
  return {Timestamp{first + identify.margin.start * second},
          Timestamp{last + identify.margin.stop * second}};
}

Table ids_of(const std::vector<Uuid>& ids, const std::shared_ptr<BlockStore>& blocks) {
  auto arena = std::make_shared<Arena>(blocks);
  ColumnBuilder column(DataType::uuid, *arena);
  for (std::size_t row = 0; row < ids.size(); ++row) {
    column.set_uuid(row, ids[row]);
  }
  Schema schema;
  schema.attributes = {{"id", DataType::uuid, {}, false}};
  std::vector<Column> columns;
  columns.push_back(std::move(column).finish(ids.size()));
  return {std::move(schema), std::move(columns), ids.size(), {std::move(arena)}};
}

}  // namespace

Result<std::optional<Table>> identify(ir::StepId step, Store& store) {
  const ir::StepId input = store.graph().at(step).inputs.front();
  const auto operation = std::get<ir::Identify>(store.graph().at(step).operation);
  KESTREL_TRY(const sql::Written unique,
              sql::write_has_unique_process(store.graph(), input, store.catalog()));
  if (!unique.query.text.empty()) {
    KESTREL_TRY(const Table answer, store.run(unique.query, step, "ask for unique processes"));
    if (answer.column(0).at<std::uint8_t>(0) != 0) {
      return std::optional<Table>();
    }
  }
  KESTREL_TRY(const sql::Written written,
              sql::write_process_sightings(store.graph(), input, store.catalog()));
  if (written.query.text.empty()) {
    return std::optional<Table>();  // processes of this source have no pid
  }
  KESTREL_TRY(const Table rows,
              store.run(written.query, step, "look for the same processes at other times"));
  std::vector<ProcessSighting> sightings(rows.row_count());
  for (std::size_t row = 0; row < rows.row_count(); ++row) {
    ProcessSighting& sighting = sightings[row];
    sighting.entity = static_cast<std::uint32_t>(row);
    sighting.pid = rows.column(1).at<std::int64_t>(row);
    if (rows.column(2).is_valid(row)) {
      sighting.name = rows.column(2).at<TextCell>(row).view();
    }
    if (rows.column(3).is_valid(row)) {
      sighting.parent_pid = rows.column(3).at<std::int64_t>(row);
    }
    sighting.first = rows.column(4).at<Timestamp>(row);
    sighting.last = rows.column(5).at<Timestamp>(row);
    sighting.is_known = rows.column(6).at<std::uint8_t>(row) != 0;
  }
  const ir::TimeRange range = search_range(operation, sightings);
  bool has_others = false;
  for (ProcessSighting& sighting : sightings) {
    sighting.is_candidate = sighting.last.nanoseconds >= range.start.nanoseconds &&
                            sighting.first.nanoseconds < range.stop.nanoseconds;
    has_others = has_others || (sighting.is_candidate && !sighting.is_known);
  }
  if (!has_others) {
    return std::optional<Table>();
  }
  std::vector<Uuid> ids;
  for (const std::uint32_t row : same_processes(sightings, operation.windows)) {
    if (!sightings[row].is_known) {
      ids.push_back(rows.column(0).at<Uuid>(row));
    }
  }
  if (ids.empty()) {
    return std::optional<Table>();
  }
  return std::optional(ids_of(ids, store.blocks()));
}

}  // namespace kestrel::session
