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
  explicit DatasetBuilder(std::shared_ptr<BlockStore> store);
  DatasetBuilder(const DatasetBuilder&) = delete;
  DatasetBuilder& operator=(const DatasetBuilder&) = delete;

  /// Adds what a batch says. `first_element` counts the top-level objects of the file before it.
  /// Types and keys of the batch remember where they belong: one vocabulary, one dataset.
  void add(const Batch& batch, std::string_view file, std::uint64_t first_element);

  std::shared_ptr<const Dataset> finish() &&;

 private:
  /// More types than this are left out.
  static constexpr std::size_t most_types = 4096;
  static constexpr std::size_t most_notes = 16;

  struct Record {
    std::size_t row = 0;
    bool is_new = false;
  };
  struct LateReference {
    Occurrence occurrence;
    EntityBuilder* table = nullptr;
    Uuid id;
  };

  void add_observation(const Element& element, const Batch& batch);
  void add_sighting(const Sighting& sighting, const Batch& batch,
                    std::optional<Occurrence> occurrence);
  Record record(const Element& element);
  EntityBuilder* table(Type& type) { return type.table != nullptr ? type.table : bind(type); }
  EntityBuilder* bind(Type& type);
  void put(AttributeColumns& columns, std::size_t row, const Fact& fact);
  void add_target(NamedColumn& column, Type& target);
  void skip(const std::string& reason, std::string_view file, std::uint64_t element);
  static void tell_shared_names(EntityBuilder& entities, Dataset& dataset);
  void resolve_late_references();
  Table finish_observations(const std::shared_ptr<const Arena>& arena);

  std::shared_ptr<BlockStore> store_;
  std::shared_ptr<Arena> arena_;
  std::deque<EntityBuilder> tables_;
  std::unordered_map<std::string_view, EntityBuilder*> tables_by_type_;
  std::vector<LateReference> late_references_;  // forward references are legal: resolved at the end
  std::map<std::string, Skipped> skipped_;

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
