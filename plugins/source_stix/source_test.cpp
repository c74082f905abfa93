// The source as the session sees it: places, and every way in which a file can be no bundle.
#include "plugins/source_stix/source.hpp"

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "plugins/source_stix/reading.hpp"

namespace kestrel::source_stix {
namespace {

std::string slug_of(std::string_view content, const Reading& reading = {}) {
  const auto read = read_text(content, reading);
  return read ? "fine" : read.diagnostic().slug;
}

std::string message_of(std::string_view content, const Reading& reading = {}) {
  const auto read = read_text(content, reading);
  if (read) {
    return "fine";
  }
  std::string message = read.diagnostic().message;
  const std::size_t place = message.find("`/");
  return place == std::string::npos
             ? message
             : message.replace(place, message.find("a.json`", place) + 7 - place, "FILE");
}

TEST(Source, AnswersToFile) {
  const auto source = make();
  ASSERT_EQ(source->schemes().size(), 1U);
  EXPECT_EQ(source->schemes().front(), "file");
}

TEST(Source, ResolvesPlaces) {
  const ScratchFolder here;
  const ScratchFolder there;
  const std::string canonical = std::filesystem::canonical(there.write("b.json", "[]")).string();
  const auto source = make(there.path());
  const plugin::Surroundings surroundings{here.path(), there.path()};
  EXPECT_EQ(*source->resolve(there.path() + "/b.json", surroundings), canonical);
  EXPECT_EQ(*source->resolve("b.json", surroundings), canonical);
  EXPECT_EQ(*source->resolve("~/b.json", surroundings), canonical);
  EXPECT_EQ(*source->resolve("./b.json", {there.path(), {}}), canonical);
}

TEST(Source, NamesEveryPlaceItLookedAt) {
  const ScratchFolder here;
  const ScratchFolder there;
  const auto missing = make()->resolve("no.json", {here.path(), there.path()});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.diagnostic().slug, "source-not-found");
  ASSERT_EQ(missing.diagnostic().notes.size(), 2U);
  EXPECT_EQ(missing.diagnostic().notes[0], "looked at `" + here.path() + "/no.json`");
  EXPECT_EQ(missing.diagnostic().notes[1], "looked at `" + there.path() + "/no.json`");
  const auto folder = make()->resolve(there.path(), {here.path(), {}});
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.diagnostic().slug, "source-is-folder");
}

TEST(Source, FingerprintsContent) {
  const ScratchFolder folder;
  const auto source = make();
  const std::string place = folder.write("a.json", "[]");
  const std::string before = *source->fingerprint(place);
  EXPECT_EQ(before, *source->fingerprint(place));
  folder.write("a.json", "[ ]");
  EXPECT_NE(before, *source->fingerprint(place));
  EXPECT_FALSE(source->fingerprint(folder.path() + "/none"));
}

TEST(Source, SaysWhatCannotBeRead) {
  const ScratchFolder folder;
  EXPECT_EQ(read_files({folder.path() + "/none"}).diagnostic().slug, "source-unreadable");
  EXPECT_EQ(read_files({folder.path()}).diagnostic().slug, "source-is-folder");
  EXPECT_EQ(read_files({"/dev/null"}).diagnostic().slug, "source-unreadable");
}

TEST(Source, StopsWhenCancelled) {
  const ScratchFolder folder;
  const std::string place = folder.write("a.json", bundle(observation("")));
  Context context;
  context.cancel();
  const auto read =
      make()->read(std::vector<std::string>{place},
                   {std::make_shared<BlockStore>(std::size_t{1} << 24, folder.path()), 2}, context);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.diagnostic().slug, "cancelled");
}

TEST(Source, SaysWhenThereIsNoRoom) {
  const ScratchFolder folder;
  const std::string place =
      folder.write("a.json", bundle(observation(R"("0":{"type":"url","value":"u"})")));
  Context context;
  const auto read = make()->read(std::vector<std::string>{place},
                                 {std::make_shared<BlockStore>(0, "/nowhere/at/all"), 2}, context);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.diagnostic().slug, "out-of-space");
}

TEST(Source, SaysWhatIsThereInsteadOfJson) {
  EXPECT_EQ(message_of(""), "expected a STIX bundle in FILE, found nothing: the file is empty");
  EXPECT_EQ(message_of(" \n"), "expected a STIX bundle in FILE, found nothing but white space");
  EXPECT_EQ(message_of("PK\x03\x04zip"), "expected a STIX bundle in FILE, found a zip archive");
  EXPECT_EQ(message_of("\x1F\x8B\x08"),
            "expected a STIX bundle in FILE, found gzip-compressed data");
  EXPECT_EQ(message_of("<!DOCTYPE html><html>"),
            "expected a STIX bundle in FILE, found markup, such as HTML: `<!DOCTYPE html><html`");
  EXPECT_EQ(message_of("type,id\n"), "expected a STIX bundle in FILE, found `type,id\\n`");
  EXPECT_EQ(slug_of("hello"), "source-not-json");
}

TEST(Source, SaysWhatJsonIsNoBundle) {
  EXPECT_EQ(slug_of("17"), "source-not-bundle");
  EXPECT_EQ(slug_of("\"text\""), "source-not-bundle");
  EXPECT_EQ(slug_of(R"({"a":1})"), "source-not-bundle");
  EXPECT_EQ(slug_of(R"([1,{"a":2}])"), "source-not-bundle");
  EXPECT_EQ(slug_of(R"({"type":"bundle","objects":{}})"), "source-not-bundle");
  EXPECT_EQ(slug_of(R"({"type":"report"})"), "source-not-bundle");
  EXPECT_EQ(slug_of(R"([{"type":"report"},{"type":"note"}])"), "source-not-bundle");
  EXPECT_EQ(slug_of(R"({"objects":[],"type":"report"})"), "source-not-bundle");
  EXPECT_EQ(slug_of(R"({"objects":[]})"), "source-not-bundle");
}

TEST(Source, TakesEveryFormOfABundle) {
  const std::string one = observation(R"("0":{"type":"url","value":"u"})");
  const std::string expected = shown(read_text(bundle(one)));
  EXPECT_EQ(shown(read_text(R"({"objects":[)" + one + R"(],"x":{"a":[]},"type":"bundle"})")),
            expected);
  EXPECT_EQ(shown(read_text("\xEF\xBB\xBF" + bundle(one) + "\r\n")), expected);
  EXPECT_EQ(shown(read_text("[" + one + "]")), expected);
  EXPECT_EQ(shown(read_text(one)), expected);
  EXPECT_EQ(shown(read_text(one + "\n" + one + "\n")), expected);
  EXPECT_EQ(shown(read_text(bundle("") + "\n" + bundle(one) + bundle(""))), expected);
  EXPECT_EQ(shown(read_text(R"({"type":"bundle","id":"b"})" + bundle(one))), expected);
  EXPECT_EQ(slug_of(R"({"type":"bundle","id":"b"})"), "fine");
  EXPECT_EQ(slug_of("[]"), "fine");
}

TEST(Source, SaysWhereJsonEnds) {
  const std::string whole = bundle(R"({"type":"a-b","v":["x\n",1.5,true]},{"type":"a-b"})");
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const std::string slug = slug_of(whole.substr(0, size));
    EXPECT_EQ(slug, "json-truncated") << whole.substr(0, size);
  }
  EXPECT_EQ(message_of(whole.substr(0, 60)),
            "FILE ends at byte 60 in object 1, before its JSON does");
}

TEST(Source, SaysWhereJsonIsMalformed) {
  EXPECT_EQ(message_of(R"({"type":"bundle","objects":[{"type":"a"},{"type":"b" "c"}]})"),
            "expected `,` or `}` at byte 53 in object 2 of FILE, found `\"c\"}]}`");
  EXPECT_EQ(slug_of(bundle(R"({"type":"a","b":nul})")), "json-malformed");
  EXPECT_EQ(slug_of(bundle(R"({"type":"a","b":01})")), "json-malformed");
  EXPECT_EQ(slug_of(bundle(R"({"type":"a","b":[1,]})")), "json-malformed");
  EXPECT_EQ(slug_of(bundle(R"({"type":"a","b":"\x"})")), "json-malformed");
  EXPECT_EQ(slug_of(bundle("{\"type\":\"a\",\"b\":\"\n\"}")), "json-malformed");
  EXPECT_EQ(slug_of(bundle(R"({"type":"a"},)")), "json-malformed");
  EXPECT_EQ(slug_of(bundle(R"(,{"type":"a"})")), "json-malformed");
  EXPECT_EQ(slug_of(bundle(R"({"type":"a"}) " "junk")), "json-malformed");
  EXPECT_EQ(slug_of(bundle(R"({"type":"a"})") +
                    "junk"),
            "json-malformed");
  EXPECT_EQ(slug_of(bundle(R"({"type":"a"})") + "]"), "json-malformed");
}

TEST(Source, SaysWhereTextIsNotUtf8) {
  EXPECT_EQ(message_of(bundle("{\"type\":\"a\",\"b\":\"\xC3\"}")),
            "expected UTF-8 in FILE, found a broken character at byte 62");
}

TEST(Source, BoundsDepthAndSize) {
  const std::string deep(300, '[');
  EXPECT_EQ(slug_of(bundle(R"({"type":"a","b":)" + deep)), "nesting-too-deep");
  std::string object = R"({"type":"a","b":)";
  for (int level = 0; level < 300; ++level) {
    object += R"({"c":)";
  }
  EXPECT_EQ(slug_of(bundle(object)), "nesting-too-deep");
  Reading reading;
  reading.sizes = {64, 1000};
  const std::string large = R"({"type":"url","value":")" + std::string(2000, 'x') + R"("})";
  EXPECT_EQ(slug_of(bundle(R"({"type":"url"},)" + large), reading), "object-too-large");
}

}  // namespace
}  // namespace kestrel::source_stix
