// K-means that gives the same clusters in every run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kestrel/base/context.hpp"
#include "kestrel/base/result.hpp"

namespace kestrel::analytics_native {

/// Points, one behind the other: `dimensions` coordinates each, all finite.
struct Points {
  std::vector<double> coordinates;
  std::size_t dimensions = 1;

  std::size_t count() const { return coordinates.size() / dimensions; }
};

/// Puts points into `clusters` groups so that the squared distances to their centres are small, and
/// returns the group of each.
///
/// Starts ten times from centres drawn as k-means++ does (Arthur and Vassilvitskii, 2007) with fixed
/// random numbers, refines with Armadillo, and keeps the best. Groups are numbered by size: 0 is the
/// largest; of two equal ones, the one whose point comes first. Fails when there are fewer different
/// points than groups, and when cancelled.
Result<std::vector<std::int64_t>> k_means(const Points& points, std::size_t clusters, const Context& context);

}  // namespace kestrel::analytics_native
