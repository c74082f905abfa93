// What an analytics gave back becomes attributes of entities: checked, compared, merged by `id`.
#pragma once

#include <optional>
#include <string>

#include "kestrel/base/result.hpp"
#include "kestrel/plugin/analytics.hpp"
#include "kestrel/session/analytics/input.hpp"
#include "kestrel/session/store.hpp"

namespace kestrel::session {

/// The attributes of a type after an update, not yet visible to anyone.
struct PreparedUpdate {
  std::string entity_type;
  Table table;  // `id` (uuid) and a column for each attribute that some analytics gave
};

/// Checks the rows returned for one input and joins them with what earlier analytics gave.
///
/// Rows whose id the input does not have are dropped. Of the columns that the input had, only those
/// count that differ from what was sent; a null never wipes a value out. Columns that are new are
/// named as returned, but `-` and white space become `_`. Where the input has a row for each
/// observation, the last row of an entity counts. Fails with the slug `analytics-output` when there
/// is no `id`, an id twice that was sent once, a name that no attribute can have, or too much of
/// anything. Returns nothing when nothing is new.
Result<std::optional<PreparedUpdate>> prepare_update(const plugin::AnalyticsOutput& output,
                                                     StepInput& input, const std::string& analytics,
                                                     Store& store);

}  // namespace kestrel::session
