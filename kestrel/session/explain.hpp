// EXPLAIN: how a variable comes about.
#pragma once

#include <map>
#include <string>

#include "kestrel/session/session.hpp"
#include "kestrel/session/store.hpp"

namespace kestrel::session {

/// Tells the stages behind a step: what each does, what the store is asked, and, as far as steps
/// ran already, how many rows they gave and how long they took. Reads sources, but runs no step.
Result<ExplanationDisplay> explain(const std::string& variable, ir::StepId step,
                                   const std::map<std::string, Variable>& variables, Store& store);

}  // namespace kestrel::session
