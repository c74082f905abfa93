// ASCII letters regardless of case; all other bytes are only equal to themselves. No locale counts.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace kestrel {

constexpr char lowered(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// Returns a text in lower case.
inline std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char letter) { return lowered(letter); });
  return result;
}

/// Tells whether two words are the same, case ignored.
inline bool same_word(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char first, char second) { return lowered(first) == lowered(second); });
}

}  // namespace kestrel
