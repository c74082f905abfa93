// How long a block took, in the words of the execution summary.
#pragma once

#include <cstdint>
#include <string>

namespace kestrel::session {

/// Rounds up to whole seconds; never less than one.
std::uint64_t whole_seconds(double seconds);

/// Writes a time as `1 hours, 2 minutes, 3 seconds`, without leading parts that are zero. Scripts
/// read these words.
std::string duration_text(double seconds);

}  // namespace kestrel::session
