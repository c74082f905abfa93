// Assignment: names the rows of another variable, all or some, ordered, projected or limited.
#include <utility>

#include "kestrel/lang/expression.hpp"
#include "kestrel/lang/verb.hpp"

namespace kestrel::lang {

Result<Instruction> lower(const ast::Assign& assign, Span origin, Scope& scope) {
  KESTREL_TRY(const ir::StepId step, lower_expression(assign.expression, origin, scope));
  return Instruction{Action::define, step,  "assign", {}, {assign.expression.input.text},
                     std::nullopt,   origin};
}

}  // namespace kestrel::lang
