// Texts that nearly are huntflows.
#pragma once

#include <string>
#include <string_view>

#include "tests/fuzz/random.hpp"

namespace kestrel::fuzz {

/// Changes a text in a few places: bytes or tokens are lost, doubled, exchanged, or come from
/// `other`; or its end is missing.
std::string mutated(std::string_view text, std::string_view other, Random& random);

}  // namespace kestrel::fuzz
