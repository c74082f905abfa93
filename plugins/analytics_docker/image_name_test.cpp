#include "plugins/analytics_docker/image_name.hpp"

#include <gtest/gtest.h>

namespace kestrel::analytics_docker {
namespace {

TEST(ImageName, PutsThePrefixBeforeTheNameAndLatestBehindIt) {
  EXPECT_EQ(*image_reference("susp_scoring"), "kestrel-analytics-susp_scoring:latest");
  EXPECT_EQ(*image_reference("sklearn-cluster:1.2"), "kestrel-analytics-sklearn-cluster:1.2");
  EXPECT_EQ(*image_reference("team/scoring"), "kestrel-analytics-team/scoring:latest");
  EXPECT_EQ(*image_reference("a__b--c.d"), "kestrel-analytics-a__b--c.d:latest");
}

TEST(ImageName, RefusesWhatTheGrammarOfReferencesRefuses) {
  for (const std::string name :
       {"",     "A",           "a b",  "-a",   "a-",     "a..b",     "a___b",
        "a/",   "/a",          "a//b", "../a", "a/../b", "a:",       "a:b:c",
        "a:.b", "a@sha256:00", "a?b",  "a\n",  "a%2F",   "\xC3\xA9", "a:\x1b"}) {
    const auto reference = image_reference(name);
    ASSERT_FALSE(reference) << name;
    EXPECT_EQ(reference.diagnostic().slug, "analytics-name");
  }
  EXPECT_TRUE(image_reference(std::string(128, 'a')));
  EXPECT_FALSE(image_reference(std::string(129, 'a')));
}

TEST(ImageName, MakesHostileNamesInertInItsMessage) {
  const auto reference = image_reference(std::string("\x1b[31m") + std::string(1000, 'x'));
  ASSERT_FALSE(reference);
  EXPECT_EQ(reference.diagnostic().message.find('\x1b'), std::string::npos);
  EXPECT_LT(reference.diagnostic().message.size(), 400U);
}

TEST(ImageName, ListsAnalyticsAmongAllTagsSorted) {
  const auto images =
      analytics_images({"python:3", "kestrel-analytics-b:latest", "kestrel-analytics-a:2",
                        "localhost/kestrel-analytics-c:latest", "<none>:<none>",
                        "host.example:5000/kestrel-analytics-d:latest", "kestrel-analytics-",
                        "kestrel-analytics-A:latest", "other/kestrel-analytics-e:latest"});
  std::vector<std::string> names;
  for (const AnalyticsImage& image : images) {
    names.push_back(image.name);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"a:2", "b", "c", "d"}));
  EXPECT_EQ(images[2].reference, "localhost/kestrel-analytics-c:latest");
}

TEST(ImageName, PrefersWhatWasBuiltHere) {
  const auto images =
      analytics_images({"a.example/kestrel-analytics-x:latest",
                        "localhost/kestrel-analytics-x:latest", "kestrel-analytics-x:latest"});
  ASSERT_EQ(images.size(), 3U);
  EXPECT_EQ(images[0].reference, "kestrel-analytics-x:latest");
  EXPECT_EQ(images[1].reference, "localhost/kestrel-analytics-x:latest");
}

}  // namespace
}  // namespace kestrel::analytics_docker
