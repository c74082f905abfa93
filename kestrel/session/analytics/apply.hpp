// APPLY: hands variables to an analytics and merges what it gives back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kestrel/base/result.hpp"
#include "kestrel/session/displays/display.hpp"
#include "kestrel/session/session.hpp"
#include "kestrel/session/store.hpp"

namespace kestrel::session {

/// Runs the analytics of an `Apply` step. `variables` are the names of its inputs, in order.
///
/// All or nothing: when the analytics fails, or gives back what cannot be used, nothing has
/// changed. When every input is empty nothing runs.
Result<std::optional<HtmlDisplay>> apply(ir::StepId step, const std::vector<std::string>& variables,
                                         const Settings& settings, const plugin::Registry& registry,
                                         Store& store);

}  // namespace kestrel::session
