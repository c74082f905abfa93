// Our own mistakes, kept apart from the hunter's: a broken promise throws, and a session survives
// it.
#pragma once

#include <stdexcept>

namespace kestrel {

/// Says that this program is wrong, with our file and line. Caught once, in `Session::run`.
class InternalError : public std::logic_error {
 public:
  InternalError(const char* condition, const char* file, int line);
};

}  // namespace kestrel

/// Throws `InternalError` unless the condition holds. Stays on in release builds.
#define KESTREL_ASSERT(condition)     \
  ((condition) ? static_cast<void>(0) \
               : throw ::kestrel::InternalError(#condition, __FILE__, __LINE__))
