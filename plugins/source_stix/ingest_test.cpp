// What becomes of the objects of a bundle: attributes, types, references, merging.
#include <string>

#include <gtest/gtest.h>

#include "plugins/source_stix/reading.hpp"

namespace kestrel::source_stix {
namespace {

std::string entities(std::string_view objects, std::string_view type) {
  return shown_entities(read_text(bundle(observation(objects))), type);
}

TEST(Attributes, AreTypedByTheirValues) {
  EXPECT_EQ(entities(R"("0":{"type":"process","pid":7,"is_hidden":true,"x_load":0.5,"name":"a",
                        "arguments":["-x","a longer argument"],"x_none":null,"x_empty":[]})",
                     "process"),
            "pid: integer | is_hidden: boolean | x_load: real | name: text | "
            "arguments: list of text | x_empty: list of text\n"
            "7 | true | 0.5 | a | <-x a longer argument> | <>\n");
}

TEST(Attributes, KeepLargeNumbersExactly) {
  EXPECT_EQ(entities(R"("0":{"type":"process","a":9223372036854775807,"b":9223372036854775808,
                        "c":18446744073709551615,"d":123456789012345678901234567890,"e":1e999,
                        "f":-9223372036854775808,"g":9007199254740993.0})",
                     "process"),
            "a: integer | b: real | c: text | d: text | e: text | f: integer | g: real\n"
            "9223372036854775807 | 9.223372036854776e+18 | 18446744073709551615 | "
            "123456789012345678901234567890 | 1e999 | -9223372036854775808 | "
            "9007199254740992.0\n");
}

TEST(Attributes, AreNamedByTheirPath) {
  EXPECT_EQ(entities(R"("0":{"type":"file","hashes":{"SHA-256":"s","MD5":"m"},
                        "a":{"b":{"c-d":1}},"e-f":2})",
                     "file"),
            "hashes.'SHA-256': text | hashes.MD5: text | a.b.'c-d': integer | 'e-f': integer\n"
            "s | m | 1 | 2\n");
}

TEST(Attributes, ThatStandAtTheTopMayBeNamedByTheirPath) {
  EXPECT_EQ(entities(R"("0":{"type":"file","hashes.'SHA-256'":"s","a.b-c":1,"'e-f'":2})", "file"),
            "hashes.'SHA-256': text | a.'b-c': integer | 'e-f': integer\n"
            "s | 1 | 2\n");
}

TEST(Attributes, ThatShareANameAreTold) {
  const auto read = read_text(bundle(observation(
      R"("0":{"type":"process","extensions":{"x-a":{"title":"t"},"x-b":{"title":"u","other":1}}},)"
      R"("1":{"type":"process","x_title":"v","x_other":2,"a":{"b":1},"a.b":2})")));
  ASSERT_TRUE(read) << shown(read);
  EXPECT_EQ((*read)->notes,
            (std::vector<std::string>{
                "`x_title` of `process` holds both `extensions.'x-a'.title` and "
                "`extensions.'x-b'.title`",
                "`x_other` of `process` holds both `extensions.'x-b'.other` and `x_other`"}));
}

TEST(Attributes, OfExtensionsHaveShortNames) {
  EXPECT_EQ(entities(R"("0":{"type":"process","extensions":{
                        "windows-process-ext":{"window_title":"t","startup_info":{"cb":1}},
                        "x-sentinel-process":{"storyline":"s"},"plain":{"a":1},"x-y":5}})",
                     "process"),
            "x_window_title: text | x_startup_info.cb: integer | x_storyline: text | "
            "extensions.plain.a: integer | extensions.'x-y': integer\n"
            "t | 1 | s | 1 | 5\n");
}

TEST(Attributes, OfCustomTypesStayWhole) {
  EXPECT_EQ(entities(R"("0":{"type":"x-oca-event","a":{ "b" : [1, {"c": "d e"}] },
                        "extensions":{"x-ext":{"f":{"g":1}}}})",
                     "x-oca-event"),
            "a: text | x_f.g: integer\n"
            "{\"b\":[1,{\"c\":\"d e\"}]} | 1\n");
}

TEST(Attributes, ListsOfOtherThanTextAreJson) {
  EXPECT_EQ(entities(R"("0":{"type":"windows-registry-key","values":[ { "name" : "a" } ],
                        "n":[1, 2],"m":["a", 1],"c":[["network"]]})",
                     "windows-registry-key"),
            "values: text | n: text | m: text | c: text\n"
            R"([{"name":"a"}] | [1,2] | ["a",1] | [["network"]])"
            "\n");
}

TEST(Attributes, AreDecoded) {
  EXPECT_EQ(entities(R"("0":{"type":"process","na\u006de":"C:\\a\"\/\u00e9\ud83d\ude00",)"
                     R"("x":"\ud800","y":"\udc00!","z":"\ud800\ud800"})",
                     "process"),
            "name: text | x: text | y: text | z: text\n"
            "C:\\a\"/\xC3\xA9\xF0\x9F\x98\x80 | \xEF\xBF\xBD | \xEF\xBF\xBD! | "
            "\xEF\xBF\xBD\xEF\xBF\xBD\n");
}

TEST(Attributes, WidenWhenTypesConflict) {
  const auto column = [](std::string_view first, std::string_view second) {
    const std::string objects = R"("0":{"type":"process","a":)" + std::string(first) +
                                R"(},"1":{"type":"process","a":)" + std::string(second) + "}";
    return entities(objects, "process");
  };
  EXPECT_EQ(column("1", "1.5"), "a: real\n1.0\n1.5\n");
  EXPECT_EQ(column("1.5", "1"), "a: real\n1.5\n1.0\n");
  EXPECT_EQ(column("9007199254740993", "1.5"), "a: text\n9007199254740993\n1.5\n");
  EXPECT_EQ(column("1.5", "9007199254740993"), "a: text\n1.5\n9007199254740993\n");
  EXPECT_EQ(column("1", "\"x\""), "a: text\n1\nx\n");
  EXPECT_EQ(column("\"x\"", "true"), "a: text\nx\ntrue\n");
  EXPECT_EQ(column("true", "1"), "a: text\ntrue\n1\n");
  EXPECT_EQ(column(R"(["a","b c"])", "\"x\""), "a: text\n[\"a\",\"b c\"]\nx\n");
  EXPECT_EQ(column("\"x\"", R"(["a"])"), "a: text\nx\n[\"a\"]\n");
  EXPECT_EQ(column(R"(["network"])", R"([["network"]])"),
            "a: text\n[\"network\"]\n[[\"network\"]]\n");
}

TEST(References, MeanTheObjectsOfTheirObservation) {
  const auto read = read_text(bundle(observation(
      R"("0":{"type":"process","parent_ref":"2","binary_ref":"1","opened_connection_refs":["3","9"]},)"
      R"("1":{"type":"file","name":"f"},"2":{"type":"process","binary_ref":7,"child_refs":"0"},)"
      R"("3":{"type":"network-traffic","src_ref":4,"dst_ref":"3"},"4":{"type":"ipv4-addr","value":"1.1.1.1"})")));
  ASSERT_TRUE(read) << shown(read);
  const Table& processes = (*read)->find("process")->entities;
  EXPECT_EQ(processes.schema().attributes[0],
            (Attribute{"parent_ref", DataType::uuid, {"process"}, false}));
  EXPECT_EQ(processes.schema().attributes[1],
            (Attribute{"binary_ref", DataType::uuid, {"file"}, false}));
  EXPECT_EQ(processes.schema().attributes[2],
            (Attribute{"opened_connection_refs", DataType::uuid_list, {"network-traffic"}, false}));
  EXPECT_EQ(processes.schema().attributes[3],
            (Attribute{"child_refs", DataType::uuid_list, {"process"}, false}));
  const Column& ids = processes.column(*processes.position("id"));
  EXPECT_EQ(processes.column(0).at<Uuid>(0), ids.at<Uuid>(1));
  EXPECT_FALSE(processes.column(1).is_valid(1)) << "points nowhere";
  EXPECT_EQ(processes.column(2).at<ListCell>(0).count, 1U);
  const Table& flows = (*read)->find("network-traffic")->entities;
  EXPECT_FALSE(flows.position("dst_ref").has_value()) << "points at itself";
  EXPECT_EQ(format_uuid(flows.column(0).at<Uuid>(0)), "cbd67181-b9f8-595b-8bc3-3971e34fa1cc");
}

TEST(References, InACircleEnd) {
  const auto read = read_text(
      bundle(observation(R"("a":{"type":"file","name":"f","parent_directory_ref":"b"},)"
                         R"("b":{"type":"file","name":"g","parent_directory_ref":"a"})")));
  ASSERT_TRUE(read) << shown(read);
  EXPECT_EQ((*read)->find("file")->entities.row_count(), 2U);
}

TEST(Identity, MergesWhatIsTheSame) {
  const auto read = read_text(bundle(
      observation(R"("0":{"type":"user-account","user_id":"u","x_a":1,"x_b":1})", "2") + "," +
      observation(R"("5":{"type":"user-account","user_id":"u","x_b":2,"x_c":"late"},
                            "6":{"type":"user-account","user_id":"u"})",
                  "3")));
  ASSERT_TRUE(read) << shown(read);
  EXPECT_EQ(shown_entities(read, "user-account"),
            "user_id: text | x_a: integer | x_b: integer | x_c: text\nu | 1 | 2 | late\n");
  const EntityTable& users = *(*read)->find("user-account");
  EXPECT_EQ(users.entities.columns().back().at<std::int64_t>(0), 5);
  EXPECT_EQ(users.occurrences.row_count(), 2U);
}

// The names of ids that the original gave for these objects.
TEST(Identity, AgreesWithTheOriginal) {
  const auto id = [](std::string_view objects, std::string_view type) {
    const auto read = read_text(bundle(observation(objects)));
    if (!read) {
      return shown(read);
    }
    const Table& table = (*read)->find(type)->entities;
    return format_uuid(table.column(*table.position("id")).at<Uuid>(0));
  };
  EXPECT_EQ(id(R"("0":{"type":"url","value":"https://a/b"})", "url"),
            "5a69667c-243b-521c-914c-c075238d50b2");
  EXPECT_EQ(id(R"("0":{"type":"file","name":"a.exe","hashes":{"SHA-256":"s","MD5":"m"},
                  "parent_directory_ref":"1"},"1":{"type":"directory","path":"C:\\a"})",
               "file"),
            "7f014d65-fbb6-50cd-908a-570bcfa33023");
  EXPECT_EQ(id(R"("0":{"type":"file","hashes":{"SHA-256":"s","SHA-1":"i"}})", "file"),
            "5c7024bd-c691-55ee-bc82-0dc963f258ad");
  EXPECT_EQ(id(R"("0":{"type":"network-traffic","src_ref":"1","dst_port":53,
                  "protocols":["udp","dns"],"extensions":{"b-ext":{"z":1.5,"a":[true,null]}}},
                  "1":{"type":"ipv6-addr","value":"::1"})",
               "network-traffic"),
            "d8208b9c-2954-56ff-b632-07b192542254");
  EXPECT_EQ(id(R"("0":{"type":"process","pid":1,"x_unique_id":"{a/b}"})", "process"),
            "1a4cf03b-bc2b-5892-a286-ecd6a54c09ed");
  EXPECT_EQ(id(R"("0":{"type":"process","extensions":{"a-ext":{"process_guid":"g",
                  "process_uid":17},"b-ext":{"process_id":1}}})",
               "process"),
            "dd322d12-0d27-51c6-bf7a-201db93d6e8b");
  EXPECT_EQ(
      id(R"("0":{"type":"process","pid":4},"1":{"type":"x-oca-asset","hostname":"h"})", "process"),
      "daf17baa-c8c1-5783-a32d-033e49c210fb");
}

TEST(Identity, OfRegistryKeysIsKeyAndValues) {
  EXPECT_EQ(
      entities(R"("0":{"type":"windows-registry-key","key":"k","values":[{"name":"a","data":"1"}]},
                        "1":{"type":"windows-registry-key","key":"k","values":[{"data":"1","name":"a"}]},
                        "2":{"type":"windows-registry-key","key":"k","values":[{"data":"2","name":"a"}]})",
               "windows-registry-key"),
      "key: text | values: text\n"
      "k | [{\"data\":\"1\",\"name\":\"a\"}]\nk | [{\"data\":\"2\",\"name\":\"a\"}]\n");
}

TEST(Identity, OfOthersFollowsFromObservationAndKey) {
  const std::string content =
      bundle(observation(R"("0":{"type":"process","pid":0},"1":{"type":"process"})"));
  const std::string first = shown(read_text(content));
  EXPECT_EQ(first, shown(read_text(content)));
  EXPECT_EQ((*read_text(content))->find("process")->entities.row_count(), 2U);
}

TEST(Observations, AreKept) {
  const auto read = read_text(bundle(
      R"({"type":"identity","id":"identity--aaaaaaaa-0000-4000-8000-000000000001","name":"demo"},)"
      R"({"objects":{"0":{"type":"url","value":"u"}},"number_observed":3,"x_com":{"a-b":[1]},)"
      R"("last_observed":"2019-10-15T05:50:08Z","first_observed":"2019-10-15T05:50:08.302443705Z",)"
      R"("created_by_ref":"identity--1","id":"observed-data--bbbbbbbb-0000-4000-8000-000000000001",)"
      R"("type":"observed-data"})"));
  EXPECT_EQ(shown(read),
            "== identity\n"
            "name: text | id: id | #records: integer\n"
            "demo | aaaaaaaa-0000-4000-8000-000000000001 | 0\n"
            "== in\nrecord: integer | id: id\n"
            "== url\n"
            "value: text | id: id | #records: integer\n"
            "u | 25ea97bb-03d3-549d-bd21-3f93d2b26ac1 | 3\n"
            "== in\nrecord: integer | id: id\n"
            "0 | 25ea97bb-03d3-549d-bd21-3f93d2b26ac1\n"
            "== observations\n"
            "record: integer | id: id | first_observed: timestamp | last_observed: timestamp | "
            "number_observed: integer | x_com.'a-b': text | created_by_ref: text\n"
            "0 | bbbbbbbb-0000-4000-8000-000000000001 | 2019-10-15T05:50:08.302443705Z | "
            "2019-10-15T05:50:08Z | 3 | [1] | identity--1\n");
}

TEST(Observations, SeenAgainStayAsTheyAre) {
  const std::string first = observation(R"("0":{"type":"url","value":"u"})", "2");
  const std::string second = observation(R"("0":{"type":"url","value":"u"})", "5");
  const auto read = read_text(bundle(first + "," + second + "," + first));
  ASSERT_TRUE(read) << shown(read);
  EXPECT_EQ((*read)->observations.row_count(), 2U);
  const EntityTable& urls = *(*read)->find("url");
  EXPECT_EQ(urls.entities.columns().back().at<std::int64_t>(0), 7);
  EXPECT_EQ(urls.occurrences.row_count(), 2U);
}

TEST(Observations, OfSeveralFilesAreOneSet) {
  const ScratchFolder folder;
  const std::string one =
      folder.write("1.json", bundle(observation(R"("0":{"type":"url","value":"u"})")));
  const std::string two =
      folder.write("2.json", bundle(observation(R"("0":{"type":"url","value":"u"})")));
  const auto read = read_files({one, two, one});
  ASSERT_TRUE(read) << shown(read);
  EXPECT_EQ((*read)->observations.row_count(), 2U);
  EXPECT_EQ((*read)->find("url")->entities.row_count(), 1U);
  EXPECT_EQ((*read)->find("url")->entities.columns().back().at<std::int64_t>(0), 2);
}

TEST(Observations, ThatAreBrokenAreCounted) {
  const auto broken = [](std::string_view members) {
    return R"({"type":"observed-data","id":"observed-data--1",)" + std::string(members) + "},";
  };
  const auto read = read_text(bundle(
      broken(R"("objects":{})") + broken(R"("first_observed":5,"objects":{})") +
      broken(R"("first_observed":"2024-02-30T00:00:00Z","objects":{})") +
      broken(R"("first_observed":"2024-05-01T10:00:00Z","objects":"none")") +
      broken(R"("first_observed":"2024-05-01T10:00:00Z","number_observed":"2")") +
      broken(R"("first_observed":"2024-05-01T10:00:00Z","last_observed":"then")") +
      broken(R"("first_observed":"2024-05-01T10:00:00Z","object_refs":{})") +
      broken(
          R"("first_observed":"2024-05-01T10:00:00Z","objects":{"0":{"type":"url"},"0":{"type":"url"}})") +
      R"(17,{"id":"x"},{"type":"indicator"},{"type":"indicator"},)" +
      observation(R"("0":{"type":"url","value":"u"},"1":{"value":"no type"},"2":3)")));
  ASSERT_TRUE(read) << shown(read);
  std::string skipped;
  for (const Skipped& each : (*read)->skipped) {
    skipped += std::to_string(each.count) + " " + each.what + ": " + each.reason + ", " +
               each.first_location + "\n";
  }
  EXPECT_EQ(skipped,
            "2 object: `type` is missing, a.json, object 10\n"
            "2 object: it is not a JSON object, a.json, object 9\n"
            "2 object: the type `indicator` is not read, a.json, object 11\n"
            "1 observation: `first_observed` is missing, a.json, object 1\n"
            "2 observation: `first_observed` is not a timestamp, a.json, object 2\n"
            "1 observation: `last_observed` is not a timestamp, a.json, object 6\n"
            "1 observation: `number_observed` is not a count, a.json, object 5\n"
            "1 observation: `object_refs` is not a list, a.json, object 7\n"
            "1 observation: `objects` is neither an object nor a list, a.json, object 4\n"
            "1 observation: two of its objects have the same key, a.json, object 8\n");
  EXPECT_EQ((*read)->observations.row_count(), 1U);
  EXPECT_EQ((*read)->find("url")->entities.row_count(), 1U);
}

TEST(Observations, MayHaveTheirObjectsInAList) {
  const auto read = [](std::string_view objects) {
    return shown(read_text(bundle(
        R"({"type":"observed-data","id":"observed-data--bbbbbbbb-0000-4000-8000-000000000001",)"
        R"("first_observed":"2024-05-01T10:00:00Z","objects":)" +
        std::string(objects) + "}")));
  };
  const std::string file = R"({"type":"file","name":"f","parent_directory_ref":1})";
  const std::string other = R"({"type":"x-other"})";
  EXPECT_EQ(read("[" + file + R"(,{"type":"directory","path":"/"},)" + other + "]"),
            read(R"({"0":)" + file + R"(,"1":{"type":"directory","path":"/"},"2":)" + other + "}"));
  EXPECT_EQ(read("[]"), read("{}"));
}

TEST(OwnIds, AreTheIdOnlyOfWhatHasNoIdentity) {
  const std::string id = "--80000000-0000-4000-8000-000000000001";
  EXPECT_EQ(entities(R"("0":{"type":"url","value":"u","id":"url)" + id + R"("},)" +
                         R"("1":{"type":"url","value":"v","id":7},"2":{"type":"url","id":null})",
                     "url"),
            "value: text | x_id: text\nu | url" + id + "\nv | 7\n- | -\n");
  const auto read = read_text(bundle(
      observation(R"("0":{"type":"x-a","id":"x-a)" + id + R"("},"1":{"type":"x-a","id":"x-b)" + id +
                  R"("},"2":{"type":"x-c","a_ref":"x-b)" + id + R"("})")));
  ASSERT_TRUE(read) << shown(read);
  const Table& things = (*read)->find("x-a")->entities;
  const Column& ids = things.column(*things.position("id"));
  EXPECT_EQ(format_uuid(ids.at<Uuid>(0)), id.substr(2));
  EXPECT_NE(format_uuid(ids.at<Uuid>(1)), id.substr(2));
  EXPECT_EQ(shown_entities(read, "x-a"), "x_id: text\n-\nx-b" + id + "\n");
  const Table& others = (*read)->find("x-c")->entities;
  EXPECT_EQ(others.column(0).at<Uuid>(0), ids.at<Uuid>(1)) << "a reference by an own id";
}

TEST(Identity, OfAFlowBetweenObjectsElsewhereCountsThem) {
  const auto flow = [](char digit) {
    return R"({"type":"network-traffic","dst_port":1,"src_ref":"ipv4-addr--80000000-0000-4000-8000-00000000000)" +
           std::string(1, digit) + "\"}";
  };
  const auto read = read_text(bundle(observation(R"("0":)" + flow('1') + R"(,"1":)" + flow('2'))));
  ASSERT_TRUE(read) << shown(read);
  EXPECT_EQ((*read)->find("network-traffic")->entities.row_count(), 2U);
}

TEST(Skipped, AreBounded) {
  std::string attributes;
  for (int index = 0; index < 5000; ++index) {
    attributes += ",\"a" + std::to_string(index) + "\":1";
  }
  std::string objects = R"({"type":"url","value":"u")" + attributes + "}";
  for (int index = 0; index < 200; ++index) {
    objects += R"(,{"type":"url","value":"u","x_)" + std::to_string(index) + R"(_ref":"none"})";
  }
  const auto read = read_text(bundle(objects));
  ASSERT_TRUE(read) << shown(read);
  ASSERT_LE((*read)->skipped.size(), 102U);
  std::uint64_t count = 0;
  for (const Skipped& skipped : (*read)->skipped) {
    count += skipped.count;
  }
  EXPECT_EQ(count, 200U + 5001U - 4096U);
  EXPECT_EQ((*read)->skipped.back().reason, "`url` has more than 4096 attributes");
}

TEST(Stix21, ObjectsStandAtTheTop) {
  const auto read = read_text(bundle(
      R"({"type":"observed-data","spec_version":"2.1","id":"observed-data--cccccccc-0000-4000-8000-000000000001",)"
      R"("first_observed":"2024-05-01T10:00:00Z","last_observed":"2024-05-01T10:00:00Z","number_observed":4,)"
      R"("object_refs":["ipv4-addr--dddddddd-0000-5000-8000-000000000001",)"
      R"("network-traffic--dddddddd-0000-5000-8000-000000000002","url--dddddddd-0000-5000-8000-000000000003",7]},)"
      R"({"type":"ipv4-addr","spec_version":"2.1","id":"ipv4-addr--dddddddd-0000-5000-8000-000000000001","value":"192.0.2.10"},)"
      R"({"type":"network-traffic","spec_version":"2.1","id":"network-traffic--dddddddd-0000-5000-8000-000000000002",)"
      R"("src_ref":"ipv4-addr--dddddddd-0000-5000-8000-000000000001","dst_ref":5,"dst_port":53},)"
      R"({"type":"relationship","source_ref":"a","target_ref":"b"})"));
  EXPECT_EQ(
      shown(read),
      "== ipv4-addr\n"
      "value: text | id: id | #records: integer\n"
      "192.0.2.10 | dddddddd-0000-5000-8000-000000000001 | 4\n"
      "== in\nrecord: integer | id: id\n"
      "0 | dddddddd-0000-5000-8000-000000000001\n"
      "== network-traffic\n"
      "src_ref: id ipv4-addr | dst_port: integer | id: id | #records: integer\n"
      "dddddddd-0000-5000-8000-000000000001 | 53 | dddddddd-0000-5000-8000-000000000002 | 4\n"
      "== in\nrecord: integer | id: id\n"
      "0 | dddddddd-0000-5000-8000-000000000002\n"
      "== observations\n"
      "record: integer | id: id | first_observed: timestamp | last_observed: timestamp | "
      "number_observed: integer\n"
      "0 | cccccccc-0000-4000-8000-000000000001 | 2024-05-01T10:00:00Z | 2024-05-01T10:00:00Z | 4\n"
      "skipped 1 reference: `dst_ref` of `network-traffic` is no STIX id (a.json, object 3)\n"
      "skipped 1 reference: it is no STIX id (a.json, object 1)\n"
      "skipped 1 reference: its `url` is not there (a.json, object 1)\n"
      "skipped 1 relationship: it does not say what relates to what (a.json, object 4)\n");
}

}  // namespace
}  // namespace kestrel::source_stix
