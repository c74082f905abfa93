#include "plugins/analytics_native/k_means.hpp"

#include <limits>
#include <numeric>

#include <gtest/gtest.h>

namespace kestrel::analytics_native {
namespace {

using Labels = std::vector<std::int64_t>;

Labels clustered(Points points, const KMeansSettings& settings) {
  const auto labels = k_means(std::move(points), settings, Context());
  EXPECT_TRUE(labels) << (labels ? "" : labels.diagnostic().message);
  return labels ? *labels : Labels();
}

Labels clustered(std::vector<double> coordinates, std::size_t clusters) {
  return clustered(Points{std::move(coordinates), 1}, {.clusters = clusters});
}

// Points in three heaps on a plane, from a generator that is the same everywhere.
Points heaps(std::size_t count) {
  Points points{{}, 2};
  std::uint32_t state = 7;
  const auto next = [&] {
    state = state * 1664525U + 1013904223U;
    return static_cast<double>(state >> 8) / 16777216.0;
  };
  for (std::size_t point = 0; point < count; ++point) {
    const double heap = point % 6 == 0 ? 20 : point % 3 == 0 ? 10 : 0;
    points.coordinates.push_back(heap + next());
    points.coordinates.push_back(2 * heap + next());
  }
  return points;
}

TEST(KMeans, LargestClusterIsZero) {
  EXPECT_EQ(clustered({900, 1, 2, 3, 901, 2}, 2), (Labels{1, 0, 0, 0, 1, 0}));
}

TEST(KMeans, OfEqualClustersTheFirstIsLower) {
  EXPECT_EQ(clustered({5, 5, 1, 1}, 2), (Labels{0, 0, 1, 1}));
  EXPECT_EQ(clustered({1, 5, 1, 5}, 2), (Labels{0, 1, 0, 1}));
}

TEST(KMeans, OneClusterTakesAll) {
  EXPECT_EQ(clustered({3, 1, 2}, 1), (Labels{0, 0, 0}));
}

TEST(KMeans, AsManyClustersAsDifferentPoints) {
  EXPECT_EQ(clustered({7, 3, 7, 5}, 3), (Labels{0, 1, 0, 2}));
}

TEST(KMeans, FindsHeaps) {
  const Labels labels = clustered(heaps(600), {.clusters = 3});
  ASSERT_EQ(labels.size(), 600U);
  for (std::size_t point = 0; point < labels.size(); ++point) {
    // Two thirds lie in the first heap, a sixth in each of the others; point 0 is in the last one.
    EXPECT_EQ(labels[point], point % 6 == 0 ? 1 : point % 3 == 0 ? 2 : 0) << point;
  }
}

TEST(KMeans, OrderOfPointsDoesNotMatter) {
  const Points points = heaps(500);
  const KMeansSettings settings{.clusters = 7};
  const Labels labels = clustered(points, settings);
  Points turned{{}, 2};
  std::vector<std::size_t> order(points.count());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t place = 0; place < order.size(); ++place) {
    std::swap(order[place], order[(place * 193 + 71) % order.size()]);
  }
  for (const std::size_t point : order) {
    turned.coordinates.push_back(points.coordinates[2 * point]);
    turned.coordinates.push_back(points.coordinates[2 * point + 1]);
  }
  const Labels turned_labels = clustered(turned, settings);
  // Numbers of equally large clusters may change places; who is together may not.
  std::vector<std::int64_t> name(7, -1);
  for (std::size_t place = 0; place < order.size(); ++place) {
    std::int64_t& same = name[static_cast<std::size_t>(labels[order[place]])];
    same = same < 0 ? turned_labels[place] : same;
    EXPECT_EQ(turned_labels[place], same);
  }
}

TEST(KMeans, SameSeedSameClusters) {
  const KMeansSettings settings{.clusters = 9, .starts = 1, .seed = 3};
  EXPECT_EQ(clustered(heaps(300), settings), clustered(heaps(300), settings));
}

TEST(KMeans, EverySeedFindsWhatIsApart) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    EXPECT_EQ(clustered(Points{{900, 1, 2, 3, 901, 2}, 1}, {.clusters = 2, .seed = seed}),
              (Labels{1, 0, 0, 0, 1, 0}));
  }
}

TEST(KMeans, NumbersOfAnySizeDoNotOverflow) {
  constexpr double largest = std::numeric_limits<double>::max();
  constexpr double smallest = std::numeric_limits<double>::denorm_min();
  EXPECT_EQ(clustered({-largest, largest, -largest, 0.9 * -largest}, 2), (Labels{0, 1, 0, 0}));
  EXPECT_EQ(clustered({smallest, 0, 0, 8 * smallest}, 2), (Labels{0, 0, 0, 1}));
  EXPECT_EQ(clustered({1e18, 1e18 + 256, 1e18, 1e18}, 2), (Labels{0, 1, 0, 0}));
  EXPECT_EQ(clustered({0.0, -0.0, 0.0}, 1), (Labels{0, 0, 0}));
}

TEST(KMeans, FewerDifferentPointsThanClustersAreTooFew) {
  const auto labels = k_means(Points{{4, 4, 0.0, -0.0, 4}, 1}, {.clusters = 3}, Context());
  ASSERT_FALSE(labels);
  EXPECT_EQ(labels.diagnostic().slug, "too-few-rows");
  EXPECT_EQ(labels.diagnostic().message,
            "expected at least 3 different rows for 3 clusters, found 2");
  EXPECT_EQ(labels.diagnostic().helps, (std::vector<std::string>{"ask for at most 2: `WITH n=2`"}));
}

TEST(KMeans, StopsWhenCancelled) {
  Context context;
  context.cancel();
  const auto labels = k_means(heaps(10), {.clusters = 2}, context);
  ASSERT_FALSE(labels);
  EXPECT_EQ(labels.diagnostic().slug, "cancelled");
}

TEST(KMeans, StopsBetweenStarts) {
  Context* reached = nullptr;
  std::uint64_t starts = 0;
  Context context([&](const Progress& progress) {
    starts = progress.done;
    if (progress.done == 2) {
      reached->cancel();
    }
  });
  reached = &context;
  const auto labels = k_means(heaps(100), {.clusters = 4, .starts = 50}, context);
  ASSERT_FALSE(labels);
  EXPECT_EQ(labels.diagnostic().slug, "cancelled");
  EXPECT_EQ(starts, 2U);
}

}  // namespace
}  // namespace kestrel::analytics_native
