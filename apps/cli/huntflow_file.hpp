// Huntflows as files: read whole, replaced whole.
#pragma once

#include <filesystem>
#include <string>

#include "kestrel/base/result.hpp"

namespace kestrel::cli {

/// Reads a huntflow. Fails with the slug `huntflow-unreadable`.
Result<std::string> read_huntflow(const std::filesystem::path& file);

/// Replaces a huntflow: written aside, then renamed, so that whatever happens one of the two is
/// there. Its permissions stay. Fails with the slug `file-unwritable`.
Result<Done> replace_huntflow(const std::filesystem::path& file, const std::string& text);

}  // namespace kestrel::cli
