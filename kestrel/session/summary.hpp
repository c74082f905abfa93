// The execution summary at the end of a block.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "kestrel/base/result.hpp"
#include "kestrel/session/displays/display.hpp"
#include "kestrel/session/session.hpp"
#include "kestrel/session/store.hpp"

namespace kestrel::session {

/// Sums a block up: the variables it made, in the order they were last made, with their sizes, what
/// occurs in the same observations, and what of the sources could not be used.
Result<SummaryDisplay> summarise(const std::vector<std::string>& made,
                                 const std::map<std::string, Variable>& variables, Store& store,
                                 std::chrono::nanoseconds time);

}  // namespace kestrel::session
