#include "kestrel/lang/format.hpp"

#include <string>

#include <gtest/gtest.h>

namespace kestrel::lang {
namespace {

std::string formatted(const std::string& text) {
  const Parsed parsed = parse(text, 0);
  EXPECT_TRUE(parsed.diagnostics.empty()) << text;
  return format(text, parsed);
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

}  // namespace
}  // namespace kestrel::lang
