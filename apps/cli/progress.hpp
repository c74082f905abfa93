// How far long work is, on one line of the terminal that goes away again.
#pragma once

#include "kestrel/base/context.hpp"

namespace kestrel::cli {

/// Returns what shows progress on standard error, or nothing when that is no terminal. Work that
/// takes less than half a second shows nothing.
Context::Report progress_report();

/// Removes the line, if there is one. Called before anything else is written.
void clear_progress();

}  // namespace kestrel::cli
