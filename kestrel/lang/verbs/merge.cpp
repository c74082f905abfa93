// Merge: the rows of several variables in one, each entity once.
#include <utility>
#include <vector>

#include "kestrel/lang/messages.hpp"
#include "kestrel/lang/verb.hpp"

namespace kestrel::lang {

Result<Instruction> lower(const ast::Merge& merge, Span origin, Scope& scope) {
  Instruction instruction{Action::define, {}, "merge", {}, {}, std::nullopt, origin};
  ir::Graph& graph = scope.graph();
  std::vector<ir::StepId> rows;
  std::vector<ir::StepId> sources;
  for (const ast::Name& input : merge.inputs) {
    KESTREL_TRY(const ir::StepId step, scope.variable(input));
    if (!rows.empty()) {
      const ast::Name& first = merge.inputs.front();
      const std::string& type = ir::entity_type_of(graph, rows.front());
      if (ir::entity_type_of(graph, step) != type) {
        return messages::merge_of_types(input, ir::entity_type_of(graph, step), first, type);
      }
      if (ir::is_grouped(graph, step) != ir::is_grouped(graph, rows.front())) {
        return messages::merge_of_groups(ir::is_grouped(graph, step) ? input : first,
                                         ir::is_grouped(graph, step) ? first : input);
      }
    }
    rows.push_back(step);
    sources.push_back(ir::source_of(graph, step));
    instruction.dependencies.push_back(input.text);
  }
  rows.insert(rows.begin(), ir::combined(graph, sources, origin));
  instruction.step = graph.add({ir::Unite{scope.updates()}, std::move(rows), origin});
  return instruction;
}

}  // namespace kestrel::lang
