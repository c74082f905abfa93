// Choices that a seed decides: the same on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>

namespace kestrel::fuzz {

/// Draws from a seed. The distributions of the standard library differ between libraries, so there
/// is only a remainder.
class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}

  std::size_t below(std::size_t limit) { return engine_() % limit; }
  bool one_in(std::size_t count) { return below(count) == 0; }
  std::uint64_t bits() { return engine_(); }

  template <typename Choices>
  const auto& any(const Choices& choices) {
    return *(std::begin(choices) + static_cast<std::ptrdiff_t>(below(std::size(choices))));
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace kestrel::fuzz
