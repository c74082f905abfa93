#include "examples/generator/random.hpp"

namespace samplestix {
namespace {

/// FNV-1a: turns a name into a starting point.
std::uint64_t fingerprint(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char byte : text) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x100000001b3U;
  }
  return hash;
}

}  // namespace

Random::Random(std::string_view name) : state_(fingerprint(name)) {}

std::uint64_t Random::next() {
  state_ += 0x9e3779b97f4a7c15U;
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
  return mixed ^ (mixed >> 31U);
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
  // The remainder is very slightly uneven, which no reader of the data can notice.
  const auto width = static_cast<std::uint64_t>(high - low) + 1;
  return low + static_cast<std::int64_t>(next() % width);
}

std::string Random::hexadecimal(int count) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += digits[static_cast<std::size_t>(next() >> 60U)];
  }
  return text;
}

std::string Random::uuid() {
  std::string digits = hexadecimal(32);
  digits[12] = '4';
  digits[16] = "89ab"[next() >> 62U];
  for (const std::size_t dash : {20U, 16U, 12U, 8U}) {
    digits.insert(dash, 1, '-');
  }
  return digits;
}

}  // namespace samplestix
