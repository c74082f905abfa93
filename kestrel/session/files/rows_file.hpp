// Entities without observations: what NEW writes down, what LOAD reads from a file.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "kestrel/base/result.hpp"
#include "kestrel/ir/step.hpp"
#include "kestrel/model/dataset.hpp"
#include "kestrel/plugin/registry.hpp"

namespace kestrel::session {

class Store;
struct Settings;

struct LoadedRows {
  std::string entity_type;
  std::shared_ptr<const Dataset> dataset;
  bool is_type_ignored = false;  // the rows tell another type than was declared
};

/// Reads a file of rows: CSV, JSON (a list of objects or of texts), JSON lines or Parquet, plain or
/// compressed. The type is the one that all rows tell, else the declared one.
///
/// Fails with `file-unreadable`, `file-malformed`, `unknown-file-format`, `missing-entity-type`,
/// `mixed-entity-types`; without a place.
Result<LoadedRows> read_rows_file(const std::string& place, const std::optional<std::string>& type,
                                  const Settings& settings, const plugin::Registry& registry,
                                  Store& store);

/// Makes the entities of a NEW.
Result<std::shared_ptr<const Dataset>> made_entities(const ir::Given& given,
                                                     const Settings& settings,
                                                     const plugin::Registry& registry,
                                                     Store& store);

}  // namespace kestrel::session
