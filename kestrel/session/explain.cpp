#include "kestrel/session/explain.hpp"

#include <utility>

#include "kestrel/ir/dump.hpp"
#include "kestrel/plan/plan.hpp"

namespace kestrel::session {

Result<ExplanationDisplay> explain(const std::string& variable, ir::StepId step,
                                   const std::map<std::string, Variable>& variables, Store& store) {
  const bool has_run = store.has_run(step);
  KESTREL_CHECK(store.prepare(step));
  KESTREL_TRY(const sql::Written rows, sql::write_rows(store.graph(), step, store.catalog(),
                                                       store.updates(), sql::Form::display));
  ExplanationDisplay display{variable, {}};
  for (const plan::Stage& stage : plan::split(store.graph(), step)) {
    const bool in_engine = stage.store == plan::Stage::Store::engine;
    ExplanationDisplay::Stage told{
        in_engine ? "the engine" : "source " + stage.scheme + "://", {}, {}};
    for (const ir::StepId id : stage.steps) {
      if (in_engine && has_run && !ir::is_source(store.graph().at(id).operation)) {
        KESTREL_CHECK(store.measure(id));
      }
      const StepRecord ran = store.ran(id);
      ExplanationDisplay::Step line{id.index, ir::describe(store.graph(), id), {}, ran.rows, {}};
      if (ran.time) {
        line.milliseconds = std::chrono::duration<double, std::milli>(*ran.time).count();
      }
      for (const auto& [name, known] : variables) {
        if (known.step == id && name != "_") {
          line.variables.push_back(name);
        }
      }
      told.steps.push_back(std::move(line));
    }
    if (in_engine) {
      told.query = shown_statement(rows.query);
    }
    display.stages.push_back(std::move(told));
  }
  return display;
}

}  // namespace kestrel::session
