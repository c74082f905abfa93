#include "tests/runner/flow.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/runner/page.hpp"

namespace kestrel::flows {
namespace {

using Words = std::vector<std::string>;

TEST(Flow, ReadsDirectivesOfTheLeadingCommentsOnly) {
  std::string fault;
  const Directives directives = read_directives(
      "# GET: what this shows.\n"
      "# show: ir, plan result\n"
      "# format: json\n"
      "# config: x.yaml\n"
      "# arguments: --no-summary --threads 1\n"
      "\n"
      "# exit: 1\n"
      "# needs: reference-data docker\n"
      "# order: any\n"
      "# input: bundle.json\n"
      "DISP procs\n"
      "# exit: 2\n",
      fault);
  EXPECT_EQ(fault, "");
  EXPECT_EQ(directives.shown, (Words{"ir", "plan"}));
  EXPECT_EQ(directives.format, "json");
  EXPECT_EQ(directives.config, "x.yaml");
  EXPECT_EQ(directives.arguments, (Words{"--no-summary", "--threads", "1"}));
  EXPECT_EQ(directives.exit_code, 1);
  EXPECT_EQ(directives.needs, (Words{"reference-data", "docker"}));
  EXPECT_TRUE(directives.any_order);
  EXPECT_EQ(directives.input, "bundle.json");
}

TEST(Flow, RefusesDirectivesItDoesNotKnow) {
  for (const char* text : {"# exti: 1\n", "# exit: one\n", "# needs: luck\n", "# order: some\n"}) {
    std::string fault;
    read_directives(text, fault);
    EXPECT_NE(fault, "") << text;
  }
  std::string fault;
  read_directives("# tests/flows/a.hf: sorts\n# Texts: both quotes\n# two words: fine\n", fault);
  EXPECT_EQ(fault, "");
}

TEST(Flow, SplitsCells) {
  EXPECT_EQ(cells_of("# exit: 0\na\n# cell\nb\nc\n# cell  \n"),
            (Words{"# exit: 0\na\n", "b\nc\n", ""}));
  EXPECT_EQ(cells_of("a"), Words{"a"});
  EXPECT_EQ(cells_of(""), Words{""});
}

TEST(Page, FindsFlowsThatAnOutputFollows) {
  const std::string page =
      "# GET\n```hf\n# exit: 1\nDISP a\n```\n\ngives\n\n```out\na\n```\n"
      "```hf\nonly shown\n```\n```text\nx\n```\n```out\nof nothing\n```\n";
  const std::vector<Example> examples = examples_of(page, "docs/get.md");
  ASSERT_EQ(examples.size(), 1U);
  EXPECT_EQ(examples[0].flow.name, "docs/get.md:2");
  EXPECT_EQ(examples[0].flow.text, "# exit: 1\nDISP a\n");
  EXPECT_EQ(examples[0].flow.directives.exit_code, 1);
  EXPECT_EQ(examples[0].flow.expected, "a\n");
  EXPECT_EQ(examples_of("```hf exit: 1\na\n```\n```out\n```\n", "x")[0].flow.directives.exit_code,
            1);
  EXPECT_NE(examples_of("```hf exti: 1\na\n```\n```out\n```\n", "x")[0].flow.fault, "");
  EXPECT_EQ(page.substr(examples[0].begin, examples[0].end - examples[0].begin), "a\n");
}

}  // namespace
}  // namespace kestrel::flows
