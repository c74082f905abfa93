#include "kestrel/base/nearest_name.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace kestrel {
namespace {

const std::vector<std::string> attributes{"name", "pid", "command_line", "cwd", "created"};

TEST(NearestName, FindsASlipOfTheHand) {
  EXPECT_EQ(nearest_name("comand_line", attributes), "command_line");
  EXPECT_EQ(nearest_name("nmae", attributes), "name");  // neighbours swapped
  EXPECT_EQ(nearest_name("pidd", attributes), "pid");
  EXPECT_EQ(nearest_name("NAME", attributes), "name");
}

TEST(NearestName, IsSilentWhenNothingIsNear) {
  EXPECT_EQ(nearest_name("hostname", attributes), std::nullopt);
  EXPECT_EQ(nearest_name("", attributes), std::nullopt);
  EXPECT_EQ(nearest_name("name", {}), std::nullopt);
  const std::vector<std::string> one_letter{"x"};
  EXPECT_EQ(nearest_name("y", one_letter), std::nullopt);
}

TEST(NearestName, AllowsThreeSlipsAtMost) {
  const std::vector<std::string> names{"a_rather_long_name_of_an_attribute"};
  EXPECT_EQ(nearest_name("a_rathe_long_nam_of_an_attribut", names), names.front());
  EXPECT_EQ(nearest_name("a_rathe_lon_nam_of_an_attribut", names), std::nullopt);
}

TEST(NearestName, PrefersTheFirstOfEquals) {
  const std::vector<std::string> names{"conn", "cone"};
  EXPECT_EQ(nearest_name("con", names), "conn");
}

TEST(NearestName, PassesOverNamesTooLongToCompare) {
  const std::vector<std::string> names{std::string(100000, 'a')};
  EXPECT_EQ(nearest_name(std::string(99999, 'a'), names), std::nullopt);
}

}  // namespace
}  // namespace kestrel
