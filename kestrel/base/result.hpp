// Either a value or the diagnostic that says why there is none.
#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include "kestrel/base/assert.hpp"
#include "kestrel/base/diagnostic.hpp"

namespace kestrel {

/// Holds a value or a diagnostic. Reading the one that is not there is our bug and asserts.
template <typename T>
class [[nodiscard]] Result {
 public:
  using Value = T;

  Result(T value)
      : content_(std::in_place_index<0>, std::move(value)) {
  }  // NOLINT(google-explicit-constructor): a value is a result
  Result(Diagnostic diagnostic)
      : content_(std::in_place_index<1>, std::move(diagnostic)) {
  }  // NOLINT(google-explicit-constructor): so is a failure

  bool has_value() const { return content_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & {
    KESTREL_ASSERT(has_value());
    return *std::get_if<0>(&content_);
  }
  const T& value() const& {
    KESTREL_ASSERT(has_value());
    return *std::get_if<0>(&content_);
  }
  T&& value() && {
    KESTREL_ASSERT(has_value());
    return std::move(*std::get_if<0>(&content_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  Diagnostic& diagnostic() & {
    KESTREL_ASSERT(!has_value());
    return *std::get_if<1>(&content_);
  }
  const Diagnostic& diagnostic() const& {
    KESTREL_ASSERT(!has_value());
    return *std::get_if<1>(&content_);
  }
  Diagnostic&& diagnostic() && {
    KESTREL_ASSERT(!has_value());
    return std::move(*std::get_if<1>(&content_));
  }

 private:
  std::variant<T, Diagnostic> content_;
};

/// What an action returns that has nothing to give but its success.
struct Done {};

}  // namespace kestrel

#define KESTREL_JOIN_(left, right) left##right
#define KESTREL_JOIN(left, right) KESTREL_JOIN_(left, right)

/// Assigns or declares `target` from a Result, or returns its diagnostic from the function around.
#define KESTREL_TRY(target, ...)                                    \
  auto KESTREL_JOIN(result_, __LINE__) = (__VA_ARGS__);             \
  if (!KESTREL_JOIN(result_, __LINE__).has_value()) {               \
    return std::move(KESTREL_JOIN(result_, __LINE__)).diagnostic(); \
  }                                                                 \
  target = std::move(KESTREL_JOIN(result_, __LINE__)).value()

/// Returns the diagnostic of a failed Result from the function around, and drops the value.
#define KESTREL_CHECK(...)                                          \
  if (auto KESTREL_JOIN(result_, __LINE__) = (__VA_ARGS__);         \
      !KESTREL_JOIN(result_, __LINE__).has_value()) {               \
    return std::move(KESTREL_JOIN(result_, __LINE__)).diagnostic(); \
  }
