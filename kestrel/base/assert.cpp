#include "kestrel/base/assert.hpp"

#include <string>

namespace kestrel {

InternalError::InternalError(const char* condition, const char* file, int line)
    : std::logic_error(std::string("`") + condition + "` does not hold at " + file + ":" +
                       std::to_string(line)) {}

}  // namespace kestrel
