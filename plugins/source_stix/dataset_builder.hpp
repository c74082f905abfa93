// Puts batches together into a dataset. One thread at a time, in the order of the files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kestrel/model/dataset.hpp"
#include "plugins/source_stix/batch.hpp"
#include "plugins/source_stix/entity_builder.hpp"
#include "plugins/source_stix/vocabulary.hpp"

namespace kestrel::source_stix {

class DatasetBuilder {
 public:
  /// `keeps_own_ids`: what the data calls the `id` of an object, and is not its id here, becomes an
  /// attribute.
  DatasetBuilder(std::shared_ptr<BlockStore> store, bool keeps_own_ids);
  DatasetBuilder(const DatasetBuilder&) = delete;
  DatasetBuilder& operator=(const DatasetBuilder&) = delete;

  /// Says that what follows is from another file.
  void begin_file(std::string_view name);

  /// Adds what a batch says. Types and keys of the batch remember where they belong: one
  /// vocabulary, one dataset.
  void add(const Batch& batch);

  std::shared_ptr<const Dataset> finish() &&;

 private:
  /// More types than this are left out.
  static constexpr std::size_t most_types = 4096;
  static constexpr std::size_t most_notes = 16;

  /// More reasons than this are one: a hostile file may have a reason for each object.
  static constexpr std::size_t most_reasons = 100;

  struct Record {
    std::size_t row = 0;
    bool is_new = false;
  };
  struct Place {
    std::uint64_t first_element = 0;  // counted over all files
    std::string file;
  };
  struct LateReference {
    Occurrence occurrence;
    EntityBuilder* table = nullptr;
    Uuid id;
    std::uint64_t element = 0;  // that says so
  };
  struct LateRelationship {
    EntityBuilder* source_table = nullptr;
    EntityBuilder* target_table = nullptr;
    NamedColumn* attribute = nullptr;
    Uuid source;
    Uuid target;
    std::uint64_t element = 0;
  };
  struct Reason {
    std::string what;
    std::string why;
    auto operator<=>(const Reason&) const = default;
  };

  void add_observation(const Element& element, const Batch& batch);
  void add_sighting(const Sighting& sighting, const Batch& batch,
                    std::optional<Occurrence> occurrence);
  Record record(const Element& element);
  EntityBuilder* table(Type& type) { return type.table != nullptr ? type.table : bind(type); }
  EntityBuilder* bind(Type& type);
  NamedColumn* column(Key& key, DataType type);
  void put(AttributeColumns& columns, std::size_t row, const Fact& fact);
  void add_target(NamedColumn& column, Type& target);
  static void add_target(NamedColumn& column, const EntityBuilder& target);
  void add_relationship(const Relationship& relationship);
  void skip(Reason reason, std::uint64_t count, std::uint64_t element);
  static void tell_shared_names(EntityBuilder& entities, Dataset& dataset);
  void resolve_late_references();
  void resolve_late_relationships();
  Table finish_observations(const std::shared_ptr<const Arena>& arena);

  std::shared_ptr<BlockStore> store_;
  bool keeps_own_ids_;
  std::shared_ptr<Arena> arena_;
  std::deque<EntityBuilder> tables_;
  std::unordered_map<std::string_view, EntityBuilder*> tables_by_type_;
  std::vector<LateReference> late_references_;  // forward references are legal: resolved at the end
  std::vector<LateRelationship> late_relationships_;
  std::map<Reason, Skipped> skipped_;
  std::vector<Place> places_;          // where files begin
  std::uint64_t element_ = 0;          // at hand, counted over all files from 0
  std::uint64_t elements_before_ = 0;  // in the batches before

  AttributeColumns observation_attributes_;
  ColumnBuilder record_numbers_;
  ColumnBuilder observation_ids_;
  ColumnBuilder first_observed_;
  ColumnBuilder last_observed_;
  ColumnBuilder number_observed_;
  std::size_t observation_count_ = 0;
  std::size_t object_count_ = 0;  // with observations that repeat others
  IdIndex observation_index_;
};

}  // namespace kestrel::source_stix
