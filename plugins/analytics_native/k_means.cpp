#include "plugins/analytics_native/k_means.hpp"

// Only its k-means is used, which needs no linear algebra library.
#define ARMA_DONT_USE_WRAPPER
#define ARMA_DONT_USE_BLAS
#define ARMA_DONT_USE_LAPACK
#define ARMA_DONT_USE_OPENMP
#define ARMA_DONT_PRINT_ERRORS
#include <algorithm>
#include <armadillo>
#include <limits>
#include <numeric>
#include <utility>

#include "plugins/analytics_native/messages.hpp"

namespace kestrel::analytics_native {
namespace {

constexpr int starts = 10;
constexpr arma::uword iterations = 100;

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  /// Returns a number in [0, 1).
  double next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
    mixed ^= mixed >> 31;
    return static_cast<double>(mixed >> 11) * 0x1.0p-53;
  }

 private:
  std::uint64_t state_;
};

double squared_distance(const double* left, const double* right, std::size_t dimensions) {
  double sum = 0;
  for (std::size_t index = 0; index < dimensions; ++index) {
    const double difference = left[index] - right[index];
    sum += difference * difference;
  }
  return sum;
}

/// Draws centres among the points, each with a chance in proportion to its squared distance from
/// those already drawn. Returns how many different points it found, at most `clusters`.
std::size_t draw_centres(const arma::mat& points, arma::mat& centres, Random& random) {
  const std::size_t count = points.n_cols;
  const std::size_t dimensions = points.n_rows;
  std::vector<double> nearest(count, std::numeric_limits<double>::infinity());
  std::size_t chosen = std::min(count - 1, static_cast<std::size_t>(random.next() * static_cast<double>(count)));
  for (arma::uword cluster = 0; cluster < centres.n_cols; ++cluster) {
    centres.col(cluster) = points.col(chosen);
    double total = 0;
    for (std::size_t point = 0; point < count; ++point) {
      nearest[point] = std::min(nearest[point], squared_distance(points.colptr(point), centres.colptr(cluster), dimensions));
      total += nearest[point];
    }
    if (total <= 0) {
      return cluster + 1;
    }
    double left = random.next() * total;
    chosen = count;
    for (std::size_t point = 0; point < count; ++point) {
      if (nearest[point] > 0) {
        chosen = point;
        left -= nearest[point];
        if (left < 0) {
          break;
        }
      }
    }
  }
  return centres.n_cols;
}

/// Returns the sum of squared distances to the nearest centres, and which those are.
double assign(const arma::mat& points, const arma::mat& centres, std::vector<std::int64_t>& labels) {
  double inertia = 0;
  for (arma::uword point = 0; point < points.n_cols; ++point) {
    double best = std::numeric_limits<double>::infinity();
    for (arma::uword cluster = 0; cluster < centres.n_cols; ++cluster) {
      const double distance = squared_distance(points.colptr(point), centres.colptr(cluster), points.n_rows);
      if (distance < best) {
        best = distance;
        labels[point] = static_cast<std::int64_t>(cluster);
      }
    }
    inertia += best;
  }
  return inertia;
}

void number_by_size(std::vector<std::int64_t>& labels, std::size_t clusters) {
  std::vector<std::size_t> sizes(clusters, 0);
  std::vector<std::size_t> firsts(clusters, labels.size());
  for (std::size_t point = labels.size(); point-- > 0;) {
    const auto cluster = static_cast<std::size_t>(labels[point]);
    ++sizes[cluster];
    firsts[cluster] = point;
  }
  std::vector<std::size_t> order(clusters);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return sizes[left] != sizes[right] ? sizes[left] > sizes[right] : firsts[left] < firsts[right];
  });
  std::vector<std::int64_t> names(clusters);
  for (std::size_t rank = 0; rank < clusters; ++rank) {
    names[order[rank]] = static_cast<std::int64_t>(rank);
  }
  for (std::int64_t& label : labels) {
    label = names[static_cast<std::size_t>(label)];
  }
}

}  // namespace

Result<std::vector<std::int64_t>> k_means(const Points& points, std::size_t clusters, const Context& context) {
  const std::size_t count = points.count();
  if (count < clusters) {
    return messages::too_few_points(clusters, count);
  }
  const arma::mat matrix(const_cast<double*>(points.coordinates.data()), points.dimensions, count, false, true);
  Random random(0);
  std::vector<std::int64_t> best_labels;
  double best_inertia = std::numeric_limits<double>::infinity();
  for (int start = 0; start < starts; ++start) {
    if (context.cancelled()) {
      return messages::cancelled();
    }
    arma::mat centres(points.dimensions, clusters);
    const std::size_t different = draw_centres(matrix, centres, random);
    if (different < clusters) {
      return messages::too_few_points(clusters, different);
    }
    arma::mat refined = centres;
    if (!arma::kmeans(refined, matrix, clusters, arma::keep_existing, iterations, false)) {
      refined = centres;  // a group ran empty: the drawn centres are no worse than none
    }
    std::vector<std::int64_t> labels(count, 0);
    const double inertia = assign(matrix, refined, labels);
    if (inertia < best_inertia) {
      best_inertia = inertia;
      best_labels = std::move(labels);
    }
  }
  number_by_size(best_labels, clusters);
  return best_labels;
}

}  // namespace kestrel::analytics_native
