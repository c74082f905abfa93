// JOIN: the rows of a variable with the attributes of those of another that have the same value.
#include <utility>

#include "kestrel/lang/messages.hpp"
#include "kestrel/lang/verbs/table.hpp"

namespace kestrel::lang {
namespace {

Result<ast::Body> parse(Cursor& cursor) {
  ast::Join join;
  KESTREL_TRY(join.left, cursor.variable());
  KESTREL_CHECK(cursor.expect_punctuation(","));
  KESTREL_TRY(join.right, cursor.variable());
  if (cursor.accept_clause("BY")) {
    cursor.set_subject({join.left.text, {}, {}});
    KESTREL_TRY(ir::AttributePath left, cursor.attribute());
    KESTREL_CHECK(cursor.expect_punctuation(","));
    cursor.set_subject({join.right.text, {}, {}});
    KESTREL_TRY(ir::AttributePath right, cursor.attribute());
    join.by = {std::move(left), std::move(right)};
  }
  return ast::Body(std::move(join));
}

}  // namespace

Result<Instruction> lower(const ast::Join& join, Span origin, Scope& scope) {
  KESTREL_TRY(const ir::StepId left, scope.variable(join.left));
  KESTREL_TRY(const ir::StepId right, scope.variable(join.right));
  ir::Graph& graph = scope.graph();
  const ir::StepId sources[] = {ir::source_of(graph, left), ir::source_of(graph, right)};
  const ir::StepId universe = ir::combined(graph, sources, origin);
  ir::Join step{{"id", join.left.span}, {"id", join.right.span}, scope.updates()};
  if (join.by) {
    step.left = join.by->first;
    step.right = join.by->second;
  } else if (ir::is_grouped(graph, left) || ir::is_grouped(graph, right)) {
    return messages::join_needs_attributes(join.left.span, join.right.span);
  }
  const ir::StepId id = graph.add({std::move(step), {universe, left, right}, origin});
  return Instruction{Action::define, id,    "join", {}, {join.left.text, join.right.text},
                     std::nullopt,   origin};
}

Verb join_verb() {
  return {"JOIN",
          "JOIN <variable>, <variable> [BY <attribute>, <attribute>]",
          "Adds to the rows of one variable the attributes of another's that have the same value.",
          true,
          false,
          &parse};
}

}  // namespace kestrel::lang
