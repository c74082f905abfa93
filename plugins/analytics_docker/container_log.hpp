// What a container wrote to its standard output and error, as the engine hands it over.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kestrel::analytics_docker {

/// Returns the last lines of a log in the engine's framed form (8 bytes of header before each
/// piece): up to `count` of the standard error, and before them as many of the standard output as
/// there is room for. The two are not mixed: programs hold back their output, so that its order
/// tells nothing. A broken or cut frame ends the log. Lines are cut to a bearable length; empty
/// ones are left out.
std::vector<std::string> last_lines(std::string_view framed, std::size_t count);

}  // namespace kestrel::analytics_docker
