// A quick no before many searches in one text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "kestrel/base/letters.hpp"

namespace kestrel::analytics_native {

/// Which pairs of neighbouring bytes occur in a text, letter case aside. Pairs share bits: the
/// answer may be yes for a pair that is not there, never no for one that is.
class BytePairs {
 public:
  static constexpr std::size_t bits = 4096;

  explicit BytePairs(std::string_view text) {
    for (std::size_t place = 1; place < text.size(); ++place) {
      const std::uint16_t bit = bit_of(text[place - 1], text[place]);
      words_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
  }

  /// Returns the bits of a text that will be looked for, each once.
  static std::vector<std::uint16_t> bits_of(std::string_view text);

  /// Tells whether all of these pairs may occur.
  bool may_have(const std::vector<std::uint16_t>& wanted) const {
    for (const std::uint16_t bit : wanted) {
      if (((words_[bit / 64] >> (bit % 64)) & 1U) == 0) {
        return false;
      }
    }
    return true;
  }

 private:
  static std::uint16_t bit_of(char first, char second) {
    const auto low = static_cast<unsigned char>(lowered(first));
    const auto high = static_cast<unsigned char>(lowered(second));
    return static_cast<std::uint16_t>((low * 67U + high) % bits);
  }

  std::uint64_t words_[bits / 64] = {};
};

}  // namespace kestrel::analytics_native
