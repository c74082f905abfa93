// Strings as JSON writes them (RFC 8259).
#pragma once

#include <string>
#include <string_view>

namespace kestrel::session {

/// Appends a text in quotes. What could act on a terminal is escaped, though JSON would allow it;
/// broken bytes become U+FFFD, so that the result is always well-formed.
void append_json_string(std::string& out, std::string_view text);

}  // namespace kestrel::session
