// EXPLAIN: how the rows of a variable come about.
#include <utility>

#include "kestrel/lang/verbs/table.hpp"

namespace kestrel::lang {
namespace {

Result<ast::Body> parse(Cursor& cursor) {
  KESTREL_TRY(ast::Name input, cursor.variable());
  return ast::Body(ast::Explain{std::move(input)});
}

}  // namespace

Result<Instruction> lower(const ast::Explain& explain, Span origin, Scope& scope) {
  KESTREL_TRY(const ir::StepId step, scope.variable(explain.input));
  return Instruction{Action::explain,      step,         "explain", explain.input.text,
                     {explain.input.text}, std::nullopt, origin};
}

Verb explain_verb() {
  return {"EXPLAIN",
          "EXPLAIN <variable>",
          "Tells the steps behind a variable, where they run, and what each took.",
          false,
          true,
          &parse};
}

}  // namespace kestrel::lang
