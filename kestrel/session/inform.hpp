// What INFO tells about a variable.
#pragma once

#include <string>

#include "kestrel/base/result.hpp"
#include "kestrel/session/displays/display.hpp"
#include "kestrel/session/session.hpp"
#include "kestrel/session/store.hpp"

namespace kestrel::session {

/// Describes a variable in the nine keys of the language reference, 2.14.
Result<DictionaryDisplay> describe_variable(const std::string& name, const Variable& variable,
                                            Store& store);

}  // namespace kestrel::session
