// What differs between two texts, line by line.
#pragma once

#include <string>
#include <string_view>

namespace kestrel::flows {

/// Writes the lines that only `expected` has with `-`, those that only `found` has with `+`, and
/// some common lines around them. Bytes that could act on a terminal are shown as `\xNN`. Empty
/// when the texts are equal.
std::string difference(std::string_view expected, std::string_view found);

}  // namespace kestrel::flows
