#include "kestrel/lang/format.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "kestrel/lang/dump.hpp"

namespace kestrel::lang {
namespace {

std::string formatted(const std::string& text) {
  const Parsed parsed = parse(text, 0);
  EXPECT_TRUE(parsed.diagnostics.empty()) << text;
  return format(text, parsed);
}

// The text means the same before and after, and is laid out once and for all.
void expect_round_trip(const std::string& text) {
  const Parsed parsed = parse(text, 0);
  if (!parsed.diagnostics.empty()) {
    return;  // what cannot be read is not laid out
  }
  const std::string once = format(text, parsed);
  const Parsed again = parse(once, 0);
  ASSERT_TRUE(again.diagnostics.empty()) << text << "\n-- became\n" << once;
  EXPECT_EQ(dump(parsed.block), dump(again.block)) << once;
  EXPECT_EQ(format(once, again), once) << text;
}

TEST(Format, WritesAStatementALineWithKeywordsInCapitals) {
  EXPECT_EQ(formatted("x=get process from a.json\n where [name='A' and(pid=4 or pid in(1,2))]"
                      " last 5d limit 3 disp   x attr name,pid sort by pid asc"),
            "x = GET process FROM a.json WHERE [name = 'A' AND (pid = 4 OR pid IN (1, 2))] LAST "
            "5 D LIMIT 3\n"
            "DISP x ATTR name, pid SORT BY pid ASC\n");
  EXPECT_EQ(formatted("y=find process created by x z=x+y g=group z by bin(first_observed,5m),name "
                      "with count(pid)as n"),
            "y = FIND process CREATED BY x\n"
            "z = x + y\n"
            "g = GROUP z BY BIN(first_observed, 5 M), name WITH COUNT(pid) AS n\n");
  EXPECT_EQ(formatted("apply docker://a on x,y with n = 2 , columns=a , b,c=( d,x.pid )"),
            "APPLY docker://a ON x, y WITH n=2, columns=a, b, c=(d, x.pid)\n");
  EXPECT_EQ(formatted("p=new process[{\"name\" :\"x\",\"ok\":TRUE}]"),
            "p = NEW process [{\"name\": \"x\", \"ok\": TRUE}]\n");
}

TEST(Format, KeepsCommentsWhereTheyAre) {
  EXPECT_EQ(formatted("# head\n\n\n# of x\nx=y # behind x\n\n\n\nz=x\n# end"),
            "# head\n# of x\nx = y  # behind x\n\nz = x\n# end\n");
  EXPECT_EQ(formatted("x = y WHERE a = 1 # why\n AND b = 2"),
            "x = y\n    WHERE a = 1  # why\n        AND b = 2\n");
  EXPECT_EQ(formatted("# only a comment"), "# only a comment\n");
  EXPECT_EQ(formatted(" \n\t\n"), "");
}

TEST(Format, GivesClausesOfALongStatementLinesOfTheirOwn) {
  const std::string name(60, 'n');
  EXPECT_EQ(formatted("x = GET process FROM file://" + name +
                      ".json WHERE name = 'a' AND pid = 5 LIMIT 7"),
            "x = GET process\n    FROM file://" + name +
                ".json\n    WHERE name = 'a' AND pid = 5\n    LIMIT 7\n");
  EXPECT_EQ(formatted("x = y WHERE name = '" + name + "' AND (pid = 5 OR pid = 6) OR cwd = '" +
                      name + "'"),
            "x = y\n    WHERE name = '" + name +
                "'\n        AND (pid = 5\n        OR pid = 6)\n        "
                "OR cwd = '" +
                name + "'\n");
}

TEST(Format, MeansTheSameForEveryFlow) {
  std::size_t flows = 0;
  for (const char* folder : {"tests/flows", "examples", "bench"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(
             std::filesystem::path(KESTREL_ROOT) / folder)) {
      if (entry.path().extension() == ".hf") {
        std::ifstream stream(entry.path(), std::ios::binary);
        expect_round_trip(
            {(std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>()});
        ++flows;
      }
    }
  }
  EXPECT_GT(flows, 50U);
}

/// Makes statements out of the grammar, and texts that only look like it.
class Fuzzer {
 public:
  explicit Fuzzer(std::uint32_t seed) : random_(seed) {}

  std::string block() {
    std::string text;
    for (std::size_t count = below(4) + 1; count > 0; --count) {
      text += statement() + blank();
    }
    return text;
  }

  std::string noise() {
    static constexpr std::array<const char*, 40> words{
        "GET",  "FIND", "x",    "=",   "WHERE", "process", "(",    ")",     "[",        "]",
        "'a'",  "\"b",  "#c\n", "pid", "IN",    ",",       "AND",  "OR",    "NOT",      "LIKE",
        "r'd'", "5",    "1.5",  "-2",  "SORT",  "BY",      "a.b",  "START", "LAST",     "d",
        "NEW",  "{",    "}",    ":",   "APPLY", "ON",      "WITH", "+",     "\xc3\xa9", "\n"};
    std::string text;
    for (std::size_t count = below(30); count > 0; --count) {
      text += std::string(words[below(words.size())]) + blank();
    }
    return text;
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }
  std::string any(std::initializer_list<const char*> choices) {
    return choices.begin()[below(choices.size())];
  }
  std::string blank() { return any({" ", "  ", "\n", "\t", " # a comment\n", "\n\n\n"}); }
  std::string name() { return any({"a", "b", "procs", "_x1", "explain"}); }
  std::string attribute() {
    return any({"pid", "name", "src_ref.value", "hashes.'SHA-256'", "x-oca-asset:hostname",
                "opened_connection_refs[*].dst_port"});
  }
  std::string plain_attribute() { return any({"pid", "name", "src_ref.value", "hashes.MD5"}); }
  std::string value() {
    return any({"1", "-1.5e3", "'it\\'s'", "\"q\"", "r'C:\\W'", "word", "true", "b.pid", "'#'"});
  }
  std::string comparison() {
    switch (below(5)) {
      case 0:
        return attribute() + blank() + any({"IN", "not in"}) + " (" + value() + "," + value() + ")";
      case 1:
        return attribute() + blank() + any({"IS NULL", "is not null"});
      case 2:
        return attribute() + blank() + any({"like", "NOT LIKE", "MATCHES", "ISSUBSET"}) + blank() +
               value();
      default:
        return attribute() + any({"=", " != ", "<", ">= ", "=="}) + value();
    }
  }
  std::string pattern(std::size_t depth) {
    if (depth == 0 || below(3) == 0) {
      return comparison();
    }
    const std::string both =
        pattern(depth - 1) + blank() + any({"AND", "or"}) + blank() + pattern(depth - 1);
    return below(2) == 0 ? "(" + both + ")" : both;
  }
  std::string clauses() {
    std::string text;
    text += below(2) == 0 ? " WHERE " + pattern(3) : "";
    text += below(3) == 0 ? " attr " + plain_attribute() + " ," + plain_attribute() : "";
    text += below(3) == 0 ? " Sort By " + plain_attribute() + any({"", " ASC", " desc"}) : "";
    text += below(3) == 0 ? " LIMIT 5" : "";
    text += below(3) == 0 ? " offset 2" : "";
    return text;
  }
  std::string range() {
    return any({"", " LAST 5 minutes", " last 3D",
                " START 2022-10-18T01:02:03Z STOP t'2022-10-19T01:02:03.5Z'"});
  }
  std::string statement() {
    switch (below(12)) {
      case 0:
        return name() + "=GET process FROM file://a.json,b.json WHERE [" + pattern(3) + "]" +
               range();
      case 1:
        return name() + " = find file loaded by " + name() + " where " + pattern(2) + range() +
               " limit 3";
      case 2:
        return name() +
               " = NEW process [{\"name\": \"x\" , \"pid\" :-4, \"ok\": null}, {\"a\": 'b'}]";
      case 3:
        return name() + " = load 'a b.csv' as process";
      case 4:
        return "save " + name() + " to out/x.parquet.gz";
      case 5:
        return name() + " = " + name() + "+" + name() + " + " + name();
      case 6:
        return "sort " + name() + " by " + plain_attribute() + any({"", " asc"});
      case 7:
        return name() + " = group " + name() +
               " by bin(pid, 10), name with count(pid) as n, max( pid )";
      case 8:
        return name() + " = join " + name() + "," + name() + any({"", " by pid , pid"});
      case 9:
        return "apply python://a-b on " + name() + " with x=1, y=(a, b,c.pid), z='q', w=a,b";
      case 10:
        return any({"info a", "describe a.pid", "EXPLAIN a", "DISP timestamped( a )"});
      default:
        return any({"disp ", "a = ", "b="}) + any({"a", "RECORDS(b)", "addobsid(procs)"}) +
               clauses();
    }
  }

  std::mt19937 random_;
};

TEST(Format, MeansTheSameForWhateverTheGrammarGives) {
  for (std::uint32_t seed = 0; seed < 3000; ++seed) {
    const std::string text = Fuzzer(seed).block();
    ASSERT_TRUE(parse(text, 0).diagnostics.empty())
        << text << parse(text, 0).diagnostics.front().message;
    expect_round_trip(text);
  }
}

TEST(Format, MeansTheSameForWhateverHappensToBeAHuntflow) {
  for (std::uint32_t seed = 0; seed < 3000; ++seed) {
    expect_round_trip(Fuzzer(seed).noise());
  }
}

}  // namespace
}  // namespace kestrel::lang
