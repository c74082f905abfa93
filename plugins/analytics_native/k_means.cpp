#include "plugins/analytics_native/k_means.hpp"

// Only its k-means is used, which needs no linear algebra library.
#define ARMA_DONT_USE_WRAPPER
#define ARMA_DONT_USE_BLAS
#define ARMA_DONT_USE_LAPACK
#define ARMA_DONT_USE_OPENMP
#define ARMA_WARN_LEVEL 0
#include <algorithm>
#include <armadillo>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "kestrel/base/assert.hpp"
#include "plugins/analytics_native/messages.hpp"

namespace kestrel::analytics_native {
namespace {

constexpr arma::uword points_between_questions = 1U << 14;  // whether to stop

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

// Moves and stretches all points alike, by a power of two, until they lie between -1 and 1: no
// square overflows then, and clusters stay what they are.
void bring_near_one(Points& points) {
  std::vector<double> middles(points.dimensions);
  double reach = 0;  // half the extent of the widest dimension
  for (std::size_t dimension = 0; dimension < points.dimensions; ++dimension) {
    double least = points.coordinates[dimension];
    double most = least;
    for (std::size_t place = dimension; place < points.coordinates.size();
         place += points.dimensions) {
      least = std::min(least, points.coordinates[place]);
      most = std::max(most, points.coordinates[place]);
    }
    middles[dimension] = least / 2 + most / 2;
    reach = std::max(reach, most / 2 - least / 2);
  }
  int exponent = 0;
  std::frexp(reach, &exponent);
  for (std::size_t place = 0; place < points.coordinates.size(); ++place) {
    double& coordinate = points.coordinates[place];
    coordinate = std::ldexp(coordinate - middles[place % points.dimensions], -exponent);
  }
}

// Returns the numbers of the points in the order of their coordinates.
std::vector<std::size_t> sorted_order(const Points& points) {
  const double* const begin = points.coordinates.data();
  const std::size_t dimensions = points.dimensions;
  std::vector<std::size_t> order(points.count());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [=](std::size_t left, std::size_t right) {
    const double* const one = begin + left * dimensions;
    const double* const other = begin + right * dimensions;
    return std::lexicographical_compare(one, one + dimensions, other, other + dimensions);
  });
  return order;
}

arma::mat in_order(const Points& points, const std::vector<std::size_t>& order) {
  arma::mat matrix(points.dimensions, points.count());
  double* place = matrix.memptr();
  for (const std::size_t point : order) {
    place = std::copy_n(points.coordinates.data() + point * points.dimensions, points.dimensions,
                        place);
  }
  return matrix;
}

double squared_distance(const double* left, const double* right, std::size_t dimensions) {
  double sum = 0;
  for (std::size_t index = 0; index < dimensions; ++index) {
    const double difference = left[index] - right[index];
    sum += difference * difference;
  }
  return sum;
}

/// Centres, and how well they stand.
struct Clustering {
  arma::mat centres;
  std::vector<std::int64_t> labels;  // by point
  double inertia = std::numeric_limits<double>::infinity();
};

/// Clusters points that are sorted and near 1.
class KMeans {
 public:
  KMeans(const arma::mat& points, const KMeansSettings& settings, const Context& context)
      : points_(points), settings_(settings), context_(context), random_(settings.seed) {
    const double spread = arma::accu(arma::var(points, 1, 1)) / static_cast<double>(points.n_rows);
    rest_ = settings.tolerance * spread;
  }

  /// Returns the best of all starts.
  Result<Clustering> run() {
    const std::size_t starts = settings_.clusters == 1 ? 1 : settings_.starts;  // all alike
    Clustering best;
    for (std::size_t start = 0; start < starts && best.inertia > 0; ++start) {
      context_.report({"k-means", start, starts, {}});
      Clustering clustering;
      KESTREL_TRY(clustering.centres, drawn_centres());
      KESTREL_CHECK(refine(clustering.centres));
      KESTREL_CHECK(assign(clustering));
      if (clustering.inertia < best.inertia) {
        best = std::move(clustering);
      }
    }
    return best;
  }

 private:
  // Draws centres among the points, each with a chance in proportion to its squared distance from
  // the nearest one already drawn.
  Result<arma::mat> drawn_centres() {
    arma::mat centres(points_.n_rows, settings_.clusters);
    nearest_.assign(points_.n_cols, std::numeric_limits<double>::infinity());
    const double count = static_cast<double>(points_.n_cols);
    arma::uword chosen =
        std::min(points_.n_cols - 1, static_cast<arma::uword>(random_.next() * count));
    for (arma::uword cluster = 0; cluster < centres.n_cols; ++cluster) {
      if (context_.cancelled()) {
        return messages::cancelled();
      }
      std::copy_n(points_.colptr(chosen), points_.n_rows, centres.colptr(cluster));
      const double* const centre = centres.colptr(cluster);
      double total = 0;
      for (arma::uword point = 0; point < points_.n_cols; ++point) {
        const double distance = squared_distance(points_.colptr(point), centre, points_.n_rows);
        nearest_[point] = std::min(nearest_[point], distance);
        total += nearest_[point];
      }
      if (cluster + 1 == centres.n_cols) {
        break;
      }
      if (total <= 0) {
        return messages::too_few_points(settings_.clusters, cluster + 1);
      }
      chosen = drawn_point(random_.next() * total);
    }
    return centres;
  }

  // Returns the point where the sum of distances up to it exceeds `wanted`, never one at distance
  // 0.
  arma::uword drawn_point(double wanted) const {
    arma::uword last = 0;
    for (arma::uword point = 0; point < points_.n_cols; ++point) {
      if (nearest_[point] > 0) {
        last = point;
        wanted -= nearest_[point];
        if (wanted < 0) {
          break;
        }
      }
    }
    return last;
  }

  // Moves centres to the means of their points until they rest.
  Result<Done> refine(arma::mat& centres) const {
    for (std::size_t iteration = 0; iteration < settings_.iterations; ++iteration) {
      if (context_.cancelled()) {
        return messages::cancelled();
      }
      // One at a time, because the library can neither be stopped nor told when to rest.
      arma::mat moved = centres;
      if (!arma::kmeans(moved, points_, centres.n_cols, arma::keep_existing, 1, false)) {
        break;
      }
      const double way = arma::accu(arma::square(moved - centres));
      centres = std::move(moved);
      if (way <= rest_) {
        break;
      }
    }
    return Done{};
  }

  // Gives each point to its nearest centre, the first of equally near ones.
  Result<Done> assign(Clustering& clustering) const {
    clustering.labels.assign(points_.n_cols, 0);
    clustering.inertia = 0;
    for (arma::uword point = 0; point < points_.n_cols; ++point) {
      if (point % points_between_questions == 0 && context_.cancelled()) {
        return messages::cancelled();
      }
      double least = std::numeric_limits<double>::infinity();
      for (arma::uword cluster = 0; cluster < clustering.centres.n_cols; ++cluster) {
        const double distance = squared_distance(
            points_.colptr(point), clustering.centres.colptr(cluster), points_.n_rows);
        if (distance < least) {
          least = distance;
          clustering.labels[point] = static_cast<std::int64_t>(cluster);
        }
      }
      clustering.inertia += least;
    }
    return Done{};
  }

  const arma::mat& points_;
  const KMeansSettings& settings_;
  const Context& context_;
  Random random_;
  double rest_ = 0;              // squared way of all centres together that is no movement
  std::vector<double> nearest_;  // by point: squared distance to the nearest centre drawn
};

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
  std::vector<std::int64_t> numbers(clusters);
  for (std::size_t rank = 0; rank < clusters; ++rank) {
    numbers[order[rank]] = static_cast<std::int64_t>(rank);
  }
  for (std::int64_t& label : labels) {
    label = numbers[static_cast<std::size_t>(label)];
  }
}

}  // namespace

Result<std::vector<std::int64_t>> k_means(Points points, const KMeansSettings& settings,
                                          const Context& context) {
  KESTREL_ASSERT(points.count() > 0 && settings.clusters > 0 && settings.starts > 0);
  bring_near_one(points);
  const std::vector<std::size_t> order = sorted_order(points);
  const arma::mat sorted = in_order(points, order);
  points = {};  // the largest thing here; the sorted copy is enough
  KESTREL_TRY(const Clustering clustering, KMeans(sorted, settings, context).run());
  std::vector<std::int64_t> labels(order.size());
  for (std::size_t place = 0; place < order.size(); ++place) {
    labels[order[place]] = clustering.labels[place];
  }
  number_by_size(labels, settings.clusters);
  return labels;
}

}  // namespace kestrel::analytics_native
