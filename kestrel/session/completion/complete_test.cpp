// What is offered where, by the tables of the language reference, section 8.
#include "kestrel/session/completion/test_session.hpp"

namespace kestrel::session {
namespace {

struct Row {
  const char* text;
  const char* offered;
};

constexpr const char* entity_types =
    "artifact autonomous-system directory domain-name email-addr email-message file ipv4-addr "
    "ipv6-addr mac-addr mutex network-traffic process software url user-account "
    "windows-registry-key x-ibm-finding x-oca-asset x-oca-event x-visit";

TEST_F(CompleteTest, OffersClausesThatACompleteStatementLacks) {
  for (const Row& row : std::initializer_list<Row>{
           {"x = conns ", "ATTR LIMIT OFFSET SORT WHERE"},
           {"x = conns WHERE name = 'abc' ", "ATTR LIMIT OFFSET SORT"},
           {"x = TIMESTAMPED(conns) SORT BY first_observed ASC ", "ATTR LIMIT OFFSET WHERE"},
           {"disp conns ", "ATTR LIMIT OFFSET SORT WHERE"},
           {"disp conns LIMIT 5 ", "ATTR OFFSET SORT WHERE"},
           {"disp conns ATTR name ", "LIMIT OFFSET SORT WHERE"},
           {"disp conns WHERE name = 'abc' ", "ATTR LIMIT OFFSET SORT"},
           {"disp conns ATTR name SORT BY name LIMIT 5 OFFSET 1 ", "WHERE"},
           {"p = FIND process CREATED BY conns ", "START WHERE"},
           {"p = FIND process CREATED BY conns WHERE name = 'abc' ", "START"},
           {"p = FIND process CREATED BY conns LAST 5 DAYS ", "WHERE"},
           {"p = FIND process CREATED conns LIMIT 5 ", "START WHERE"},
           {"p = GET url FROM lake://a WHERE value = 'a' ", "START"},
           {"p = GET url WHERE value = 'a' LIMIT 5 ", "START"},
           {"p = GET url WHERE value = 'a' LAST 5 h ", ""},
           {"p = GET url WHERE value = 'a' START 2022-01-01T00:00:00Z STOP 2022-01-02T00:00:00Z ",
            ""},
           {"g = GROUP conns BY dst_port ", "WITH"},
           {"g = GROUP conns BY dst_port WITH COUNT(id) ", ""},
           {"j = JOIN x, y ", "BY"},
           {"j = JOIN x, y BY a, b ", ""},
           {"l = LOAD conns.csv ", "AS"},
           {"l = LOAD conns.csv AS process ", ""},
           {"APPLY abc ON c ", "WITH"},
           {"APPLY abc ON c WITH n=1 ", ""},
           {"SORT conns BY dst_port ", ""},
           {"NEW process ['a'] ", ""},
           {"INFO conns ", ""},
           {"DESCRIBE conns.dst_port ", ""},
           {"EXPLAIN conns ", ""},
           {"SAVE conns TO a.csv ", ""},
           {"x = conns + conns ", ""},
       }) {
    EXPECT_EQ(suffixes(row.text), row.offered) << row.text;
  }
}

TEST_F(CompleteTest, OffersWhatAnIncompleteStatementNeeds) {
  for (const Row& row : std::initializer_list<Row>{
           {"", ""},
           {"x ", "="},
           {"procs = ", "ADDOBSID FIND GET GROUP JOIN LOAD NEW RECORDS SORT TIMESTAMPED _ conns"},
           {"DISP ", "ADDOBSID RECORDS TIMESTAMPED _ conns"},
           {"INFO ", "_ conns"},
           {"EXPLAIN ", "_ conns"},
           {"SAVE ", "_ conns"},
           {"SORT ", "_ conns"},
           {"GROUP ", "_ conns"},
           {"JOIN ", "_ conns"},
           {"JOIN a, ", "_ conns"},
           {"JOIN a,", "_ conns"},
           {"APPLY abc ON ", "_ conns"},
           {"APPLY abc ON a, ", "_ conns"},
           {"x = a + ", "_ conns"},
           {"FIND process CREATED BY ", "_ conns"},
           {"DISP TIMESTAMPED( ", "_ conns"},
           {"DISP TIMESTAMPED(", ""},
           {"GET ", entity_types},
           {"FIND ", entity_types},
           {"NEW ", entity_types},
           {"LOAD f AS ", entity_types},
           {"GET url ", "FROM WHERE"},
           {"GET url FROM ", "_ conns file:// lake://"},
           {"GET url FROM lake://", "host101 host102"},
           {"GET url FROM lake://a ", "WHERE"},
           {"GET url FROM conns ", "WHERE"},
           {"GET url WHERE a ", "IN IS ISSUBSET ISSUPERSET LIKE MATCHES NOT"},
           {"DISP conns WHERE a = 1 AND b ", "IN IS ISSUBSET ISSUPERSET LIKE MATCHES NOT"},
           {"GET url WHERE a NOT ", "IN ISSUBSET ISSUPERSET LIKE MATCHES"},
           {"GET url WHERE a IS ", "NOT NULL"},
           {"GET url WHERE a IS NOT ", "NULL"},
           {"GET url WHERE a = ", ""},
           {"GET url WHERE a = 1 START ", "2020-09-13T12:26:40.120Z"},
           {"GET url WHERE a = 1 START 2022-01-01T00:00:00Z STOP ", "2020-09-13T12:26:40.120Z"},
           {"GET url WHERE a = 1 START 2022-01-01T00:00:00Z ", "STOP"},
           {"GET url WHERE a = 1 LAST 5 ",
            "D DAY DAYS H HOUR HOURS M MINUTE MINUTES S SECOND SECONDS"},
           {"GET url WHERE a = 1 LAST ", ""},
           {"FIND process ", "accepted contained created linked loaded owned"},
           {"FIND process created ", "BY _ conns"},
           {"SORT conns ", "BY"},
           {"GROUP conns ", "BY"},
           {"GROUP missing BY ", "BIN"},
           {"GROUP conns BY a WITH ", "AVG COUNT MAX MIN NUNIQUE SUM"},
           {"SAVE conns ", "TO"},
           {"APPLY ", "python://"},
           {"APPLY python://", "enrich_many enrich_one html_visualization"},
           {"APPLY u ", "ON"},
           {"JOIN a ", ","},
           {"JOIN a, b BY c ", ","},
           {"GROUP conns BY BIN(a ", ","},
           {"DISP y SORT ", "BY _ conns"},
       }) {
    EXPECT_EQ(suffixes(row.text), row.offered) << row.text;
  }
}

TEST_F(CompleteTest, KeepsWhatTheLastWordBegins) {
  for (const Row& row : std::initializer_list<Row>{
           {"disp c", "onns"},
           {"disp conns", ""},
           {"disp C", ""},
           {"procs = G", "ET ROUP"},
           {"urls = g", "et roup"},
           {"urls = ge", "t"},
           {"urls = Ge", ""},
           {"procs = FIND", ""},
           {"procs = FIND p", "rocess"},
           {"procs = FIND P", ""},
           {"procs = FIND process", ""},
           {"procs = FIND process l", "inked oaded"},
           {"procs = FIND process c", "ontained reated"},
           {"procs = FIND process L", ""},
           {"APPLY pyth", "on://"},
           {"APPLY python://enrich", "_many _one"},
           {"APPLY PYTHON://html", "_visualization"},
           {"GET url FROM l", "ake://"},
           {"GET url FROM lake://host", "101 102"},
           {"GET url FROM 'lake://host101", "'"},
           {"GET url WHERE a = 1 LAST 5 mi", "nute nutes"},
       }) {
    EXPECT_EQ(suffixes(row.text), row.offered) << row.text;
  }
}

TEST_F(CompleteTest, FiltersClausesByTheLastWord) {
  EXPECT_EQ(suffixes("disp conns A"), "TTR");
  EXPECT_EQ(suffixes("disp conns o"), "ffset");
  EXPECT_EQ(suffixes("disp conns Of"), "");
}

TEST_F(CompleteTest, OffersNothingBehindAnUnknownScheme) {
  EXPECT_EQ(suffixes("APPLY nobody://"), "");
  EXPECT_EQ(suffixes("GET url FROM nobody://"), "");
}

TEST_F(CompleteTest, CompletesTimestampsToTheEarliestThatBeginsLikeThis) {
  constexpr std::pair<const char*, const char*> begun[] = {
      {"2021", "-01-01T00:00:00.000Z"}, {"2021-05", "-01T00:00:00.000Z"},
      {"2021-05-04", "T00:00:00.000Z"}, {"2021-05-04T07:", "00:00.000Z"},
      {"2021-05-04T07:30", ":00.000Z"}, {"2021-05-04T07:30:", "00.000Z"},
      {"2021-0", "1-01T00:00:00.000Z"}, {"2021-05-04T07:30:15", ".000Z"},
  };
  const std::string pattern = "x = GET p WHERE n = 'x' START ";
  for (const auto& [time, rest] : begun) {
    for (const std::string& before : {pattern, pattern + "t'2021-05-04T07:30:00Z' STOP "}) {
      EXPECT_EQ(suffixes(before + time), rest);
      EXPECT_EQ(suffixes(before + "t'" + time), std::string(rest) + "'");
      EXPECT_EQ(suffixes(before + "\"" + time), std::string(rest) + "\"");
    }
  }
  for (const char* time : {"2", "202", "2021-13", "2021-1", "2021-02-31", "2021-05-04T07:30:00Z",
                           "t2021", "t", "x", "''2021"}) {
    EXPECT_EQ(suffixes(pattern + time), "") << time;
  }
}

TEST_F(CompleteTest, OffersVerbsAndVariablesWhereTheFirstWordIsBegun) {
  EXPECT_EQ(suffixes("di"), "sp");
  EXPECT_EQ(suffixes("D"), "ESCRIBE ISP");
  EXPECT_EQ(suffixes("ex"), "plain");
  EXPECT_EQ(suffixes("c"), "onns");
  EXPECT_EQ(suffixes("x"), "");
  EXPECT_EQ(suffixes("disp conns\n  s"), "ave ort");
  EXPECT_EQ(suffixes("disp conns s"), "ort");
  EXPECT_EQ(suffixes("# note\nd"), "escribe isp");
  EXPECT_EQ(suffixes("GET url\nd"), "");
}

TEST_F(CompleteTest, SurvivesBrokenText) {
  EXPECT_EQ(suffixes("x = = y\nDISP no such thing\nDISP c"), "onns");
  EXPECT_EQ(suffixes("x = y ; z = "), "");
  EXPECT_EQ(suffixes("DISP conns WHERE ; "), "");
  EXPECT_EQ(suffixes("\xff\nDISP "), "");
  EXPECT_EQ(suffixes("DISP conns WHERE name = 'c "), "");
  EXPECT_EQ(suffixes("DISP # c"), "");
  EXPECT_EQ(suffixes("DISP # c\n c"), "onns");
  std::string many;
  for (int line = 0; line < 50; ++line) {
    many += "x = y z\n";
  }
  EXPECT_EQ(suffixes(many + "INFO c"), "onns");
}

TEST_F(CompleteTest, LooksOnlyAtTheTextBeforeTheCursor) {
  const auto completions = session_->complete("DISP c WHERE nonsense ;", 6);
  ASSERT_EQ(completions.size(), 1U);
  EXPECT_EQ(completions.front().text, "conns");
  EXPECT_EQ(completions.front().replaced, 1U);
  EXPECT_EQ(completions.front().suffix(), "onns");
  EXPECT_EQ(session_->complete("DISP c", 100).size(), 1U);
}

}  // namespace
}  // namespace kestrel::session
