// DESCRIBE: the values of one attribute, summed up.
#pragma once

#include <string>

#include "kestrel/session/displays/display.hpp"
#include "kestrel/session/store.hpp"

namespace kestrel::session {

/// Returns for numbers `count`, `mean`, `min`, `max`, for everything else `count`, `unique`, `top`
/// and `freq`: the most frequent value, of several the first, and how often it is there. Nulls do
/// not count. Fails with the slug `unknown-attribute`.
Result<DictionaryDisplay> describe_attribute(const std::string& variable, ir::StepId step,
                                             const ir::AttributePath& attribute, Store& store);

}  // namespace kestrel::session
