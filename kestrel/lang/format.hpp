// The canonical layout of a huntflow.
#pragma once

#include <string>
#include <string_view>

#include "kestrel/lang/parse.hpp"

namespace kestrel::lang {

/// Returns a text that means the same, laid out as everybody's: a statement a line, keywords in
/// capitals, one space where one belongs; a statement that is longer than a line has its clauses on
/// lines of their own. Comments stay where they are, blank lines become one. What is quoted, and
/// names, stay as they are written.
///
/// `parsed` must be what `parse` says of `text`, without faults.
std::string format(std::string_view text, const Parsed& parsed);

}  // namespace kestrel::lang
