// Which names completion knows: attributes, variables, files; and what it says about them.
#include <fstream>

#include "kestrel/session/completion/test_session.hpp"

namespace kestrel::session {
namespace {

TEST_F(CompleteTest, OffersTheAttributesOfAVariable) {
  const std::string all = "dst_port id src_ref.id src_ref.value";
  EXPECT_EQ(suffixes("DISP conns ATTR "), all);
  EXPECT_EQ(suffixes("DISP conns ATTR dst_port, "), all);
  EXPECT_EQ(suffixes("DISP conns ATTR dst_port,s"), "rc_ref.id rc_ref.value");
  EXPECT_EQ(suffixes("DISP conns WHERE "), all);
  EXPECT_EQ(suffixes("DISP conns SORT BY "), all);
  EXPECT_EQ(suffixes("x = SORT conns BY "), all);
  EXPECT_EQ(suffixes("x = JOIN other, conns BY "), "");
  EXPECT_EQ(suffixes("x = JOIN other, conns BY a, "), all);
  EXPECT_EQ(suffixes("x = GROUP conns BY "), "BIN " + all);
  EXPECT_EQ(suffixes("x = GROUP conns BY BIN(d"), "st_port");
  EXPECT_EQ(suffixes("x = GROUP conns BY id WITH COUNT("), all);
  EXPECT_EQ(suffixes("DISP TIMESTAMPED(conns) SORT BY f"), "irst_observed");
  EXPECT_EQ(suffixes("DISP nobody ATTR "), "");
}

TEST_F(CompleteTest, OffersTheAttributesOfWhatAStatementMakes) {
  run("few = conns ATTR dst_port");
  EXPECT_EQ(suffixes("DISP few ATTR "), "dst_port");
  run("sums = GROUP conns BY dst_port WITH COUNT(id) AS number");
  EXPECT_EQ(suffixes("DISP sums ATTR "), "dst_port number");
}

TEST_F(CompleteTest, OffersTheAttributesOfAnEntityType) {
  EXPECT_EQ(suffixes("GET network-traffic WHERE "), "dst_port id src_ref.id src_ref.value");
  EXPECT_EQ(suffixes("GET network-traffic WHERE [d"), "irectory: omain-name: st_port");
  EXPECT_EQ(suffixes("GET url WHERE [network-traffic:s"), "rc_ref.id rc_ref.value");
  EXPECT_EQ(suffixes("GET url WHERE (value = 'a' AND network-traffic:d"), "st_port");
  EXPECT_EQ(suffixes("FIND ipv4-addr CREATED conns WHERE v"), "alue");
}

TEST_F(CompleteTest, OffersCommonAttributesOfTypesThatWereNotReadYet) {
  EXPECT_EQ(suffixes("GET url WHERE "), "value");
  EXPECT_EQ(suffixes("GET file WHERE hashes.'SHA-2"), "56'");
  EXPECT_EQ(suffixes("GET file WHERE [file:hashes.'SHA-2"), "56'");
  EXPECT_EQ(suffixes("GET process WHERE parent_ref.n"), "ame");
  EXPECT_EQ(suffixes("GET x-visit WHERE "), "id");
  EXPECT_EQ(suffixes("GET x-unheard-of WHERE "), "");
}

TEST_F(CompleteTest, OffersReferencesToVariables) {
  EXPECT_EQ(suffixes("GET url WHERE value = conns.d"), "st_port");
  EXPECT_EQ(suffixes("GET url WHERE value = c"), "onns.");
  EXPECT_EQ(suffixes("GET url WHERE value IN (conns.src"), "_ref.id _ref.value");
  EXPECT_EQ(suffixes("DESCRIBE "), "_. conns.");
  EXPECT_EQ(suffixes("DESCRIBE conns.dst"), "_port");
  EXPECT_EQ(suffixes("APPLY python://enrich_one ON conns WITH columns=dst"), "_port");
  EXPECT_EQ(suffixes("APPLY python://enrich_one ON conns WITH columns=dst_port,s"),
            "rc_ref.id rc_ref.value");
}

TEST_F(CompleteTest, KnowsVariablesThatTheTextDefines) {
  EXPECT_EQ(suffixes("procs = GET process WHERE pid = 1\nDISP p"), "rocs");
  EXPECT_EQ(suffixes("procs = GET process WHERE pid = 1\nsome = procs\nDISP some ATTR pi"), "d");
  EXPECT_EQ(help("procs = GET process WHERE pid = 1\nDISP p", "procs"), "variable: process");
  EXPECT_EQ(suffixes("conns = GET url WHERE value = 'a'\nDISP conns ATTR "), "value");
}

TEST_F(CompleteTest, OffersFiles) {
  std::ofstream(scratch_ / "a.csv") << "x";
  std::ofstream(scratch_ / "a b.csv") << "x";
  std::filesystem::create_directories(scratch_ / "album");
  const std::string folder = scratch_.string() + "/";
  EXPECT_EQ(suffixes("LOAD " + folder + "a"), ".csv lbum/");
  EXPECT_EQ(suffixes("SAVE conns TO '" + folder + "a"), " b.csv' .csv' lbum/");
  EXPECT_EQ(suffixes("LOAD " + folder + "none/"), "");
  EXPECT_EQ(help("LOAD " + folder, folder + "a.csv"),
            "path: A file with rows of entities, or a folder on the way to one.");
}

TEST_F(CompleteTest, ReadsNoData) {
  const std::string other = "other = GET network-traffic FROM lake://host102 WHERE dst_port > 0\n";
  EXPECT_EQ(reads_, 1);
  EXPECT_EQ(suffixes(other + "DISP other ATTR dst"), "_port");
  EXPECT_EQ(help(other + "DISP ", "other"), "variable: network-traffic");
  EXPECT_EQ(suffixes("DISP conns ATTR dst"), "_port");
  EXPECT_EQ(reads_, 1);
}

TEST_F(CompleteTest, SaysWhatIsOffered) {
  run("sums = GROUP conns BY dst_port");
  run("one = conns WHERE dst_port = 53");
  EXPECT_EQ(help("DISP ", "conns"), "variable: network-traffic, 2 entities");
  EXPECT_EQ(help("DISP ", "sums"), "variable: network-traffic, 2 groups");
  EXPECT_EQ(help("DISP ", "one"), "variable: network-traffic, 1 entity");
  EXPECT_EQ(help("x = ", "GET"),
            "keyword: Retrieves the entities of one type that match a pattern.");
  EXPECT_EQ(help("DISP conns ", "LIMIT"), "keyword: Keeps the first so many rows.");
  EXPECT_EQ(help("GROUP conns ", "BY"), "keyword: Names the attributes whose values make a group.");
  EXPECT_EQ(help("SORT conns ", "BY"), "keyword: Names the attribute to order by.");
  EXPECT_EQ(help("GET ", "url"), "entity type: value");
  EXPECT_EQ(help("DISP conns ATTR ", "dst_port"), "attribute: of conns");
  EXPECT_EQ(help("FIND process ", "created"),
            "relation: Takes a variable of process, network-traffic, or BY one of process.");
  EXPECT_EQ(help("FIND url ", "owned"), "relation: Nothing of the kind is known of url.");
  EXPECT_EQ(help("GET url WHERE a = 1 LAST 5 ", "D"), "unit: Days.");
  EXPECT_EQ(help("GET url WHERE a = 1 START ", "2020-09-13T12:26:40.120Z"), "timestamp: Now.");
  EXPECT_EQ(help("GET url FROM ", "lake://"), "source: Data to retrieve entities from.");
  EXPECT_EQ(help("APPLY ", "python://"),
            "analytics: Runs on variables; what it returns updates their entities.");
  EXPECT_EQ(help("x ", "="), "punctuation: What follows gets this name.");
}

TEST_F(CompleteTest, SaysSomethingOfEveryKeyword) {
  for (const char* text : {"x = ",
                           "DISP ",
                           "DISP conns ",
                           "FIND url ",
                           "FIND url created ",
                           "FIND url created conns ",
                           "GET url ",
                           "GET url WHERE a ",
                           "GET url WHERE a NOT ",
                           "GET url WHERE a IS ",
                           "GET url WHERE a = 1 ",
                           "GET url WHERE a = 1 LAST 5 ",
                           "SORT conns ",
                           "GROUP conns ",
                           "GROUP conns BY ",
                           "GROUP conns BY id ",
                           "GROUP conns BY id WITH ",
                           "JOIN a ",
                           "JOIN a, b ",
                           "LOAD a ",
                           "SAVE a ",
                           "APPLY a ",
                           "APPLY a ON b "}) {
    for (const Completion& completion : complete(text)) {
      EXPECT_FALSE(completion.help.empty()) << text << completion.text;
    }
  }
}

}  // namespace
}  // namespace kestrel::session
