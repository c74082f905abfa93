#include "plugins/analytics_native/byte_pairs.hpp"

#include <algorithm>

namespace kestrel::analytics_native {

std::vector<std::uint16_t> BytePairs::bits_of(std::string_view text) {
  std::vector<std::uint16_t> found;
  for (std::size_t place = 1; place < text.size(); ++place) {
    const std::uint16_t bit = bit_of(text[place - 1], text[place]);
    if (std::find(found.begin(), found.end(), bit) == found.end()) {
      found.push_back(bit);
    }
  }
  return found;
}

}  // namespace kestrel::analytics_native
