#include "kestrel/lang/compile.hpp"

#include <utility>
#include <variant>

#include "kestrel/lang/messages.hpp"

namespace kestrel::lang {

Result<ir::StepId> Scope::variable(const ast::Name& name) const {
  if (const auto step = find_variable(name.text)) {
    return *step;
  }
  return messages::unknown_variable(name.span, name.text, variable_names());
}

Result<Instruction> compile(const ast::Statement& statement, Scope& scope) {
  const std::size_t before = scope.graph().steps().size();
  auto lowered = std::visit([&](const auto& body) { return lower(body, statement.span, scope); },
                            statement.body);
  if (!lowered) {
    scope.graph().truncate(before);
    return lowered;
  }
  if (lowered->action == Action::define) {
    lowered->variable = statement.output ? statement.output->text : "_";
  }
  return lowered;
}

}  // namespace kestrel::lang
