#include "kestrel/lang/expression.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "kestrel/base/letters.hpp"
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

namespace {

struct Transform {
  std::string_view keyword;
  ir::Observed what;
};

constexpr auto transforms = std::to_array<Transform>({
    {"TIMESTAMPED", ir::Observed::first_observed},
    {"ADDOBSID", ir::Observed::observation_id},
    {"RECORDS", ir::Observed::record},
});

// A word with `(` behind it is a transform, else it is a variable of that name.
Result<Done> parse_operand(Cursor& cursor, ast::Expression& expression) {
  for (const Transform& transform : transforms) {
    cursor.note({Expected::keyword, transform.keyword});
  }
  const Token second = cursor.peek_second();
  if (second.kind != TokenKind::punctuation || second.text != "(") {
    KESTREL_TRY(expression.input, cursor.variable());
    return Done{};
  }
  for (const Transform& transform : transforms) {
    if (cursor.at_keyword(transform.keyword)) {
      expression.transform = transform.what;
      expression.transform_span = cursor.advance_keyword().span;
    }
  }
  if (!expression.transform) {
    return messages::expected("`TIMESTAMPED`, `ADDOBSID` or `RECORDS`", cursor.peek());
  }
  KESTREL_CHECK(cursor.expect_punctuation("("));
  KESTREL_TRY(expression.input, cursor.variable());
  return cursor.expect_punctuation(")");
}

// What a transform adds stands first, however ATTR is written.
std::vector<ir::AttributePath> with_added(const ast::Expression& expression) {
  std::vector<ir::AttributePath> attributes;
  if (expression.transform) {
    for (const std::string_view name : ir::added_by(*expression.transform)) {
      attributes.push_back({std::string(name), expression.transform_span});
    }
  }
  const std::size_t added = attributes.size();
  for (const ir::AttributePath& attribute : expression.attributes) {
    const auto end = attributes.begin() + static_cast<std::ptrdiff_t>(added);
    if (std::none_of(attributes.begin(), end, [&](const ir::AttributePath& known) {
          return known.text == attribute.text;
        })) {
      attributes.push_back(attribute);
    }
  }
  return attributes;
}

}  // namespace

Result<ast::SortBy> parse_sort_by(Cursor& cursor) {
  KESTREL_CHECK(cursor.expect_keyword("BY"));
  KESTREL_TRY(ir::AttributePath attribute, cursor.attribute());
  ast::SortBy by{std::move(attribute), std::nullopt};
  if (cursor.accept_unnoted("ASC")) {
    by.descending = false;
  } else if (cursor.accept_unnoted("DESC")) {
    by.descending = true;
  }
  return by;
}

Result<ast::Expression> parse_expression(Cursor& cursor) {
  ast::Expression expression;
  if (const Token second = cursor.peek_second();
      second.kind == TokenKind::punctuation && second.text == "=") {
    return messages::expected("the name of a variable",
                              cursor.peek());  // the next statement begins here
  }
  KESTREL_CHECK(parse_operand(cursor, expression));
  cursor.set_subject(
      {expression.input.text,
       {},
       expression.transform ? ir::added_by(*expression.transform) : Subject().added});
  if (cursor.accept_clause("WHERE")) {
    KESTREL_TRY(expression.where, parse_pattern(cursor));
  }
  if (cursor.accept_clause("ATTR")) {
    KESTREL_TRY(expression.attributes, cursor.attributes());
  }
  if (cursor.at_clause("SORT")) {
    cursor.note_second({Expected::keyword, "BY"});
    if (at_expression_clause(cursor)) {
      cursor.advance_keyword();
      KESTREL_TRY(expression.sort, parse_sort_by(cursor));
    }
  }
  if (cursor.accept_clause("LIMIT")) {
    KESTREL_TRY(expression.limit, cursor.count("a number of rows"));
  }
  if (cursor.accept_clause("OFFSET")) {
    KESTREL_TRY(expression.offset, cursor.count("a number of rows"));
  }
  return expression;
}

Result<ir::StepId> lower_expression(const ast::Expression& expression, Span origin, Scope& scope) {
  KESTREL_TRY(ir::StepId step, scope.variable(expression.input));
  const std::uint32_t as_of = scope.updates();
  ir::Graph& graph = scope.graph();
  if (expression.transform) {
    if (ir::is_grouped(graph, step)) {
      return messages::groups_have_no_entities(expression.transform_span, expression.input);
    }
    step = graph.add({ir::Observe{*expression.transform}, {step}, origin});
  }
  if (expression.where) {
    const std::string& type = ir::entity_type_of(graph, step);
    ir::Predicate predicate = *expression.where;
    complete_entity_types(predicate, type);
    KESTREL_CHECK(refuse_other_types(predicate, type));
    std::vector<ir::StepId> inputs{step};
    KESTREL_CHECK(bind_references(predicate, inputs, scope));
    step = graph.add({ir::Filter{std::move(predicate), as_of}, std::move(inputs), origin});
  }
  if (expression.sort) {
    const bool descending = expression.sort->descending.value_or(scope.rules().sort_descending);
    step = graph.add({ir::Sort{expression.sort->attribute, descending, as_of}, {step}, origin});
  }
  // LIMIT 0 means no limit, as it always has.
  const bool limited = expression.limit.value_or(0) > 0;
  if (limited || expression.offset.value_or(0) > 0) {
    const std::optional<std::uint64_t> count = limited ? expression.limit : std::nullopt;
    step = graph.add({ir::Limit{count, expression.offset.value_or(0)}, {step}, origin});
  }
  if (!expression.attributes.empty()) {
    step = graph.add({ir::Project{with_added(expression), as_of}, {step}, origin});
  }
  return step;
}

}  // namespace kestrel::lang
