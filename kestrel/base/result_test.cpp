#include "kestrel/base/result.hpp"

#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace kestrel {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) {
    return error("odd", "expected an even number, found `" + std::to_string(number) + "`");
  }
  return number / 2;
}

Result<int> quarter(int number) {
  KESTREL_TRY(const int once, half(number));
  KESTREL_TRY(const int twice, half(once));
  return twice;
}

Result<Done> check_twice(int number) {
  KESTREL_CHECK(half(number));
  KESTREL_CHECK(half(number / 2));
  return Done{};
}

TEST(Result, PassesValuesAndFailuresUp) {
  EXPECT_EQ(*quarter(8), 2);
  ASSERT_FALSE(quarter(6));
  EXPECT_EQ(quarter(6).diagnostic().message, "expected an even number, found `3`");
  EXPECT_TRUE(check_twice(4));
  EXPECT_EQ(check_twice(5).diagnostic().slug, "odd");
}

TEST(Result, HoldsWhatCanOnlyBeMoved) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
  ASSERT_TRUE(result);
  const std::unique_ptr<int> taken = *std::move(result);
  EXPECT_EQ(*taken, 7);
}

TEST(Result, AssertsWhenTheOtherIsRead) {
  const Result<int> failed(error("slug", "message"));
  const Result<int> good(1);
  EXPECT_THROW(static_cast<void>(failed.value()), InternalError);
  EXPECT_THROW(static_cast<void>(good.diagnostic()), InternalError);
}

TEST(Assert, NamesTheConditionAndThePlace) {
  try {
    KESTREL_ASSERT(1 + 1 == 3);
    FAIL() << "did not throw";
  } catch (const InternalError& problem) {
    const std::string text = problem.what();
    EXPECT_NE(text.find("`1 + 1 == 3` does not hold at "), std::string::npos);
    EXPECT_NE(text.find("result_test.cpp:"), std::string::npos);
  }
}

TEST(Diagnostic, IsBuiltFluently) {
  const Diagnostic built = warning("slug", "message")
                               .at({1, 2, 0}, "here")
                               .relating({3, 4, 0}, "there")
                               .note("a note")
                               .help("a help");
  EXPECT_EQ(built.severity, Severity::warning);
  EXPECT_EQ(built.primary, (Span{1, 2, 0}));
  EXPECT_EQ(built.primary_text, "here");
  ASSERT_EQ(built.related.size(), 1U);
  EXPECT_EQ(built.related.front().text, "there");
  EXPECT_EQ(built.notes, std::vector<std::string>{"a note"});
  EXPECT_EQ(built.helps, std::vector<std::string>{"a help"});
}

}  // namespace
}  // namespace kestrel
