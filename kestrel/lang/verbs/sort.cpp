// SORT: the same rows in another order.
#include <utility>

#include "kestrel/base/letters.hpp"
#include "kestrel/lang/expression.hpp"
#include "kestrel/lang/messages.hpp"
#include "kestrel/lang/verbs/table.hpp"

namespace kestrel::lang {
namespace {

Result<ast::Body> parse(Cursor& cursor) {
  ast::Sort sort;
  if (cursor.at_keyword("BY") && !same_word(cursor.peek_second().text, "BY")) {
    return messages::expected("the name of a variable", cursor.peek())
        .help("as a clause, SORT BY stands behind ATTR and before LIMIT");
  }
  KESTREL_TRY(sort.input, cursor.variable());
  cursor.set_subject({sort.input.text, {}, {}});
  KESTREL_TRY(sort.by, parse_sort_by(cursor));
  return ast::Body(std::move(sort));
}

}  // namespace

Result<Instruction> lower(const ast::Sort& sort, Span origin, Scope& scope) {
  KESTREL_TRY(const ir::StepId input, scope.variable(sort.input));
  const bool descending = sort.by.descending.value_or(scope.rules().sort_descending);
  const ir::StepId step = scope.graph().add(
      {ir::Sort{sort.by.attribute, descending, scope.updates()}, {input}, origin});
  return Instruction{Action::define, step, "sort", {}, {sort.input.text}, std::nullopt, origin};
}

Verb sort_verb() {
  return {"SORT",
          "SORT <variable> BY <attribute> [ASC|DESC]",
          "Orders the rows of a variable by an attribute, the largest first.",
          true,
          false,
          &parse};
}

}  // namespace kestrel::lang
