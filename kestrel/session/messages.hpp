// What the engine finds wrong in a pattern while it runs, in terms of the huntflow.
#pragma once

#include <string>

#include "kestrel/base/diagnostic.hpp"
#include "kestrel/ir/step.hpp"

namespace kestrel::session {

/// The value of a MATCHES is no regular expression of RE2. `reason` is what RE2 says. A construct
/// of other dialects, such as look-around, is named.
Diagnostic wrong_regular_expression(const ir::Literal& expression, const std::string& reason);

/// An operator that takes one value got a variable with several.
Diagnostic several_values(const ir::Literal& reference);

/// A SUM does not fit what an attribute can hold.
Diagnostic sum_out_of_range(const ir::Aggregate& aggregate);

}  // namespace kestrel::session
