// Tables as text in columns, and what they share with other displays in text.
#pragma once

#include <string>
#include <string_view>

#include "kestrel/session/displays/display.hpp"

namespace kestrel::session {

inline constexpr std::string_view null_text = "null";
inline constexpr std::string_view strong_style = "\x1b[1m";
inline constexpr std::string_view dim_style = "\x1b[2m";

/// Appends a text in a style, if there is one and colour is wanted.
void put(std::string& out, std::string_view wanted, std::string_view text, bool colour);

/// Appends header, rows and `(2 rows)`: numbers to the right, the rest to the left, nothing that
/// acts on a terminal. Long texts are cut with `…` only where the width is limited.
void write_table(std::string& out, const TableDisplay& display, const TextOptions& options);

}  // namespace kestrel::session
