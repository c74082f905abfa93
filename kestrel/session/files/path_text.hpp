// Paths as a huntflow writes them.
#pragma once

#include <filesystem>
#include <string>

namespace kestrel::session {

struct Settings;

/// Returns a path with `~`, `$NAME` and `${NAME}` replaced by what they stand for. A name that
/// stands for nothing stays as it is written.
std::filesystem::path expanded_path(const std::string& written, const Settings& settings);

}  // namespace kestrel::session
