// One entity table while it grows: its rows, where they were seen, and how often.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kestrel/model/dataset.hpp"
#include "plugins/source_stix/attribute_columns.hpp"
#include "plugins/source_stix/id_index.hpp"

namespace kestrel::source_stix {

/// Where an entity was seen. `object` counts the observations of the source as they stand there: it
/// is the record, unless an observation came before that repeats another.
struct Occurrence {
  std::size_t record = 0;
  std::size_t object = 0;
};

class EntityBuilder {
 public:
  EntityBuilder(std::string type, Arena& arena, const std::shared_ptr<BlockStore>& store);

  const std::string& type() const { return type_; }
  std::size_t row_count() const { return row_count_; }
  AttributeColumns& attributes() { return attributes_; }

  /// Returns the row of an entity, a new one if it is not known.
  std::size_t row(const Uuid& id);
  std::optional<std::size_t> find(const Uuid& id) const { return index_.find(id, ids_.column()); }

  void prefetch(const Uuid& id) const { index_.prefetch(id); }

  /// Says that an entity is in a record that was observed `number` times, and which object of the
  /// source says so. The same pair again changes nothing.
  void occur(std::size_t row, Occurrence occurrence, std::int64_t number);

  /// Gives the tables away. `numbers` says how often each record was observed. `type` stays.
  EntityTable finish(const Column& numbers, const std::shared_ptr<const Arena>& arena) &&;

 private:
  void put_in_order(const Column& numbers);
  void write_occurrence(std::int64_t record, const Uuid& id, std::int64_t object);
  void tell_objects();

  std::string type_;
  Arena* arena_;
  AttributeColumns attributes_;
  ColumnBuilder ids_;
  ColumnBuilder counts_;
  ColumnBuilder last_records_;  // by row: the record that came last, counted from 1
  std::size_t row_count_ = 0;
  IdIndex index_;
  ColumnBuilder occurrence_records_;
  ColumnBuilder occurrence_ids_;
  ColumnBuilder occurrence_objects_;
  std::size_t told_objects_ = 0;  // of the others, the object is the record
  std::size_t occurrence_count_ = 0;
  std::int64_t last_record_ = 0;
  bool is_in_order_ = true;  // records never went back, so no pair can be there twice
};

}  // namespace kestrel::source_stix
