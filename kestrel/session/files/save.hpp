// SAVE: the rows of a variable as a file.
#pragma once

#include <string>

#include "kestrel/session/store.hpp"

namespace kestrel::session {

/// Writes a step's rows, with references expanded and `type` last, in the format that the file's
/// name says: beside it first, then under its name, so that it is whole or not there. Folders on
/// the way are made. What LOAD reads of it are the same entities.
///
/// Fails with `unknown-file-format` and `file-unwritable`, without a place.
Result<Done> save(ir::StepId step, const std::string& place, const Settings& settings,
                  Store& store);

}  // namespace kestrel::session
