// GET: retrieves the entities of one type that match a pattern.
#include <utility>
#include <vector>

#include "kestrel/lang/messages.hpp"
#include "kestrel/lang/pattern.hpp"
#include "kestrel/lang/verbs/table.hpp"

namespace kestrel::lang {
namespace {

Result<ast::Body> parse(Cursor& cursor) {
  ast::Get get;
  KESTREL_TRY(get.type, cursor.entity_type());
  cursor.set_subject({{}, get.type.text, {}});
  if (cursor.accept_keyword("FROM")) {
    cursor.note({Expected::variable});
    KESTREL_TRY(WrittenPath path, cursor.path(Expected::source, "a source or a variable"));
    get.source = ast::Source{std::move(path.text), path.span, path.text_begin};
    if (cursor.at_punctuation(",")) {
      return messages::places_with_spaces(cursor.peek());
    }
  }
  KESTREL_CHECK(cursor.expect_keyword("WHERE"));
  KESTREL_TRY(get.where, parse_pattern(cursor));
  KESTREL_TRY(get.time_range, parse_time_range(cursor));
  if (cursor.accept_unnoted("LIMIT")) {
    KESTREL_TRY(get.limit, cursor.count("a number of observations"));
  }
  return ast::Body(std::move(get));
}

// GET <type> FROM <variable>: the rows of that variable which match.
Result<Instruction> lower_from_variable(const ast::Get& get, ir::StepId input,
                                        ir::Predicate pattern, Span origin, Scope& scope) {
  const std::string& type = ir::entity_type_of(scope.graph(), input);
  if (type != get.type.text) {
    return messages::wrong_type_from_variable(get.type.span, get.type.text, get.source->span,
                                              get.source->text, type);
  }
  KESTREL_CHECK(refuse_other_types(pattern, type));
  std::vector<ir::StepId> inputs{input};
  KESTREL_CHECK(bind_references(pattern, inputs, scope));
  const ir::StepId step = scope.graph().add(
      {ir::Filter{std::move(pattern), scope.updates()}, std::move(inputs), origin});
  Instruction instruction{Action::define,     step,         "get", {},
                          {get.source->text}, std::nullopt, origin};
  if (get.time_range || get.limit) {
    instruction.warnings.push_back(messages::clauses_without_effect(*get.source));
  }
  return instruction;
}

}  // namespace

Result<Instruction> lower(const ast::Get& get, Span origin, Scope& scope) {
  ir::Predicate pattern = get.where;
  complete_entity_types(pattern, get.type.text);
  if (get.source) {
    if (const auto input = scope.find_variable(get.source->text)) {
      return lower_from_variable(get, *input, std::move(pattern), origin, scope);
    }
  }
  std::optional<ir::StepId> read;
  if (get.source) {
    KESTREL_TRY(read, scope.read(*get.source));
  } else {
    read = scope.last_read();
    if (!read) {
      return messages::missing_source(get.type.span);
    }
  }
  std::vector<ir::StepId> inputs{*read};
  KESTREL_CHECK(bind_references(pattern, inputs, scope));
  ir::Match match;
  if (get.time_range) {
    match.time_range = resolved(*get.time_range, scope.now());
  } else if (inputs.size() > 1) {
    match.margin = scope.rules().margin;
  }
  if (get.limit.value_or(0) > 0) {  // LIMIT 0 means no limit, as it always has
    match.record_limit = get.limit;
  }
  match.pattern = std::move(pattern);
  const ir::StepId step = scope.graph().add(
      {ir::Retrieve{get.type.text, get.type.span, std::move(match)}, std::move(inputs), origin});
  return Instruction{Action::define, step, "get", {}, {}, std::nullopt, origin};
}

Verb get_verb() {
  return {"GET",
          "GET <entity type> [FROM <source>] WHERE <pattern> [START <time> STOP <time> | LAST <n> "
          "<unit>] [LIMIT <n>]",
          "Retrieves the entities of one type that match a pattern.",
          true,
          false,
          &parse};
}

}  // namespace kestrel::lang
