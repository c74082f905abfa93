// Runs `Identify`: looks for other sightings of processes, where their pid is all that names them.
#pragma once

#include <optional>

#include "kestrel/session/store.hpp"

namespace kestrel::session {

/// Returns the ids of other processes that are the same as the input's, a table with one column
/// `id`; nothing if there are none.
///
/// Where a process of the input has `x_unique_id`, ids already say who is who: there are no others.
Result<std::optional<Table>> identify(ir::StepId step, Store& store);

}  // namespace kestrel::session
