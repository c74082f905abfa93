// INFO: describes a variable: its type, its size, its attributes, where it comes from.
#include <utility>

#include "kestrel/lang/verbs/table.hpp"

namespace kestrel::lang {
namespace {

Result<ast::Body> parse(Cursor& cursor) {
  KESTREL_TRY(ast::Name input, cursor.variable());
  return ast::Body(ast::Info{std::move(input)});
}

}  // namespace

Result<Instruction> lower(const ast::Info& info, Span origin, Scope& scope) {
  KESTREL_TRY(const ir::StepId step, scope.variable(info.input));
  return Instruction{Action::inform,    step,         "info", info.input.text,
                     {info.input.text}, std::nullopt, origin};
}

Verb info_verb() {
  return {"INFO", "INFO <variable>", "Describes a variable and its attributes.", false, false,
          &parse};
}

}  // namespace kestrel::lang
