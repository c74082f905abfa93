// DISP: shows the rows of a variable as a table.
#include <utility>

#include "kestrel/lang/expression.hpp"
#include "kestrel/lang/verbs/table.hpp"

namespace kestrel::lang {
namespace {

Result<ast::Body> parse(Cursor& cursor) {
  KESTREL_TRY(ast::Expression expression, parse_expression(cursor));
  return ast::Body(ast::Display{std::move(expression)});
}

}  // namespace

Result<Instruction> lower(const ast::Display& display, Span origin, Scope& scope) {
  KESTREL_TRY(const ir::StepId step, lower_expression(display.expression, origin, scope));
  const std::string& name = display.expression.input.text;
  return Instruction{Action::display, step, "disp", name, {name}, std::nullopt, origin};
}

Verb disp_verb() {
  return {"DISP",
          "DISP <variable> [WHERE <pattern>] [ATTR <attribute>, ...] [SORT BY <attribute> "
          "[ASC|DESC]] [LIMIT <n>] "
          "[OFFSET <n>]",
          "Shows the rows of a variable as a table.",
          false,
          false,
          &parse};
}

}  // namespace kestrel::lang
