// APPLY: runs an analytics on variables; what it returns updates their entities.
#include <algorithm>
#include <utility>
#include <vector>

#include "kestrel/lang/messages.hpp"
#include "kestrel/lang/pattern.hpp"
#include "kestrel/lang/verbs/table.hpp"

namespace kestrel::lang {
namespace {

bool at_next_argument(const Cursor& cursor) {
  if (cursor.peek().kind != TokenKind::word) {
    return false;
  }
  const Token second = cursor.peek_second();
  return second.kind == TokenKind::punctuation && second.text == "=";
}

// Reads `k=a`, `k=(a, b)`, `k=[a, b]` and the older `k=a,b`, in which a comma ends the value only
// before the next `name=`.
Result<ast::Argument> parse_argument(Cursor& cursor, bool& at_next) {
  ast::Argument argument;
  KESTREL_TRY(argument.key, cursor.word("the name of an argument"));
  KESTREL_CHECK(cursor.expect_punctuation("="));
  if (at_list(cursor)) {
    KESTREL_CHECK(parse_list(cursor, argument.values, &Cursor::argument_value));
    at_next = cursor.accept_punctuation(",");
    return argument;
  }
  at_next = false;
  do {
    if (!argument.values.empty() && at_next_argument(cursor)) {
      at_next = true;
      return argument;
    }
    KESTREL_TRY(ir::Literal value, cursor.argument_value());
    argument.values.push_back(std::move(value));
  } while (cursor.accept_punctuation(","));
  return argument;
}

Result<ast::Body> parse(Cursor& cursor) {
  ast::Apply apply;
  KESTREL_TRY(WrittenPath path,
              cursor.path(Expected::analytics, "an analytics such as `native://susp_scoring`"));
  apply.uri = std::move(path.text);
  apply.uri_span = path.span;
  KESTREL_CHECK(cursor.expect_keyword("ON"));
  do {
    KESTREL_TRY(ast::Name input, cursor.variable());
    apply.inputs.push_back(std::move(input));
  } while (cursor.accept_punctuation(","));
  if (cursor.accept_clause("WITH")) {
    cursor.set_subject({apply.inputs.front().text, {}, {}});
    bool at_next = true;
    while (at_next) {
      KESTREL_TRY(ast::Argument argument, parse_argument(cursor, at_next));
      apply.arguments.push_back(std::move(argument));
    }
  }
  return ast::Body(std::move(apply));
}

// `procs.pid` refers to a variable if there is one of that name, else it is a text.
void read_references(std::vector<ir::Literal>& values, const Scope& scope) {
  for (ir::Literal& value : values) {
    const auto* word = std::get_if<ir::Literal::Word>(&value.value);
    const std::size_t dot = word == nullptr ? std::string::npos : word->text.find('.');
    if (dot == std::string::npos || !scope.find_variable(word->text.substr(0, dot))) {
      continue;
    }
    Span span = value.span;
    span.begin += static_cast<std::uint32_t>(dot) + 1;
    const std::string text = word->text;
    value.value = ir::Literal::Reference{text.substr(0, dot), {text.substr(dot + 1), span}, 0, 0};
  }
}

}  // namespace

Result<Instruction> lower(const ast::Apply& apply, Span origin, Scope& scope) {
  KESTREL_TRY(auto analytics, scope.analytics(apply.uri, apply.uri_span));
  std::vector<ir::StepId> inputs;
  Instruction instruction{Action::apply, {}, "apply", {}, {}, std::nullopt, origin};
  for (const ast::Name& input : apply.inputs) {
    KESTREL_TRY(const ir::StepId id, scope.variable(input));
    inputs.push_back(id);
    instruction.dependencies.push_back(input.text);
    if (ir::is_grouped(scope.graph(), id)) {
      return messages::groups_have_no_entities(apply.uri_span, input);
    }
  }
  ir::Apply step{std::move(analytics.first),
                 std::move(analytics.second),
                 {},
                 static_cast<std::uint32_t>(inputs.size()),
                 scope.updates()};
  for (const ast::Argument& argument : apply.arguments) {
    std::erase_if(step.arguments, [&](const ir::Argument& known) {
      return known.key == argument.key.text;  // the last value counts
    });
    std::vector<ir::Literal> values = argument.values;
    read_references(values, scope);
    KESTREL_CHECK(bind_references(values, inputs, scope));
    step.arguments.push_back({argument.key.text, std::move(values)});
  }
  instruction.step = scope.graph().add(
      {std::move(step), std::move(inputs), cover(apply.uri_span, apply.uri_span)});
  return instruction;
}

Verb apply_verb() {
  return {"APPLY",
          "APPLY <analytics> ON <variable>, ... [WITH <name>=<value>, ...]",
          "Runs an analytics on variables; what it returns updates their entities.",
          false,
          false,
          &parse};
}

}  // namespace kestrel::lang
