// The bundles of the original's own tests, with the counts that its documentation gives.
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "plugins/source_stix/reading.hpp"

namespace kestrel::source_stix {
namespace {

struct Expected {
  std::size_t records;
  std::map<std::string, std::size_t> entities;  // distinct, by type
  std::uint64_t dangling = 0;                   // references to objects that are not there
};

// KESTREL_REFERENCE_DATA names the folder; tests may run in any folder below the repository.
std::filesystem::path data_folder() {
  if (const char* named = std::getenv("KESTREL_REFERENCE_DATA")) {
    return named;
  }
  for (auto folder = std::filesystem::current_path(); folder.has_relative_path();
       folder = folder.parent_path()) {
    if (std::filesystem::exists(folder.parent_path() / "shared/data/stix")) {
      return folder.parent_path() / "shared/data";
    }
  }
  return "../shared/data";
}

class ReferenceData : public testing::TestWithParam<std::pair<const std::string, Expected>> {};

TEST_P(ReferenceData, HasTheCountsOfTheOriginal) {
  const auto& [name, expected] = GetParam();
  const std::filesystem::path place = data_folder() / "stix" / name;
  if (!std::filesystem::exists(place)) {
    GTEST_SKIP() << "skipped: there is no " << place << "; set KESTREL_REFERENCE_DATA";
  }
  const auto read = read_files({place.string()});
  ASSERT_TRUE(read) << shown(read);
  EXPECT_EQ((*read)->observations.row_count(), expected.records);
  std::uint64_t dangling = 0;
  for (const Skipped& skipped : (*read)->skipped) {
    EXPECT_EQ(skipped.what, "reference") << skipped.reason;
    dangling += skipped.count;
  }
  EXPECT_EQ(dangling, expected.dangling);
  for (const auto& [type, count] : expected.entities) {
    const EntityTable* table = (*read)->find(type);
    ASSERT_NE(table, nullptr) << type;
    EXPECT_EQ(table->entities.row_count(), count) << type;
  }
  Reading tiny;
  tiny.threads = 2;
  tiny.sizes.window = 3000;
  EXPECT_EQ(shown(read_files({place.string()}, tiny)), shown(read));
}

INSTANTIATE_TEST_SUITE_P(
    Bundles, ReferenceData,
    testing::ValuesIn(std::map<std::string, Expected>{
        {"doctored-1k.json",
         {974,
          {{"process", 1000},
           {"network-traffic", 853},
           {"ipv4-addr", 25},
           {"ipv6-addr", 35},
           {"file", 24},
           {"directory", 11},
           {"user-account", 4}}}},
        {"log4shell_bundle.json",
         {10, {{"artifact", 10}, {"x-qradar", 10}, {"network-traffic", 6}}, 10}},
        {"powershell_search_stix_result.json",
         {5, {{"process", 10}, {"file", 2}, {"x-cbcloud", 5}}}},
        {"test_bundle.json", {100, {{"network-traffic", 100}, {"ipv4-addr", 70}, {"url", 31}}}},
        {"test_bundle_2.json", {10, {{"network-traffic", 10}}}},
        {"test_bundle_3.json", {10, {{"network-traffic", 10}}}},
        {"test_bundle_4.json", {2, {{"process", 4}, {"file", 2}, {"x-cbcloud", 2}}}},
        {"test_bundle_5.json", {3, {{"process", 6}, {"x-cbcloud", 3}}}},
        {"test_bundle_nt_1.json", {5, {{"process", 5}, {"x-oca-event", 5}, {"x-oca-asset", 1}}}},
        {"test_bundle_nt_2.json", {201, {{"process", 163}, {"network-traffic", 23}, {"file", 3}}}},
    }),
    [](const auto& bundle_case) {
      std::string name;
      for (const char letter : bundle_case.param.first) {
        name += std::isalnum(static_cast<unsigned char>(letter)) != 0 ? letter : '_';
      }
      return name;
    });

TEST(ReferenceData, TwoBundlesAreOneSet) {
  const std::filesystem::path folder = data_folder() / "stix";
  if (!std::filesystem::exists(folder / "test_bundle_2.json")) {
    GTEST_SKIP() << "skipped: there is no " << folder << "; set KESTREL_REFERENCE_DATA";
  }
  const auto read = read_files(
      {(folder / "test_bundle_2.json").string(), (folder / "test_bundle_3.json").string()});
  ASSERT_TRUE(read) << shown(read);
  const EntityTable& flows = *(*read)->find("network-traffic");
  EXPECT_EQ((*read)->observations.row_count(), 10U)
      << "the second bundle uses the ids of the first";
  EXPECT_EQ(flows.entities.row_count(), 20U);
  EXPECT_EQ(flows.occurrences.row_count(), 20U);
}

}  // namespace
}  // namespace kestrel::source_stix
