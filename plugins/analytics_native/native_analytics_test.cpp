#include "plugins/analytics_native/native_analytics.hpp"

#include <gtest/gtest.h>

#include "plugins/analytics_native/analytics_table.hpp"
#include "plugins/analytics_native/fake_input.hpp"

namespace kestrel::analytics_native {
namespace {

TEST(NativeAnalytics, AreListedByName) {
  const auto interface = make();
  EXPECT_EQ(interface->scheme(), "native");
  const auto names = interface->list();
  ASSERT_TRUE(names);
  EXPECT_EQ(*names, (std::vector<std::string>{"sklearn-cluster", "susp_scoring"}));
}

TEST(NativeAnalytics, RowsOfTheTableAreWhole) {
  for (const NativeAnalytics& analytics : native_analytics()) {
    EXPECT_FALSE(analytics.name.empty());
    EXPECT_TRUE(analytics.summary.ends_with('.')) << analytics.name;
    EXPECT_FALSE(analytics.added.empty()) << analytics.name;
    EXPECT_NE(analytics.run, nullptr) << analytics.name;
    for (const Parameter& parameter : analytics.parameters) {
      EXPECT_FALSE(parameter.help.empty()) << analytics.name << ' ' << parameter.name;
      // A fallback must pass as if it had been given.
      if (!parameter.fallback.empty()) {
        const plugin::AnalyticsCall call{
            std::string(analytics.name),
            {{std::string(parameter.name), std::string(parameter.fallback)}},
            {},
            {}};
        EXPECT_TRUE(Arguments::read(analytics.name, analytics.parameters, call))
            << analytics.name << ' ' << parameter.name;
      }
    }
  }
}

struct WrongCall {
  const char* name;
  FakeArguments arguments;
  const char* slug;
  const char* message;
  const char* note;  // empty: none
  const char* help;  // empty: none
};

class NativeAnalyticsRefuse : public testing::TestWithParam<WrongCall> {};

TEST_P(NativeAnalyticsRefuse, WhatIsWrong) {
  FakeInput input(2);
  input.add("src_port", DataType::integer, {std::int64_t{1}, std::int64_t{2}});
  Context context;
  const auto outcome = apply(*make(), GetParam().name, GetParam().arguments, input, context);
  ASSERT_FALSE(outcome);
  const Diagnostic& diagnostic = outcome.diagnostic();
  EXPECT_EQ(diagnostic.slug, GetParam().slug);
  EXPECT_EQ(diagnostic.message, GetParam().message);
  EXPECT_EQ(diagnostic.notes.empty() ? "" : diagnostic.notes.front(), GetParam().note);
  EXPECT_EQ(diagnostic.helps.empty() ? "" : diagnostic.helps.front(), GetParam().help);
}

constexpr const char* cluster_parameters =
    "parameters are `n`, `n_clusters`, `columns`, `method`, `n_init`, `max_iter`, `tol`, "
    "`random_state`";
constexpr const char* both_analytics = "native analytics are `sklearn-cluster`, `susp_scoring`";

INSTANTIATE_TEST_SUITE_P(
    Calls, NativeAnalyticsRefuse,
    testing::Values(
        WrongCall{"susp_scorin",
                  {},
                  "unknown-analytics",
                  "there is no native analytics `susp_scorin`",
                  both_analytics,
                  "nearest name is `susp_scoring`"},
        WrongCall{
            "", {}, "unknown-analytics", "there is no native analytics ``", both_analytics, ""},
        WrongCall{"Sklearn_Cluster-of-a-name-that-goes-on-and-on-and-on-and-on-and-on",
                  {},
                  "unknown-analytics",
                  "there is no native analytics "
                  "`Sklearn_Cluster-of-a-name-that-goes-on-and-on-and-on-and-on-...`",
                  both_analytics,
                  ""},
        WrongCall{"sklearn-cluster",
                  {{"colums", "a"}},
                  "unknown-parameter",
                  "`sklearn-cluster` has no parameter `colums`",
                  cluster_parameters,
                  "nearest name is `columns`"},
        WrongCall{"susp_scoring",
                  {{"verbosity", "a"}},
                  "unknown-parameter",
                  "`susp_scoring` has no parameter `verbosity`",
                  "parameters are `ignore_case`",
                  ""},
        WrongCall{"sklearn-cluster",
                  {{"n", "2"}, {"n", "3"}},
                  "wrong-parameter",
                  "expected `n` once, found it again",
                  "",
                  "keep one of the two"},
        WrongCall{"sklearn-cluster",
                  {{"n", "two"}},
                  "wrong-parameter",
                  "expected a whole number from 1 to 1000 for `n`, found `two`",
                  "",
                  ""},
        WrongCall{"sklearn-cluster",
                  {{"n", "2,3"}},
                  "wrong-parameter",
                  "expected a whole number from 1 to 1000 for `n`, found `2,3`",
                  "",
                  ""},
        WrongCall{"sklearn-cluster",
                  {{"n", ""}},
                  "wrong-parameter",
                  "expected a whole number from 1 to 1000 for `n`, found nothing",
                  "",
                  ""},
        WrongCall{"sklearn-cluster",
                  {{"n", "0"}},
                  "wrong-parameter",
                  "expected a whole number from 1 to 1000 for `n`, found `0`",
                  "",
                  ""},
        WrongCall{"sklearn-cluster",
                  {{"n", "99999999999999999999"}},
                  "wrong-parameter",
                  "expected a whole number from 1 to 1000 for `n`, found `99999999999999999999`",
                  "",
                  ""},
        WrongCall{"sklearn-cluster",
                  {{"tol", "nan"}},
                  "wrong-parameter",
                  "expected a number from 0 to 1 for `tol`, found `nan`",
                  "",
                  ""},
        WrongCall{"susp_scoring",
                  {{"ignore_case", "maybe"}},
                  "wrong-parameter",
                  "expected `true` or `false` for `ignore_case`, found `maybe`",
                  "",
                  ""}));

TEST(NativeAnalytics, TakeOneVariable) {
  FakeInput input(1);
  Context context;
  const auto interface = make();
  const auto none = interface->apply({"susp_scoring", {}, {}, {}}, context);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.diagnostic().slug, "wrong-input-count");
  const auto two = interface->apply({"susp_scoring", {}, {&input, &input}, {}}, context);
  ASSERT_FALSE(two);
  EXPECT_EQ(two.diagnostic().message, "expected one variable for `susp_scoring`, found 2");
}

TEST(NativeAnalytics, NeedIds) {
  FakeInput grouped(1, false);
  Context context;
  const auto outcome = apply(*make(), "susp_scoring", {}, grouped, context);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.diagnostic().slug, "unknown-attribute");
}

TEST(NativeAnalytics, StopWhenCancelled) {
  FakeInput input(2);
  input.add("src_port", DataType::integer, {std::int64_t{1}, std::int64_t{2}});
  Context context;
  context.cancel();
  for (const FakeArguments& arguments : {FakeArguments{{"n", "2"}}, FakeArguments{}}) {
    const auto outcome = apply(*make(), arguments.empty() ? "susp_scoring" : "sklearn-cluster",
                               arguments, input, context);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.diagnostic().slug, "cancelled");
  }
}

}  // namespace
}  // namespace kestrel::analytics_native
