// EXPLAIN: how a variable comes about.
#pragma once

#include <map>
#include <string>

#include "kestrel/session/session.hpp"
#include "kestrel/session/store.hpp"

namespace kestrel::session {

/// Tells the stages behind a step: what each does and what the store is asked. Reads sources.
///
/// If the step ran already, it and each step before it is counted alone, to tell how many rows it
/// gives and how long it takes to get them; else no step runs.
Result<ExplanationDisplay> explain(const std::string& variable, ir::StepId step,
                                   const std::map<std::string, Variable>& variables, Store& store);

}  // namespace kestrel::session
