// What must hold of any text that is parsed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kestrel::fuzz {

/// Parses a text, and lays it out if it can be read. Returns what claim does not hold, with the
/// text, or nothing.
///
/// Of every text: tokens follow each other, and statements too; each place lies in the text; a text
/// that is not read has between one and twenty diagnostics, all of which can be drawn. Of a text
/// that is read: the laid-out one gives the same tree, and laid out again stays as it is.
std::optional<std::string> broken_claim(std::string_view text);

/// Tells whether a text is read without a diagnostic.
bool is_read(std::string_view text);

}  // namespace kestrel::fuzz
