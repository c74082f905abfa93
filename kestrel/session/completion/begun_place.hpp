// Sources, analytics and files whose names are begun: what they could become.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kestrel/plugin/registry.hpp"

namespace kestrel::session {

struct Settings;

/// These return whole words in the quotes that the begun word opens, if any. What cannot be written
/// like that is left out. Behind `scheme://` whoever answers to the scheme is asked; before it the
/// schemes themselves are what it could become.
std::vector<std::string> begun_sources(std::string_view word, const plugin::Registry& registry,
                                       const Settings& settings);
std::vector<std::string> begun_analytics(std::string_view word, const plugin::Registry& registry);

/// The same for files of rows.
std::vector<std::string> begun_files(std::string_view word, const Settings& settings);

}  // namespace kestrel::session
