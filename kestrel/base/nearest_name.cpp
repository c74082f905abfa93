#include "kestrel/base/nearest_name.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "kestrel/base/letters.hpp"

namespace kestrel {
namespace {

constexpr std::size_t longest_compared = 128;  // names from hostile input may be of any length

std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before_last(right.size() + 1);
  std::vector<std::size_t> last(right.size() + 1);
  std::vector<std::size_t> current(right.size() + 1);
  for (std::size_t column = 0; column <= right.size(); ++column) {
    last[column] = column;
  }
  for (std::size_t row = 1; row <= left.size(); ++row) {
    current[0] = row;
    for (std::size_t column = 1; column <= right.size(); ++column) {
      const bool same = lowered(left[row - 1]) == lowered(right[column - 1]);
      current[column] = std::min(
          {last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0U : 1U)});
      const bool swapped = row > 1 && column > 1 &&
                           lowered(left[row - 1]) == lowered(right[column - 2]) &&
                           lowered(left[row - 2]) == lowered(right[column - 1]);
      if (swapped) {
        current[column] = std::min(current[column], before_last[column - 2] + 1);
      }
    }
    before_last.swap(last);
    last.swap(current);
  }
  return last[right.size()];
}

}  // namespace

std::optional<std::string> nearest_name(std::string_view name,
                                        std::span<const std::string> candidates) {
  const std::string* best = nullptr;
  std::size_t best_distance = 0;
  for (const std::string& candidate : candidates) {
    const std::size_t longer = std::max(name.size(), candidate.size());
    if (longer > longest_compared) {
      continue;
    }
    const std::size_t candidate_distance = distance(name, candidate);
    const std::size_t limit = std::min<std::size_t>(3, std::max<std::size_t>(1, longer / 3));
    if (candidate_distance <= limit && candidate_distance < longer &&
        (best == nullptr || candidate_distance < best_distance)) {
      best = &candidate;
      best_distance = candidate_distance;
    }
  }
  return best == nullptr ? std::nullopt : std::optional(*best);
}

}  // namespace kestrel
