#include "kestrel/plan/plan.hpp"

#include <gtest/gtest.h>

#include "kestrel/plan/reachable.hpp"

namespace kestrel::plan {
namespace {

using ir::StepId;

ir::Predicate anything() {
  return {ir::Comparison{"process", {"pid", {}}, ir::Operator::is_null, true, {}, {}}};
}

TEST(Reachable, LeavesOutWhatNothingNeeds) {
  ir::Graph graph;
  const StepId read = graph.add({ir::Read{"file", {"/a"}}, {}, {}});
  const StepId wanted =
      graph.add({ir::Retrieve{"process", {}, {anything(), {}, {}, {}, 0}}, {read}, {}});
  graph.add({ir::Read{"file", {"/b"}}, {}, {}});
  const StepId last = graph.add({ir::Filter{anything(), 0}, {wanted}, {}});
  EXPECT_EQ(reachable(graph, last), (std::vector<StepId>{read, wanted, last}));
}

TEST(Split, MakesAStageOfEverySourceAndOneOfTheEngine) {
  ir::Graph graph;
  const StepId read = graph.add({ir::Read{"file", {"/a"}}, {}, {}});
  const StepId procs =
      graph.add({ir::Retrieve{"process", {}, {anything(), {}, {}, {}, 0}}, {read}, {}});
  const StepId some = graph.add({ir::Filter{anything(), 0}, {procs}, {}});
  EXPECT_EQ(dump(graph, split(graph, some)),
            "stage 1 in source file://\n"
            "  %0 = read file:///a\n"
            "stage 2 in the engine\n"
            "  %1 = retrieve process from %0 where process:pid IS NOT NULL\n"
            "  %2 = filter %1 where process:pid IS NOT NULL\n");
}

TEST(Split, OfAReadAloneHasNoEngineStage) {
  ir::Graph graph;
  const StepId read = graph.add({ir::Read{"file", {"/a"}}, {}, {}});
  EXPECT_EQ(split(graph, read).size(), 1U);
}

}  // namespace
}  // namespace kestrel::plan
