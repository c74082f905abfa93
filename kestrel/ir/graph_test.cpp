#include "kestrel/ir/graph.hpp"

#include <gtest/gtest.h>

#include "kestrel/base/assert.hpp"
#include "kestrel/ir/dump.hpp"

namespace kestrel::ir {
namespace {

Predicate pid_equals(std::int64_t pid) {
  return {Comparison{"process", {"pid", {}}, Operator::equal, false, {{pid, {}}}, {}}};
}

Graph hunt() {
  Graph graph;
  const StepId read = graph.add({Read{"file", {"/a.json", "/b.json"}}, {}, {}});
  const Match match{pid_equals(4), TimeRange{{0}, {1'000'000'000}}, std::nullopt, 3, 0};
  const StepId procs = graph.add({Retrieve{"process", {}, match}, {read}, {}});
  const StepId some = graph.add({Filter{pid_equals(4), 2}, {procs}, {}});
  const StepId sorted = graph.add({Sort{{"pid", {}}, false, 0}, {some}, {}});
  const StepId first = graph.add({Limit{2, 1}, {sorted}, {}});
  graph.add({Project{{{"name", {}}, {"pid", {}}}, 1}, {first}, {}});
  graph.add({Apply{"native", "a", {{"n", {{std::string("it's"), {}}}}}, 2, 0}, {procs, some}, {}});
  return graph;
}

TEST(Graph, RefusesInputsThatAreNotThereYet) {
  Graph graph;
  EXPECT_THROW(graph.add({Sort{}, {StepId{0}}, {}}), InternalError);
}

TEST(Graph, FindsSourceAndTypeAlongFirstInputs) {
  const Graph graph = hunt();
  EXPECT_EQ(source_of(graph, {5}), StepId{0});
  EXPECT_EQ(entity_type_of(graph, {5}), "process");
}

TEST(Graph, ForgetsStepsFromTheEnd) {
  Graph graph = hunt();
  graph.truncate(2);
  EXPECT_EQ(graph.steps().size(), 2U);
}

TEST(Dump, WritesEveryKindOfStep) {
  EXPECT_EQ(dump(hunt(), {0}, {{{1}, "procs"}, {{1}, "copy"}}),
            "%0 = read file:///a.json,/b.json\n"
            "%1 = retrieve process from %0 where process:pid = 4 start 1970-01-01T00:00:00Z stop "
            "1970-01-01T00:00:01Z limit 3 records  as procs, copy\n"
            "%2 = filter %1 where process:pid = 4 after 2 updates\n"
            "%3 = sort %2 by pid asc\n"
            "%4 = limit %3 to 2 rows from row 1\n"
            "%5 = project %4 name, pid after 1 update\n"
            "%6 = apply native://a on %1, %2 with n='it\\'s'\n");
}

TEST(Dump, WritesPredicatesAsTheLanguageWould) {
  const Comparison list{
      "file", {"name", {}}, Operator::in, true, {{std::string("a"), {}}, {Literal::Word{"b"}, {}}},
      {}};
  const Comparison absent{"file", {"size", {}}, Operator::is_null, true, {}, {}};
  const Comparison different{"file", {"size", {}}, Operator::equal, true, {{1.5, {}}}, {}};
  EXPECT_EQ(describe(Predicate{Junction{Connective::any, {{list}, {absent}, {different}}}}),
            "(file:name NOT IN ('a', b) OR file:size IS NOT NULL OR file:size != 1.5)");
}

}  // namespace
}  // namespace kestrel::ir
