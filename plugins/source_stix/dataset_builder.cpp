#include "plugins/source_stix/dataset_builder.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "plugins/source_stix/messages.hpp"

namespace kestrel::source_stix {

DatasetBuilder::DatasetBuilder(std::shared_ptr<BlockStore> store, bool keeps_own_ids)
    : store_(std::move(store)),
      keeps_own_ids_(keeps_own_ids),
      arena_(std::make_shared<Arena>(store_)),
      observation_attributes_(*arena_),
      record_numbers_(DataType::integer, *arena_),
      observation_ids_(DataType::uuid, *arena_),
      first_observed_(DataType::timestamp, *arena_),
      last_observed_(DataType::timestamp, *arena_),
      number_observed_(DataType::integer, *arena_),
      observation_index_(store_) {}

void DatasetBuilder::begin_file(std::string_view name) {
  places_.push_back({elements_before_, std::string(name)});
}

void DatasetBuilder::add(const Batch& batch) {
  for (const Element& element : batch.elements) {
    element_ = elements_before_ + element.number;
    if (element.is_observation) {
      add_observation(element, batch);
    } else {
      add_sighting(batch.sightings[element.sightings.begin], batch, std::nullopt);
    }
  }
  for (const ListTarget& seen : batch.list_targets) {
    if (NamedColumn* column = this->column(*seen.key, DataType::uuid_list)) {
      add_target(*column, *seen.type);
    }
  }
  for (const Relationship& relationship : batch.relationships) {
    add_relationship(relationship);
  }
  for (const Omission& omission : batch.omissions) {
    skip({std::string(omission.what), omission.reason}, omission.count,
         elements_before_ + omission.number);
  }
  elements_before_ += batch.element_count;
}

NamedColumn* DatasetBuilder::column(Key& key, DataType type) {
  EntityBuilder* entities = table(*key.type);
  return entities == nullptr ? nullptr : entities->attributes().column(key, type);
}

void DatasetBuilder::add_relationship(const Relationship& relationship) {
  LateRelationship late;
  late.source_table = table(*relationship.source.type);
  late.target_table = table(*relationship.target.type);
  late.attribute = column(*relationship.attribute, DataType::uuid_list);
  late.source = relationship.source.id;
  late.target = relationship.target.id;
  late.element = elements_before_ + relationship.number;
  if (late.source_table != nullptr && late.target_table != nullptr && late.attribute != nullptr) {
    late_relationships_.push_back(late);
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
      late_references_.push_back({occurrence, target, reference.id, element_});
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
    skip({"object", messages::too_many_types(most_types)}, 1, element_);
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
  if (fact.use != Use::cell && (fact.use != Use::own_id || !keeps_own_ids_)) {
    return;
  }
  NamedColumn* column = columns.column(*fact.key, fact.value.type());
  if (column == nullptr) {
    skip({"value",
          messages::too_many_attributes(fact.key->type->name, AttributeColumns::most_attributes)},
         1, element_);
    return;
  }
  column->cells.set(row, fact.value);
  if (fact.target != nullptr) {
    add_target(*column, *fact.target);
  }
}

void DatasetBuilder::add_target(NamedColumn& column, Type& target) {
  if (const EntityBuilder* pointed_at = table(target)) {
    add_target(column, *pointed_at);
  }
}

void DatasetBuilder::add_target(NamedColumn& column, const EntityBuilder& target) {
  if (std::find(column.targets.begin(), column.targets.end(), &target) == column.targets.end()) {
    column.targets.push_back(&target);
  }
}

void DatasetBuilder::skip(Reason reason, std::uint64_t count, std::uint64_t element) {
  if (skipped_.size() >= most_reasons && !skipped_.contains(reason)) {
    reason = {"thing", "for more reasons than these"};
  }
  Skipped& skipped = skipped_[reason];
  if (skipped.count == 0) {
    const auto place = std::upper_bound(
        places_.begin(), places_.end(), element,
        [](std::uint64_t number, const Place& file) { return number < file.first_element; });
    const Place& file = place == places_.begin() ? *place : *std::prev(place);
    skipped.what = reason.what;
    skipped.reason = reason.why;
    skipped.first_location =
        file.file + ", object " + std::to_string(element - file.first_element + 1);
  }
  skipped.count += count;
}

void DatasetBuilder::resolve_late_references() {
  for (const LateReference& reference : late_references_) {
    if (const auto row = reference.table->find(reference.id)) {
      const Occurrence& occurrence = reference.occurrence;
      reference.table->occur(*row, occurrence,
                             number_observed_.column().at<std::int64_t>(occurrence.record));
    } else {
      skip({"reference", messages::object_not_there(reference.table->type())}, 1,
           reference.element);
    }
  }
}

// A relationship adds to the list of references that its source has.
void DatasetBuilder::resolve_late_relationships() {
  for (const LateRelationship& late : late_relationships_) {
    const auto source = late.source_table->find(late.source);
    if (!source || !late.target_table->find(late.target)) {
      const EntityBuilder& missing = source ? *late.target_table : *late.source_table;
      skip({"relationship", messages::object_not_there(missing.type())}, 1, late.element);
      continue;
    }
    late.attribute->cells.set(*source, Value::list(DataType::uuid_list, {&late.target, 1}));
    add_target(*late.attribute, *late.target_table);
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
  resolve_late_relationships();
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
