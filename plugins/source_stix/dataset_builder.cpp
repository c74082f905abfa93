#include "plugins/source_stix/dataset_builder.hpp"

#include <algorithm>
#include <utility>

namespace kestrel::source_stix {

DatasetBuilder::DatasetBuilder(std::shared_ptr<BlockStore> store)
    : store_(std::move(store)),
      arena_(std::make_shared<Arena>(store_)),
      observation_attributes_(*arena_),
      record_numbers_(DataType::integer, *arena_),
      observation_ids_(DataType::uuid, *arena_),
      first_observed_(DataType::timestamp, *arena_),
      last_observed_(DataType::timestamp, *arena_),
      number_observed_(DataType::integer, *arena_),
      observation_index_(store_) {}

void DatasetBuilder::add(const Batch& batch, std::string_view file, std::uint64_t first_element) {
  for (const Element& element : batch.elements) {
    if (element.is_observation) {
      add_observation(element, batch);
    } else {
      add_sighting(batch.sightings[element.sightings.begin], batch, std::nullopt);
    }
  }
  for (const ListTarget& seen : batch.list_targets) {
    EntityBuilder* from = table(*seen.key->type);
    NamedColumn* column =
        from == nullptr ? nullptr : from->attributes().column(*seen.key, DataType::uuid_list);
    if (column != nullptr) {
      add_target(*column, *seen.type);
    }
  }
  for (const Omission& omission : batch.omissions) {
    skip(omission.reason, file, first_element + omission.number + 1);
  }
}

void DatasetBuilder::add_observation(const Element& element, const Batch& batch) {
  const Record record = this->record(element);
  const Occurrence occurrence{record.row, object_count_++};
  if (record.is_new) {
    for (std::uint32_t index = element.own_facts.begin; index < element.own_facts.end; ++index) {
      put(observation_attributes_, record.row, batch.own_facts[index]);
    }
  }
  constexpr std::uint32_t ahead = 6;
  for (std::uint32_t index = element.sightings.begin; index < element.sightings.end; ++index) {
    if (index + ahead < batch.sightings.size()) {
      const Sighting& soon = batch.sightings[index + ahead];
      if (soon.type->table != nullptr) {
        soon.type->table->prefetch(soon.id);
      }
    }
    add_sighting(batch.sightings[index], batch, occurrence);
  }
  for (std::uint32_t index = element.references.begin; index < element.references.end; ++index) {
    const ObjectReference& reference = batch.references[index];
    if (EntityBuilder* target = table(*reference.type)) {
      late_references_.push_back({occurrence, target, reference.id});
    }
  }
}

// A record that is known already stays as it is (language.md, 4.4).
DatasetBuilder::Record DatasetBuilder::record(const Element& element) {
  if (const auto known = observation_index_.find(element.id, observation_ids_.column())) {
    return {*known, false};
  }
  const std::size_t row = observation_count_++;
  record_numbers_.set_integer(row, static_cast<std::int64_t>(row));
  observation_ids_.set_uuid(row, element.id);
  observation_index_.add(element.id, row);
  first_observed_.set_timestamp(row, element.first_observed);
  last_observed_.set_timestamp(row, element.last_observed);
  number_observed_.set_integer(row, element.number_observed);
  return {row, true};
}

EntityBuilder* DatasetBuilder::bind(Type& type) {
  if (const auto known = tables_by_type_.find(type.name); known != tables_by_type_.end()) {
    type.table = known->second;
  } else if (tables_.size() < most_types) {
    type.table = &tables_.emplace_back(type.name, *arena_, store_);
    tables_by_type_.emplace(type.table->type(), type.table);
  }
  return type.table;
}

void DatasetBuilder::add_sighting(const Sighting& sighting, const Batch& batch,
                                  std::optional<Occurrence> occurrence) {
  EntityBuilder* entities = table(*sighting.type);
  if (entities == nullptr) {
    return;
  }
  const std::size_t row = entities->row(sighting.id);
  for (std::uint32_t index = sighting.facts.begin; index < sighting.facts.end; ++index) {
    put(entities->attributes(), row, batch.facts[index]);
  }
  if (occurrence) {
    entities->occur(row, *occurrence,
                    number_observed_.column().at<std::int64_t>(occurrence->record));
  }
}

void DatasetBuilder::put(AttributeColumns& columns, std::size_t row, const Fact& fact) {
  if (fact.use != Use::cell) {
    return;
  }
  NamedColumn* column = columns.column(*fact.key, fact.value.type());
  if (column == nullptr) {
    return;
  }
  column->cells.set(row, fact.value);
  if (fact.target != nullptr) {
    add_target(*column, *fact.target);
  }
}

void DatasetBuilder::add_target(NamedColumn& column, Type& target) {
  const EntityBuilder* pointed_at = table(target);
  const auto known = std::find(column.targets.begin(), column.targets.end(), pointed_at);
  if (pointed_at != nullptr && known == column.targets.end()) {
    column.targets.push_back(pointed_at);
  }
}

void DatasetBuilder::skip(const std::string& reason, std::string_view file, std::uint64_t element) {
  Skipped& skipped = skipped_[reason];
  if (skipped.count++ == 0) {
    skipped.reason = reason;
    skipped.first_location = std::string(file) + ", object " + std::to_string(element);
  }
}

void DatasetBuilder::resolve_late_references() {
  for (const LateReference& reference : late_references_) {
    if (const auto row = reference.table->find(reference.id)) {
      const Occurrence& occurrence = reference.occurrence;
      reference.table->occur(*row, occurrence,
                             number_observed_.column().at<std::int64_t>(occurrence.record));
    }
  }
}

Table DatasetBuilder::finish_observations(const std::shared_ptr<const Arena>& arena) {
  Schema schema;
  schema.attributes = {{"record", DataType::integer, {}, false},
                       {"id", DataType::uuid, {}, false},
                       {"first_observed", DataType::timestamp, {}, false},
                       {"last_observed", DataType::timestamp, {}, false},
                       {"number_observed", DataType::integer, {}, false}};
  std::vector<Column> columns;
  columns.push_back(std::move(record_numbers_).finish(observation_count_));
  columns.push_back(std::move(observation_ids_).finish(observation_count_));
  columns.push_back(std::move(first_observed_).finish(observation_count_));
  columns.push_back(std::move(last_observed_).finish(observation_count_));
  columns.push_back(std::move(number_observed_).finish(observation_count_));
  std::move(observation_attributes_).finish(observation_count_, schema, columns);
  return {std::move(schema), std::move(columns), observation_count_, {arena}};
}

void DatasetBuilder::tell_shared_names(EntityBuilder& entities, Dataset& dataset) {
  for (const SharedName& shared : entities.attributes().shared_names()) {
    if (dataset.notes.size() < most_notes) {
      dataset.notes.push_back("`" + shared.name + "` of `" + entities.type() + "` holds both `" +
                              shared.first + "` and `" + shared.second + "`");
    }
  }
}

std::shared_ptr<const Dataset> DatasetBuilder::finish() && {
  resolve_late_references();
  const std::shared_ptr<const Arena> arena = arena_;
  auto dataset = std::make_shared<Dataset>();
  for (EntityBuilder& entities : tables_) {
    if (entities.row_count() != 0) {
      tell_shared_names(entities, *dataset);
      dataset->entities.push_back(std::move(entities).finish(number_observed_.column(), arena));
    }
  }
  std::sort(
      dataset->entities.begin(), dataset->entities.end(),
      [](const EntityTable& left, const EntityTable& right) { return left.type < right.type; });
  dataset->observations = finish_observations(arena);
  for (auto& [reason, skipped] : skipped_) {
    dataset->skipped.push_back(std::move(skipped));
  }
  return dataset;
}

}  // namespace kestrel::source_stix
