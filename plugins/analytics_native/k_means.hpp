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

/// How k-means runs. The names in scikit-learn's `KMeans` stand behind.
struct KMeansSettings {
  std::size_t clusters = 1;      // n_clusters
  std::size_t starts = 10;       // n_init; the best is kept
  std::size_t iterations = 300;  // max_iter, of each start
  double tolerance = 1e-4;       // tol: centres that move less are at rest
  std::uint64_t seed = 0;        // random_state
};

/// Puts points into clusters so that the squared distances to their centres are small, and returns
/// the cluster of each.
///
/// Each start draws centres as k-means++ does (Arthur and Vassilvitskii, 2007) with random numbers
/// that are the same on every machine, and refines them with Armadillo (Lloyd's iteration).
/// Clusters are numbered by size: 0 is the largest; of two equal ones, the one whose point comes
/// first. But for that, the order of points does not matter: they are sorted before. Coordinates
/// may be of any size, they are brought near 1.
///
/// There must be a point. Fails with `too-few-rows` when there are fewer different points than
/// clusters, and with `cancelled`: it asks between centres and between iterations.
Result<std::vector<std::int64_t>> k_means(Points points, const KMeansSettings& settings,
                                          const Context& context);

}  // namespace kestrel::analytics_native
