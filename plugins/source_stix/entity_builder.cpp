#include "plugins/source_stix/entity_builder.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace kestrel::source_stix {
namespace {

std::int64_t sum(std::int64_t left, std::int64_t right) {
  std::int64_t total = 0;
  return __builtin_add_overflow(left, right, &total) ? std::numeric_limits<std::int64_t>::max()
                                                     : total;
}

}  // namespace

EntityBuilder::EntityBuilder(std::string type, Arena& arena,
                             const std::shared_ptr<BlockStore>& store)
    : type_(std::move(type)),
      arena_(&arena),
      attributes_(arena),
      ids_(DataType::uuid, arena),
      counts_(DataType::integer, arena),
      last_records_(DataType::integer, arena),
      index_(store),
      occurrence_records_(DataType::integer, arena),
      occurrence_ids_(DataType::uuid, arena),
      occurrence_objects_(DataType::integer, arena) {}

std::size_t EntityBuilder::row(const Uuid& id) {
  if (const auto known = find(id)) {
    return *known;
  }
  const std::size_t row = row_count_++;
  ids_.set_uuid(row, id);
  index_.add(id, row);
  counts_.set_integer(row, 0);
  last_records_.set_integer(row, 0);
  return row;
}

void EntityBuilder::occur(std::size_t row, Occurrence occurrence, std::int64_t number) {
  const auto record = static_cast<std::int64_t>(occurrence.record);
  const std::int64_t mark = record + 1;
  if (last_records_.column().at<std::int64_t>(row) == mark) {
    return;
  }
  last_records_.set_integer(row, mark);
  counts_.set_integer(row, sum(counts_.column().at<std::int64_t>(row), number));
  write_occurrence(record, ids_.column().at<Uuid>(row),
                   static_cast<std::int64_t>(occurrence.object));
  is_in_order_ = is_in_order_ && record >= last_record_;
  last_record_ = record;
}

void EntityBuilder::write_occurrence(std::int64_t record, const Uuid& id, std::int64_t object) {
  if (object != record) {
    tell_objects();
    occurrence_objects_.set_integer(occurrence_count_, object);
    told_objects_ = occurrence_count_ + 1;
  }
  occurrence_records_.set_integer(occurrence_count_, record);
  occurrence_ids_.set_uuid(occurrence_count_, id);
  ++occurrence_count_;
}

void EntityBuilder::tell_objects() {
  for (; told_objects_ < occurrence_count_; ++told_objects_) {
    occurrence_objects_.set_integer(told_objects_,
                                    occurrence_records_.column().at<std::int64_t>(told_objects_));
  }
}

// A record that came back may have brought pairs that are there already: sorted, they lie together.
void EntityBuilder::put_in_order(const Column& numbers) {
  struct Pair {
    std::int64_t record;
    std::int64_t object;
    std::size_t row;
    std::size_t place;
  };
  std::vector<Pair> pairs;
  pairs.reserve(occurrence_count_);
  for (std::size_t place = 0; place < occurrence_count_; ++place) {
    const auto record = occurrence_records_.column().at<std::int64_t>(place);
    const auto object =
        place < told_objects_ ? occurrence_objects_.column().at<std::int64_t>(place) : record;
    pairs.push_back({record, object, *find(occurrence_ids_.column().at<Uuid>(place)), place});
  }
  std::sort(pairs.begin(), pairs.end(), [](const Pair& left, const Pair& right) {
    return std::tie(left.record, left.row, left.place) <
           std::tie(right.record, right.row, right.place);
  });
  pairs.erase(std::unique(pairs.begin(), pairs.end(),
                          [](const Pair& left, const Pair& right) {
                            return left.record == right.record && left.row == right.row;
                          }),
              pairs.end());
  std::sort(pairs.begin(), pairs.end(), [](const Pair& left, const Pair& right) {
    return std::tie(left.record, left.place) < std::tie(right.record, right.place);
  });
  for (std::size_t row = 0; row < row_count_; ++row) {
    counts_.set_integer(row, 0);
  }
  occurrence_records_ = ColumnBuilder(DataType::integer, *arena_);
  occurrence_ids_ = ColumnBuilder(DataType::uuid, *arena_);
  occurrence_objects_ = ColumnBuilder(DataType::integer, *arena_);
  told_objects_ = 0;
  occurrence_count_ = 0;
  for (const Pair& pair : pairs) {
    const auto number = numbers.at<std::int64_t>(static_cast<std::size_t>(pair.record));
    counts_.set_integer(pair.row, sum(counts_.column().at<std::int64_t>(pair.row), number));
    write_occurrence(pair.record, ids_.column().at<Uuid>(pair.row), pair.object);
  }
}

EntityTable EntityBuilder::finish(const Column& numbers,
                                  const std::shared_ptr<const Arena>& arena) && {
  if (!is_in_order_) {
    put_in_order(numbers);
  }
  Schema schema;
  std::vector<Column> columns;
  std::move(attributes_).finish(row_count_, schema, columns);
  schema.attributes.push_back({"id", DataType::uuid, {}, false});
  columns.push_back(std::move(ids_).finish(row_count_));
  schema.attributes.push_back({std::string(record_count_column), DataType::integer, {}, true});
  columns.push_back(std::move(counts_).finish(row_count_));
  Schema occurrence_schema;
  occurrence_schema.attributes = {{"record", DataType::integer, {}, false},
                                  {"id", DataType::uuid, {}, false}};
  std::vector<Column> occurrence_columns;
  occurrence_columns.push_back(std::move(occurrence_records_).finish(occurrence_count_));
  occurrence_columns.push_back(std::move(occurrence_ids_).finish(occurrence_count_));
  if (told_objects_ > 0) {
    tell_objects();
    occurrence_schema.attributes.push_back(
        {std::string(object_column), DataType::integer, {}, true});
    occurrence_columns.push_back(std::move(occurrence_objects_).finish(occurrence_count_));
  }
  return {type_, Table(std::move(schema), std::move(columns), row_count_, {arena}),
          Table(std::move(occurrence_schema), std::move(occurrence_columns), occurrence_count_,
                {arena})};
}

}  // namespace kestrel::source_stix
