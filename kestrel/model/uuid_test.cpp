#include "kestrel/model/uuid.hpp"

#include <gtest/gtest.h>

namespace kestrel {
namespace {

TEST(Uuid, VersionFiveMatchesRfc4122) {
  const Uuid dns{0x6ba7b8109dad11d1ULL, 0x80b400c04fd430c8ULL};
  EXPECT_EQ(format_uuid(uuid_version_5(dns, "python.org")), "886313e1-3b8a-5372-9b90-0c9aee199e5d");
}

TEST(Uuid, IsReadInAnyCase) {
  const auto lower = parse_uuid("cbd67181-b9f8-595b-8bc3-3971e34fa1cc");
  ASSERT_TRUE(lower.has_value());
  EXPECT_EQ(lower, parse_uuid("CBD67181-B9F8-595B-8BC3-3971E34FA1CC"));
  EXPECT_EQ(format_uuid(*lower), "cbd67181-b9f8-595b-8bc3-3971e34fa1cc");
}

TEST(Uuid, RefusesOtherShapes) {
  EXPECT_FALSE(parse_uuid(""));
  EXPECT_FALSE(parse_uuid("cbd67181-b9f8-595b-8bc3-3971e34fa1c"));
  EXPECT_FALSE(parse_uuid("cbd67181-b9f8-595b-8bc3-3971e34fa1cc0"));
  EXPECT_FALSE(parse_uuid("cbd67181xb9f8-595b-8bc3-3971e34fa1cc"));
  EXPECT_FALSE(parse_uuid("gbd67181-b9f8-595b-8bc3-3971e34fa1cc"));
  EXPECT_FALSE(parse_uuid("cbd67181-b9f8-595b-8bc3-3971e34fa1c\xFF"));
}

TEST(StixId, IsTakenApart) {
  const auto id = parse_stix_id("x-oca-asset--cbd67181-b9f8-595b-8bc3-3971e34fa1cc");
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(id->type, "x-oca-asset");
  EXPECT_EQ(format_uuid(id->uuid), "cbd67181-b9f8-595b-8bc3-3971e34fa1cc");
}

TEST(StixId, RefusesOtherShapes) {
  EXPECT_FALSE(parse_stix_id(""));
  EXPECT_FALSE(parse_stix_id("observed-data--1"));
  EXPECT_FALSE(parse_stix_id("--cbd67181-b9f8-595b-8bc3-3971e34fa1cc"));
  EXPECT_FALSE(parse_stix_id("url-cbd67181-b9f8-595b-8bc3-3971e34fa1cc"));
}

}  // namespace
}  // namespace kestrel
