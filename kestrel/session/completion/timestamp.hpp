// Times as completion writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kestrel/base/timestamp.hpp"

namespace kestrel::session {

/// Returns the earliest time that begins like this, with milliseconds, in the same quotes if it has
/// any (`2021-05`, `t'2021-05`). Nothing before a year is whole, or where no time begins like this.
std::optional<std::string> earliest_timestamp(std::string_view begun);

/// Writes a time with its milliseconds, zero or not; what is finer is cut off.
std::string timestamp_with_milliseconds(Timestamp time);

}  // namespace kestrel::session
