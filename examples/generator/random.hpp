// Repeatable chance. The same name gives the same numbers on every machine: integer arithmetic
// only, so neither the standard library's distributions nor floating point can make a difference.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace samplestix {

/// A stream of numbers (splitmix64) that depends on nothing but its name.
///
/// Every part of the story draws from its own stream, so a change in one part leaves the data of
/// the others as they were.
class Random {
 public:
  explicit Random(std::string_view name);

  /// Returns the next 64 bits.
  std::uint64_t next();

  /// Returns a number from `low` to `high`, both included. Requires low <= high.
  std::int64_t between(std::int64_t low, std::int64_t high);

  /// Tells, once in `times` on average, yes.
  bool one_in(std::int64_t times) { return between(1, times) == 1; }

  /// Returns one element of a container that is not empty.
  template <typename Container>
  const auto& pick(const Container& container) {
    return container[static_cast<std::size_t>(next() % container.size())];
  }

  /// Returns `count` lower-case hexadecimal digits.
  std::string hexadecimal(int count);

  /// Returns a UUID in the form of version 4.
  std::string uuid();

 private:
  std::uint64_t state_;
};

}  // namespace samplestix
