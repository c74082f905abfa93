// The STIX bundle source: `file://bundle.json` in a FROM clause.
#pragma once

#include <filesystem>
#include <memory>

#include "kestrel/plugin/data_source.hpp"
#include "plugins/source_stix/piece.hpp"

namespace kestrel::source_stix {

/// Makes the source. `home_folder` is what `~` stands for; empty: nothing.
std::unique_ptr<plugin::DataSource> make(std::filesystem::path home_folder = {},
                                         const PieceSizes& sizes = {});

/// Makes the reader of entities that come without observations.
std::unique_ptr<plugin::EntityReader> make_entity_reader();

}  // namespace kestrel::source_stix
