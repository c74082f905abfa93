#include "kestrel/lang/parse.hpp"

#include <string>

#include <gtest/gtest.h>

#include "kestrel/lang/dump.hpp"
#include "kestrel/lang/verb.hpp"

namespace kestrel::lang {
namespace {

// The tree, or the first message with its place.
std::string parsed(const std::string& text) {
  const Parsed result = parse(text, 0);
  if (!result.diagnostics.empty()) {
    const Diagnostic& first = result.diagnostics.front();
    return std::to_string(first.primary->begin) + ": " + first.message;
  }
  return dump(result.block);
}

// What could stand at the end of a text, in the order of the grammar; keywords as they are.
std::string expected(const std::string& text) {
  std::string words;
  for (const Expectation& expectation : parse(text, 0).expected.all) {
    words += expectation.text.empty()
                 ? "<" + std::to_string(static_cast<int>(expectation.kind)) + ">"
                 : std::string(expectation.text);
    words += ' ';
  }
  return words;
}

TEST(Parse, ReadsNothingFromWhiteSpaceAndComments) {
  EXPECT_EQ(parsed(""), "");
  EXPECT_EQ(parsed("  # only a comment\n\t\n"), "");
}

TEST(Parse, ReadsSeveralStatementsOnOneLine) {
  EXPECT_EQ(parsed("x=y z=w"), "x = assign\n  input y\nz = assign\n  input w\n");
  EXPECT_EQ(parsed("x\n=\ny"), "x = assign\n  input y\n");
}

TEST(Parse, TakesAWordForAKeywordOnlyWhereOneCanStand) {
  EXPECT_EQ(parsed("by = where WHERE in IN (1, 2)"),
            "by = assign\n  input where\n  where :in IN (1, 2)\n");
  EXPECT_EQ(parsed("x = y limit = z LIMIT 1"),
            "x = assign\n  input y\nlimit = assign\n  input z\n  limit 1\n");
  EXPECT_EQ(parsed("GET process FROM f WHERE = 1"), "25: expected an attribute, found `=`");
  EXPECT_EQ(parsed("getx = last"), "getx = assign\n  input last\n");
}

TEST(Parse, BindsAndTighterThanOr) {
  EXPECT_EQ(parsed("x = y WHERE a=5 OR b=6 AND c=7"),
            "x = assign\n  input y\n  where (:a = 5 OR (:b = 6 AND :c = 7))\n");
}

TEST(Parse, ReadsBracketsRoundTheWholePatternOnly) {
  EXPECT_EQ(parsed("x = y WHERE [a=5 AND b=6]"), parsed("x = y WHERE a = 5 AND b == 6"));
  EXPECT_EQ(parsed("x = y WHERE [a=1] AND [b=2]"), "18: expected a statement, found `AND`");
}

TEST(Parse, JoinsWhatIsJoinedTheSameWay) {
  const auto where = [](const std::string& pattern) { return parsed("x = y WHERE " + pattern); };
  EXPECT_EQ(where("a=1 AND (b=2 AND (c=3 AND d=4))"), where("a=1 AND b=2 AND c=3 AND d=4"));
  EXPECT_EQ(where("((a=1 OR b=2) OR c=3) OR d=4"), where("a=1 OR b=2 OR c=3 OR d=4"));
  EXPECT_EQ(where("((a=1 AND b=2))"), where("a=1 AND b=2"));
  EXPECT_EQ(
      where("a=1 OR (b=2 OR c=3) AND (d=4 OR e=5 AND (f=6))"),
      "x = assign\n  input y\n  where (:a = 1 OR ((:b = 2 OR :c = 3) AND (:d = 4 OR (:e = 5 AND "
      ":f = 6))))\n");
}

TEST(Parse, FlattensListsInLists) {
  EXPECT_EQ(parsed("x = y WHERE a IN (1, [2, (3)])"),
            "x = assign\n  input y\n  where :a IN (1, 2, 3)\n");
}

TEST(Parse, WantsAListBehindInOnly) {
  EXPECT_EQ(parsed("x = y WHERE a IN (1)"), "x = assign\n  input y\n  where :a IN (1)\n");
  EXPECT_EQ(parsed("x = y WHERE a NOT IN y.a"), "x = assign\n  input y\n  where :a NOT IN (y.a)\n");
  EXPECT_EQ(parsed("x = y WHERE a IN 'b'"), "17: expected a list behind IN, found one value");
  EXPECT_EQ(parsed("x = y WHERE a NOT IN b"), "21: expected a list behind IN, found one value");
  EXPECT_EQ(parsed("x = y WHERE a = (1, 2)"), "16: expected one value behind `=`, found a list");
  EXPECT_EQ(parsed("x = y WHERE a = (1)"), "x = assign\n  input y\n  where :a = 1\n");
  EXPECT_EQ(parsed("x = y WHERE a IN ()"), "18: expected a value, found `)`");
}

TEST(Parse, LeavesSortToTheNextStatementUnlessByFollows) {
  EXPECT_EQ(parsed("x = y SORT BY a ASC"), "x = assign\n  input y\n  sort by a asc\n");
  EXPECT_EQ(parsed("x = y SORT z BY a"), "x = assign\n  input y\nsort\n  input z\n  sort by a\n");
}

TEST(Parse, KeepsTheOrderOfClauses) {
  EXPECT_EQ(parsed("DISP x LIMIT 1 SORT BY a"), "20: expected the name of a variable, found `BY`");
}

TEST(Parse, ReadsAllSpellingsOfRelativeTime) {
  for (const char* range :
       {"1 d",         "1d",           "1 D",          "1 day",        "1 DAY",   "1 days",
        "1 DAYS",      "24 h",         "24h",          "24H",          "24 hour", "24 HOUR",
        "24 hours",    "24 Hours",     "1440 m",       "1440m",        "1440 M",  "1440 minute",
        "1440 MINUTE", "1440 minutes", "1440minutes",  "1440 MINUTES", "86400 s", "86400s",
        "86400 S",     "86400 second", "86400 SECOND", "86400 Seconds"}) {
    EXPECT_EQ(parsed(std::string("v = GET process FROM f WHERE a=1 LAST ") + range),
              "v = get\n  type process\n  from f\n  where :a = 1\n  last 86400 seconds\n")
        << range;
  }
}

TEST(Parse, ReadsAllSpellingsOfATime) {
  for (const char* time :
       {"2022-10-18T01:02:03Z", "'2022-10-18T01:02:03Z'", "\"2022-10-18T01:02:03Z\"",
        "t'2022-10-18T01:02:03Z'", "t\"2022-10-18T01:02:03.000Z\""}) {
    EXPECT_EQ(
        parsed(std::string("v = GET process FROM f WHERE a=1 START ") + time + " STOP " + time),
        "v = get\n  type process\n  from f\n  where :a = 1\n  start 2022-10-18T01:02:03Z stop "
        "2022-10-18T01:02:03Z\n")
        << time;
  }
}

TEST(Parse, ReadsBothSyntaxesOfArguments) {
  const std::string expected =
      "apply\n  analytics native://a\n  input v\n  argument n = 2\n  argument columns = a, "
      "b\n";
  EXPECT_EQ(parsed("APPLY native://a ON v WITH n=2, columns=a,b"), expected);
  EXPECT_EQ(parsed("APPLY native://a ON v WITH n=2,columns=(a,b)"), expected);
  EXPECT_EQ(parsed("APPLY native://a ON v WITH n = 2 , columns = [ a , b ]"), expected);
  EXPECT_EQ(parsed("APPLY docker://a ON v, w WITH columns=a,b, x='c d'"),
            "apply\n  analytics docker://a\n  input v\n  input w\n  argument columns = a, b\n"
            "  argument x = 'c d'\n");
}

TEST(Parse, ReadsArgumentsOfEveryKind) {
  EXPECT_EQ(parsed("APPLY a ON v WITH x=1, y=(a, b,c)"),
            "apply\n  analytics a\n  input v\n  argument x = 1\n  argument y = a, b, c\n");
  EXPECT_EQ(parsed("APPLY a ON v WITH x=0.1, y=a.value"),
            "apply\n  analytics a\n  input v\n  argument x = 0.1\n  argument y = a.value\n");
  EXPECT_EQ(parsed("APPLY a ON v WITH x='https://me@host/p?q', y=[a.value ,b,c]"),
            "apply\n  analytics a\n  input v\n  argument x = 'https://me@host/p?q'\n  argument y = "
            "a.value, b, c\n");
  EXPECT_EQ(parsed("APPLY a ON v WITH x 1"), "20: expected `=`, found `1`");
}

TEST(Parse, TakesNamesOfEveryKind) {
  EXPECT_EQ(
      parsed("_a1 = GET x-oca-event FROM stixshifter://host.a-1/b WHERE action = x LIMIT 2"),
      "_a1 = get\n  type x-oca-event\n  from stixshifter://host.a-1/b\n  where :action = x\n  "
      "limit 2\n");
  EXPECT_EQ(parsed("a = GET x FROM 's://a b, c' WHERE [x-y:z.'q-r'[*].s = 1] "
                   "START t'2022-10-18T01:02:03Z' STOP t'2022-10-18T01:02:03.5Z'"),
            "a = get\n  type x\n  from 's://a b, c'\n  where x-y:z.'q-r'[*].s = 1\n  start "
            "2022-10-18T01:02:03Z stop 2022-10-18T01:02:03.500Z\n");
}

TEST(Parse, NamesAggregatesByFunctionAndAttribute) {
  EXPECT_EQ(
      parsed("x = GROUP y BY a, b.c WITH SUM(baz), min(blah), Avg(bar) AS mean"),
      "x = group\n  input y\n  by a\n  by b.c\n  with sum(baz) as sum_baz\n  with min(blah) as "
      "min_blah\n  with avg(bar) as mean\n");
  EXPECT_EQ(parsed("x = GROUP y BY BIN(a, 5m)"),
            "x = group\n  input y\n  by a in steps of 300 s\n");
  EXPECT_EQ(parsed("DESCRIBE x.y.z"), "describe\n  input x\n  attribute y.z\n");
}

TEST(Parse, TakesUnquotedArgumentValuesAsTheyAre) {
  EXPECT_EQ(parsed("APPLY a ON v WITH x=me@host.org, y=-1, z=http://h/p, w=1.50"),
            "apply\n  analytics a\n  input v\n  argument x = me@host.org\n  argument y = -1\n  "
            "argument z = http://h/p\n"
            "  argument w = 1.50\n");
}

TEST(Parse, PointsAtWhatItDidNotExpect) {
  EXPECT_EQ(parsed("get ? network-traffic"), "4: expected an entity type, found `?`");
  EXPECT_EQ(parsed("v = get process from file://f"), "21: expected `WHERE`, found the end");
  EXPECT_EQ(parsed("v = find file loaded by # what?\n"),
            "21: expected the name of a variable, found the end");
  EXPECT_EQ(parsed("1a = procs"), "0: expected a statement, found `1`");
  EXPECT_EQ(parsed("x = y ; z = w"), "6: expected a statement, found `;`");
  EXPECT_EQ(parsed("DISP procs ATTR process:name"),
            "16: expected an attribute without an entity type before it, found `process:`");
}

TEST(Parse, GoesOnAtTheNextStatement) {
  const Parsed result = parse("DISP ?\nx = y\nz = y LIMIT ?\nDISP x\n", 0);
  EXPECT_EQ(result.diagnostics.size(), 2U);
  EXPECT_EQ(dump(result.block), "x = assign\n  input y\ndisplay\n  input x\n");
}

TEST(Parse, KnowsABlockThatGoesOn) {
  EXPECT_TRUE(parse("x = GET process FROM", 0).incomplete);
  EXPECT_TRUE(parse("x =", 0).incomplete);
  EXPECT_FALSE(parse("x = GET ?", 0).incomplete);
  EXPECT_FALSE(parse("DISP x", 0).incomplete);
}

TEST(Parse, RefusesBrokenText) {
  EXPECT_EQ(parsed("DISP \xFF"), "5: expected text in UTF-8, found another byte");
}

TEST(VerbTable, IsInOrderAndComplete) {
  std::string_view last;
  for (const Verb& verb : verbs()) {
    EXPECT_LT(last, verb.keyword);
    EXPECT_TRUE(verb.usage.starts_with(verb.keyword)) << verb.keyword;
    EXPECT_TRUE(verb.summary.ends_with('.')) << verb.keyword;
    EXPECT_EQ(find_verb(verb.keyword), &verb);
    last = verb.keyword;
  }
}

TEST(Parse, NotesWhatCouldStandAtTheEnd) {
  const std::string variable = "<" + std::to_string(static_cast<int>(Expected::variable)) + "> ";
  EXPECT_EQ(expected("GET url "), "FROM WHERE ");
  EXPECT_EQ(expected("JOIN a"), ", ");
  EXPECT_EQ(expected("x"), "= " + expected(""));
  EXPECT_EQ(expected("INFO"), variable);
  EXPECT_EQ(expected("FIND url CREATED"), "BY " + variable);
  EXPECT_EQ(expected("x = y WHERE a IS"), "NOT NULL ");
}

TEST(Parse, NotesTheClausesThatAStatementLeftOut) {
  EXPECT_EQ(expected("DISP x ATTR a LIMIT 5"), "WHERE SORT OFFSET " + expected(""));
  EXPECT_EQ(expected("LOAD a.csv"), "AS " + expected(""));
  EXPECT_EQ(expected("GET url WHERE a = 1 LAST 5 d"), expected(""));
}

TEST(Parse, NotesNothingInsideOfCommentsAndBehindFaults) {
  EXPECT_EQ(expected("INFO # x"), "");
  EXPECT_EQ(expected("INFO # x\n"), expected("INFO"));
  EXPECT_EQ(expected("x = y WHERE name = '#'"), expected("x = y WHERE name = 'a'"));
  EXPECT_EQ(expected("x = y WHERE ; "), expected(""));
}

}  // namespace
}  // namespace kestrel::lang
