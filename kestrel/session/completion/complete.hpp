// Auto-completion: what the grammar expects at a place in a text, with the names that the session
// knows. Reads no data and changes nothing.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/plugin/registry.hpp"
#include "kestrel/session/completion/completion.hpp"
#include "kestrel/session/session.hpp"
#include "kestrel/session/store.hpp"

namespace kestrel::session {

/// Returns how the word before the cursor could go on (see `Session::complete`).
std::vector<Completion> complete(std::string_view text, std::size_t cursor,
                                 const plugin::Registry& registry,
                                 const std::map<std::string, Variable>& variables, Store& store,
                                 const Settings& settings);

}  // namespace kestrel::session
