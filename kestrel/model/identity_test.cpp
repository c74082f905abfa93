#include "kestrel/model/identity.hpp"

#include <limits>
#include <string>

#include <gtest/gtest.h>

namespace kestrel {
namespace {

std::string id_of_text(std::string_view name, std::string_view value) {
  IdentityText text;
  text.open_object();
  text.member(name);
  text.text(value);
  text.close_object();
  return format_uuid(text.id());
}

TEST(Identity, AgreesWithTheOriginal) {
  EXPECT_EQ(id_of_text("value", "1.1.1.1"), "cbd67181-b9f8-595b-8bc3-3971e34fa1cc");
  EXPECT_EQ(id_of_text("value", "https://a/b"), "5a69667c-243b-521c-914c-c075238d50b2");
}

TEST(Identity, AttributesAreInByteOrder) {
  for (const auto* type : {"artifact", "autonomous-system", "directory", "email-message", "file",
                           "network-traffic", "process", "software", "user-account",
                           "windows-registry-key", "x-oca-asset", "x509-certificate"}) {
    const auto attributes = identity_attributes(type);
    ASSERT_FALSE(attributes.empty()) << type;
    for (std::size_t index = 1; index < attributes.size(); ++index) {
      EXPECT_LT(attributes[index - 1], attributes[index]) << type;
    }
  }
}

TEST(Identity, IsUnknownForCustomTypes) {
  EXPECT_TRUE(identity_attributes("x-oca-event").empty());
  EXPECT_TRUE(identity_attributes("").empty());
  EXPECT_TRUE(identity_attributes("zzz").empty());
}

TEST(Identity, PrefersMd5ThenTheFirstByName) {
  EXPECT_TRUE(is_preferred_hash("SHA-256", ""));
  EXPECT_TRUE(is_preferred_hash("SHA-1", "SHA-256"));
  EXPECT_TRUE(is_preferred_hash("MD5", "AUTHENTIHASH"));
  EXPECT_FALSE(is_preferred_hash("AUTHENTIHASH", "MD5"));
  EXPECT_FALSE(is_preferred_hash("SHA-512", "SHA-256"));
  EXPECT_FALSE(is_preferred_hash("IMPHASH", "SHA-512"));
  EXPECT_TRUE(is_preferred_hash("SHA-1", "IMPHASH"));
  EXPECT_TRUE(is_preferred_hash("AUTHENTIHASH", "IMPHASH"));
  EXPECT_FALSE(is_preferred_hash("", "SHA-256"));
}

TEST(IdentityText, EscapesAsTheOriginalDoes) {
  IdentityText text;
  text.text("a\x01\"\\/\b\f\n\r\t\x7f\xC3\xA9");
  EXPECT_EQ(text.view(), "\"a\\u0001\\\"\\\\\\/\\b\\f\\n\\r\\t\x7f\xC3\xA9\"");
}

TEST(IdentityText, EscapesAnywhereInALongText) {
  for (std::size_t place = 0; place < 70; ++place) {
    std::string value(70, 'x');
    value[place] = '/';
    IdentityText text;
    text.text(value);
    std::string expected = value;
    expected.insert(place, "\\");
    EXPECT_EQ(text.view(), "\"" + expected + "\"");
  }
}

TEST(IdentityText, WritesVeryLongTexts) {
  const std::string value(100'000, '/');
  IdentityText text;
  text.text(value);
  EXPECT_EQ(text.view().size(), 2 * value.size() + 2);
}

TEST(IdentityText, PutsCommasWhereTheyBelong) {
  IdentityText text;
  text.open_object();
  text.member("a");
  text.open_list();
  text.integer(-7);
  text.boolean(true);
  text.open_object();
  text.close_object();
  text.close_list();
  text.member("b,{:");
  text.text(":");
  text.member("c");
  text.real(1.5);
  text.close_object();
  EXPECT_EQ(text.view(), R"({"a":[-7,true,{}],"b,{:":":","c":1.5})");
  text.clear();
  text.reference("url", {1, 2});
  EXPECT_EQ(text.view(), "\"url--00000000-0000-0001-0000-000000000002\"");
}

TEST(FormatReal, AgreesWithTheOriginal) {
  EXPECT_EQ(format_real(1), "1.0");
  EXPECT_EQ(format_real(-0.0), "-0.0");
  EXPECT_EQ(format_real(1e15), "1000000000000000.0");
  EXPECT_EQ(format_real(1e16), "1e+16");
  EXPECT_EQ(format_real(1.5e300), "1.5e+300");
  EXPECT_EQ(format_real(0.0001), "0.0001");
  EXPECT_EQ(format_real(0.00001), "1e-5");
  EXPECT_EQ(format_real(1.25e-7), "1.25e-7");
  EXPECT_EQ(format_real(123456789.125), "123456789.125");
  EXPECT_EQ(format_real(std::numeric_limits<double>::max()), "1.7976931348623157e+308");
}

}  // namespace
}  // namespace kestrel
