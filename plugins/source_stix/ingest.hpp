// The road from one file to the tables: what lies around its objects is read exactly, the objects
// in pieces, by as many threads as may be used; the pieces go into the dataset in the order of the
// file.
#pragma once

#include <cstddef>
#include <functional>

#include "kestrel/base/context.hpp"
#include "kestrel/base/result.hpp"
#include "plugins/source_stix/dataset_builder.hpp"
#include "plugins/source_stix/file.hpp"
#include "plugins/source_stix/piece.hpp"

namespace kestrel::source_stix {

/// Reads one file into `dataset`. The outcome does not depend on `threads` or `sizes`. The calling
/// thread does what is to be done `meanwhile` before it reads along, where others read already.
Result<Done> ingest(const File& file, DatasetBuilder& dataset, std::size_t threads,
                    const PieceSizes& sizes, const Context& context,
                    const std::function<void()>& meanwhile = {});

}  // namespace kestrel::source_stix
