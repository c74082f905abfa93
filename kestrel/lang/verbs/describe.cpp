// DESCRIBE: what values one attribute of a variable has.
#include <utility>

#include "kestrel/lang/verbs/table.hpp"

namespace kestrel::lang {
namespace {

Result<ast::Body> parse(Cursor& cursor) {
  const Span span = cursor.peek().span;
  KESTREL_TRY(ir::Literal::Reference reference, cursor.reference());
  return ast::Body(
      ast::Describe{{std::move(reference.variable), span}, std::move(reference.attribute)});
}

}  // namespace

Result<Instruction> lower(const ast::Describe& describe, Span origin, Scope& scope) {
  KESTREL_TRY(const ir::StepId step, scope.variable(describe.input));
  Instruction instruction{Action::describe,      step,         "describe", describe.input.text,
                          {describe.input.text}, std::nullopt, origin};
  instruction.attribute = describe.attribute;
  return instruction;
}

Verb describe_verb() {
  return {"DESCRIBE",
          "DESCRIBE <variable>.<attribute>",
          "Sums up the values of one attribute of a variable.",
          false,
          false,
          &parse};
}

}  // namespace kestrel::lang
