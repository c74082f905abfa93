#include "kestrel/lang/expression.hpp"

#include <utility>

#include "kestrel/lang/messages.hpp"
#include "kestrel/lang/pattern.hpp"

namespace kestrel::lang {

bool at_expression_clause(const Cursor& cursor) {
  if (cursor.at_keyword("SORT")) {
    const Token second = cursor.peek_second();
    return second.kind == TokenKind::word && same_word(second.text, "BY");
  }
  return cursor.at_keyword("WHERE") || cursor.at_keyword("ATTR") || cursor.at_keyword("LIMIT") ||
         cursor.at_keyword("OFFSET");
}

Result<ast::Expression> parse_expression(Cursor& cursor) {
  ast::Expression expression;
  if (const Token second = cursor.peek_second();
      second.kind == TokenKind::punctuation && second.text == "=") {
    return messages::expected("the name of a variable",
                              cursor.peek());  // the next statement begins here
  }
  KESTREL_TRY(expression.input, cursor.variable());
  if (cursor.accept_keyword("WHERE")) {
    KESTREL_TRY(expression.where, parse_pattern(cursor));
  }
  if (cursor.accept_keyword("ATTR")) {
    KESTREL_TRY(expression.attributes, cursor.attributes());
  }
  if (cursor.at_keyword("SORT") && at_expression_clause(cursor)) {
    cursor.advance();
    KESTREL_CHECK(cursor.expect_keyword("BY"));
    KESTREL_TRY(ir::AttributePath attribute, cursor.attribute());
    const bool ascending = cursor.accept_keyword("ASC");
    if (!ascending) {
      cursor.accept_keyword("DESC");  // the default, allowed for readability
    }
    expression.sort = ast::SortBy{std::move(attribute), !ascending};
  }
  if (cursor.accept_keyword("LIMIT")) {
    KESTREL_TRY(expression.limit, cursor.count("a number of rows"));
  }
  if (cursor.accept_keyword("OFFSET")) {
    KESTREL_TRY(expression.offset, cursor.count("a number of rows"));
  }
  return expression;
}

Result<ir::StepId> lower_expression(const ast::Expression& expression, Span origin, Scope& scope) {
  KESTREL_TRY(ir::StepId step, scope.variable(expression.input));
  const std::uint32_t as_of = scope.updates();
  ir::Graph& graph = scope.graph();
  if (expression.where) {
    const std::string& type = ir::entity_type_of(graph, step);
    ir::Predicate predicate = *expression.where;
    complete_entity_types(predicate, type);
    KESTREL_CHECK(refuse_other_types(predicate, type));
    step = graph.add({ir::Filter{std::move(predicate), as_of}, {step}, origin});
  }
  if (expression.sort) {
    step = graph.add(
        {ir::Sort{expression.sort->attribute, expression.sort->descending, as_of}, {step}, origin});
  }
  // LIMIT 0 means no limit, as it always has.
  const bool limited = expression.limit.value_or(0) > 0;
  if (limited || expression.offset.value_or(0) > 0) {
    const std::optional<std::uint64_t> count = limited ? expression.limit : std::nullopt;
    step = graph.add({ir::Limit{count, expression.offset.value_or(0)}, {step}, origin});
  }
  if (!expression.attributes.empty()) {
    step = graph.add({ir::Project{expression.attributes, as_of}, {step}, origin});
  }
  return step;
}

}  // namespace kestrel::lang
