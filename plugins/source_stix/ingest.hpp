// The road from one file to the tables: what lies around its objects is read exactly, the objects
// in pieces, by as many threads as may be used; the pieces go into the dataset in the order of the
// file.
#pragma once

#include <cstddef>

#include "kestrel/base/context.hpp"
#include "kestrel/base/result.hpp"
#include "plugins/source_stix/dataset_builder.hpp"
#include "plugins/source_stix/file.hpp"
#include "plugins/source_stix/piece.hpp"

namespace kestrel::source_stix {

/// Reads one file into `dataset`. The outcome does not depend on `threads` or `sizes`.
Result<Done> ingest(const File& file, DatasetBuilder& dataset, std::size_t threads,
                    const PieceSizes& sizes, const Context& context);

}  // namespace kestrel::source_stix
