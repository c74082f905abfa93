// However a file is cut and however many threads read it, the outcome is the same.
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "plugins/source_stix/reading.hpp"

namespace kestrel::source_stix {
namespace {

Reading reading_of(std::size_t threads, std::size_t window) {
  Reading reading;
  reading.threads = threads;
  reading.sizes.window = window;
  return reading;
}

// Objects that look like borders where there are none, in every spelling.
std::string tricky_objects() {
  std::string objects;
  for (int index = 0; index < 40; ++index) {
    const std::string number = std::to_string(index);
    objects += index == 0 ? "" : (index % 3 == 0 ? " ,\n\t " : (index % 3 == 1 ? "," : "  ,"));
    objects += observation(
        R"("0":{"type":"url","value":"},{ )" + number +
        R"("},"1":{"type":"windows-registry-key",)" + R"("key":"k)" + number +
        R"(","values":[{"name":"a"} , {"name":"b"},{"name":"c"}]},)" +
        R"("2":{"type":"x-a","text":"{\"objects\":[{},{\"a\":\"\\\\\"},{}]}","n":)" + number +
        R"(,"deep":[[{},{}],{"a":[{},{"b":{}}]}]},"3":{"type":"file","name":"\u007d,\u007b"})");
  }
  return objects;
}

// Objects of STIX 2.1 that name each other across pieces, and what cannot be used.
std::string objects_at_the_top() {
  const auto id = [](std::string_view type, int number) {
    const std::string digits = std::to_string(100'000'000'000 + number);
    return "\"" + std::string(type) + "--21000000-0000-5000-8000-" + digits + "\"";
  };
  std::string objects;
  for (int index = 0; index < 30; ++index) {
    objects +=
        R"({"type":"relationship","relationship_type":")" +
        std::string(index % 5 == 0 ? "related-to" : "resolves-to") + R"(","source_ref":)" +
        id("domain-name", index % 3) + R"(,"target_ref":)" + id("ipv4-addr", index) +
        R"(},{"type":"observed-data","first_observed":"2024-05-01T10:00:00Z","object_refs":[)" +
        id("domain-name", index) + "," + id("ipv4-addr", index + 1) +
        R"(]},{"type":"ipv4-addr","id":)" + id("ipv4-addr", index) + R"(,"value":"192.0.2.)" +
        std::to_string(index) + R"(","belongs_to_refs":["no id"]},)" +
        observation(R"("0":{"type":"x-a","id":"a","b_ref":"9"},"1":{"type":"x-a","b_ref":"1"})") +
        R"(,{"type":"x-g","v":[)" + std::to_string(index) +
        R"(]},{"type":"x-d","id":"e","l":[{"f":1},{"f":2}]},{"type":"domain-name","id":)" +
        id("domain-name", index % 4) + R"(,"value":"d)" + std::to_string(index % 4) + "\"}" +
        (index < 29 ? "," : "");
  }
  return objects;
}

TEST(Pieces, GiveTheSameHoweverTheyAreCut) {
  const std::string content = bundle(tricky_objects());
  const std::string expected = shown(read_text(content, reading_of(1, 1 << 20)));
  ASSERT_NE(expected.find("== observations"), std::string::npos) << expected;
  for (const std::size_t window : {1U, 7U, 64U, 300U, 1000U, 4096U}) {
    for (const std::size_t threads : {1U, 2U, 4U}) {
      EXPECT_EQ(shown(read_text(content, reading_of(threads, window))), expected)
          << threads << " threads, windows of " << window;
    }
  }
}

TEST(Pieces, GiveTheSameForLinesOfJson) {
  std::string content;
  for (int index = 0; index < 30; ++index) {
    content +=
        observation(R"("0":{"type":"url","value":"} { )" + std::to_string(index) + R"("})") + "\n";
  }
  const std::string expected = shown(read_text(content, reading_of(1, 1 << 20)));
  for (const std::size_t window : {5U, 100U, 1000U}) {
    EXPECT_EQ(shown(read_text(content, reading_of(2, window))), expected) << window;
  }
}

TEST(Pieces, GiveTheSameForObjectsAtTheTop) {
  const std::string content = bundle(objects_at_the_top());
  const std::string expected = shown(read_text(content, reading_of(1, 1 << 20)));
  ASSERT_NE(expected.find("resolves_to_refs"), std::string::npos) << expected;
  ASSERT_NE(
      expected.find("skipped 26 reference: its `domain-name` is not there (a.json, object 30)"),
      std::string::npos)
      << expected;
  for (const std::size_t window : {1U, 100U, 1000U, 5000U}) {
    EXPECT_EQ(shown(read_text(content, reading_of(2, window))), expected) << window;
  }
}

TEST(Pieces, GoOnIntoTheNextBundle) {
  const std::string content =
      bundle(tricky_objects()) + "\n" + bundle(tricky_objects()) + observation("");
  const std::string expected = shown(read_text(content, reading_of(1, 1 << 20)));
  for (const std::size_t window : {50U, 1000U, 10'000U}) {
    EXPECT_EQ(shown(read_text(content, reading_of(2, window))), expected) << window;
  }
}

TEST(Pieces, HoldObjectsLargerThanAWindow) {
  const std::string large(20'000, 'x');
  const std::string content =
      bundle(observation(R"("0":{"type":"url","value":"a"})") + "," +
             observation(R"("0":{"type":"url","value":")" + large + R"("})") + "," +
             observation(R"("0":{"type":"url","value":"b"})"));
  const std::string expected = shown(read_text(content, reading_of(1, 1 << 20)));
  for (const std::size_t window : {10U, 1000U}) {
    EXPECT_EQ(shown(read_text(content, reading_of(3, window))), expected) << window;
  }
}

TEST(Pieces, WideWhiteSpaceIsNoBorderButNoMistakeEither) {
  std::string objects;
  for (int index = 0; index < 5; ++index) {
    objects += (index == 0 ? "" : "," + std::string(1000, ' ')) +
               observation(R"("0":{"type":"url","value":"u"})");
  }
  const std::string expected = shown(read_text(bundle(objects), reading_of(1, 1 << 20)));
  EXPECT_EQ(shown(read_text(bundle(objects), reading_of(2, 100))), expected);
}

TEST(Pieces, FindTheSameMistakeHoweverTheyAreCut) {
  const std::string content = bundle(tricky_objects());
  for (const std::size_t place : {200U, 5000U, 9000U}) {
    std::string broken = content;
    broken[place] = '\x01';
    const auto slug = [&](std::size_t threads, std::size_t window) {
      const auto read = read_text(broken, reading_of(threads, window));
      return read ? "fine" : read.diagnostic().slug;
    };
    const std::string expected = slug(1, 1 << 20);
    EXPECT_EQ(expected, "json-malformed");
    EXPECT_EQ(slug(2, 100), expected);
    EXPECT_EQ(slug(2, 1000), expected);
  }
}

// Whatever a file holds, it is read or refused, and always the same way.
class MutatedPieces : public testing::TestWithParam<std::string (*)()> {};

TEST_P(MutatedPieces, AreReadTheSameWay) {
  const auto objects = GetParam();
  const std::string content = bundle(objects().substr(0, 6000));
  std::string fragments = "{}[],:\" \n0-.eEtfnu\x7f\xC3\xFF";
  // A broken escape in a reference is seen on the exact way only.
  fragments += content.find('\\') == std::string::npos ? "" : "\\";
  std::mt19937 random(20240501);  // the same mutations in every run
  const auto any = [&](std::size_t below) {
    return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
  };
  for (int round = 0; round < 400; ++round) {
    std::string mutated = content.substr(0, 1 + any(content.size()));
    if (round % 2 == 0) {
      mutated = bundle(objects().substr(0, 2500));
    }
    for (std::size_t change = 0; change < 1 + any(4); ++change) {
      const std::size_t place = any(mutated.size());
      switch (any(3)) {
        case 0:
          mutated[place] = fragments[any(fragments.size())];
          break;
        case 1:
          mutated.erase(place, 1 + any(20));
          break;
        default:
          mutated.insert(place, mutated.substr(any(mutated.size()), any(40)));
      }
      if (mutated.empty()) {
        break;
      }
    }
    const std::string whole = shown(read_text(mutated, reading_of(1, 1 << 20)));
    const std::string cut = shown(read_text(mutated, reading_of(2, 200)));
    const auto without_place = [](const std::string& text) {
      const std::size_t at = text.find("`/");
      return at == std::string::npos ? text : text.substr(0, at);
    };
    ASSERT_EQ(without_place(whole), without_place(cut)) << mutated;
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, MutatedPieces, testing::Values(tricky_objects, objects_at_the_top));

}  // namespace
}  // namespace kestrel::source_stix
