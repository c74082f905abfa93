// FIND: the entities of one type that are related to those of a variable.
#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "kestrel/base/letters.hpp"
#include "kestrel/lang/messages.hpp"
#include "kestrel/lang/pattern.hpp"
#include "kestrel/lang/relations.hpp"
#include "kestrel/lang/verbs/table.hpp"

namespace kestrel::lang {
namespace {

// Types whose entities are told apart by an attribute. For the others, WHERE, a time range and
// LIMIT never had an effect in FIND, nor for any type where prefetch is switched off (language
// reference 5.4).
constexpr std::array<std::string_view, 11> identified_types{
    "directory", "domain-name", "email-addr", "ipv4-addr", "ipv6-addr",           "mac-addr",
    "mutex",     "process",     "software",   "url",       "windows-registry-key"};

Result<ast::Body> parse(Cursor& cursor) {
  ast::Find find;
  KESTREL_TRY(find.type, cursor.entity_type());
  cursor.set_subject({{}, find.type.text, {}});
  KESTREL_TRY(find.relation, cursor.relation());
  find.reversed = cursor.accept_keyword("BY");
  KESTREL_TRY(find.input, cursor.variable());
  if (cursor.accept_clause("WHERE")) {
    KESTREL_TRY(find.where, parse_pattern(cursor));
  }
  KESTREL_TRY(find.time_range, parse_time_range(cursor));
  if (cursor.accept_unnoted("LIMIT")) {
    KESTREL_TRY(find.limit, cursor.count("a number of observations"));
  }
  return ast::Body(std::move(find));
}

Result<std::vector<ir::Link>> links(const ast::Find& find, const std::string& relation,
                                    const std::string& input_type) {
  std::vector<ir::Link> links;
  if (relation == "linked") {
    return links;
  }
  const std::string& actor = find.reversed ? input_type : find.type.text;
  const std::string& object = find.reversed ? find.type.text : input_type;
  const Relation* found = find_relation(actor, relation, object);
  if (found == nullptr) {
    return messages::unsupported_relation(find.relation, actor, object);
  }
  for (const std::string_view attribute : found->on_actor) {
    if (!attribute.empty()) {
      links.push_back({std::string(attribute), !find.reversed});
    }
  }
  for (const std::string_view attribute : found->on_object) {
    if (!attribute.empty()) {
      links.push_back({std::string(attribute), find.reversed});
    }
  }
  return links;
}

// Where to look: in what the input comes from; in everything known, if that was no telemetry.
ir::StepId searched(ir::StepId input, Span origin, Scope& scope) {
  ir::Graph& graph = scope.graph();
  const ir::StepId source = ir::source_of(graph, input);
  const std::vector<ir::StepId> parts = ir::sources_of(graph, source);
  const bool has_telemetry = std::any_of(parts.begin(), parts.end(), [&](ir::StepId part) {
    return std::holds_alternative<ir::Read>(graph.at(part).operation);
  });
  const std::vector<ir::StepId> reads = scope.reads();
  return has_telemetry || reads.empty() ? source : ir::combined(graph, reads, origin);
}

}  // namespace

Result<Instruction> lower(const ast::Find& find, Span origin, Scope& scope) {
  KESTREL_TRY(const ir::StepId input, scope.variable(find.input));
  ir::Graph& graph = scope.graph();
  if (ir::is_grouped(graph, input)) {
    return messages::groups_have_no_entities(find.relation.span, find.input);
  }
  std::string relation = lowered(find.relation.text);
  KESTREL_TRY(std::vector<ir::Link> links,
              kestrel::lang::links(find, relation, ir::entity_type_of(graph, input)));
  const Rules rules = scope.rules();
  Instruction instruction{Action::define, {}, "find", {}, {find.input.text}, std::nullopt, origin};
  const ir::StepId universe = searched(input, origin, scope);
  instruction.step = graph.add({ir::Relate{find.type.text, find.type.span, std::move(relation),
                                           find.reversed, std::move(links)},
                                {universe, input},
                                origin});
  std::optional<ir::TimeRange> time_range;
  if (find.time_range) {
    time_range = resolved(*find.time_range, scope.now());
  }
  if (find.type.text == "process" && rules.identify_processes) {
    instruction.step = graph.add(
        {ir::Identify{rules.windows, time_range, rules.margin}, {instruction.step}, origin});
  }
  const bool is_identified = std::find(identified_types.begin(), identified_types.end(),
                                       find.type.text) != identified_types.end();
  const bool narrows = rules.narrow_every_find || (rules.identify_processes && is_identified);
  const bool limited = find.limit.value_or(0) > 0;
  if (!find.where && !time_range && !limited) {
    return instruction;
  }
  if (!narrows) {
    instruction.warnings.push_back(messages::clauses_without_effect(find.type));
    return instruction;
  }
  ir::Match match;
  match.as_of = scope.updates();
  match.time_range = time_range;
  match.record_limit = limited ? find.limit : std::nullopt;
  std::vector<ir::StepId> inputs{instruction.step};
  if (find.where) {
    match.pattern = *find.where;
    complete_entity_types(*match.pattern, find.type.text);
    KESTREL_CHECK(bind_references(*match.pattern, inputs, scope));
  }
  instruction.step = graph.add({ir::Restrict{std::move(match)}, std::move(inputs), origin});
  return instruction;
}

Verb find_verb() {
  return {
      "FIND",
      "FIND <entity type> <relation> [BY] <variable> [WHERE <pattern>] [START <time> STOP <time> "
      "| LAST <n> <unit>] [LIMIT <n>]",
      "Finds the entities of one type that are related to those of a variable.",
      true,
      false,
      &parse};
}

}  // namespace kestrel::lang
