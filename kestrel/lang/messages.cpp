#include "kestrel/lang/messages.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kestrel/base/letters.hpp"
#include "kestrel/base/nearest_name.hpp"
#include "kestrel/base/unicode.hpp"
#include "kestrel/lang/cursor.hpp"
#include "kestrel/lang/relations.hpp"

namespace kestrel::lang::messages {
namespace {

constexpr std::size_t longest_shown = 40;  // characters of a token that a message repeats

std::string shown(std::string_view text) {
  std::size_t end = 0;
  for (std::size_t count = 0; count < longest_shown && end < text.size(); ++count) {
    end += decode_character(text.substr(end)).size;
  }
  return fmt::format("`{}{}`", text.substr(0, end), end < text.size() ? "..." : "");
}

std::string shown(const Token& token) {
  return token.kind == TokenKind::end ? "the end" : shown(token.text);
}

Diagnostic with_nearest(Diagnostic diagnostic, std::string_view name,
                        std::span<const std::string> known) {
  if (const auto near = nearest_name(name, known)) {
    return std::move(diagnostic).help(fmt::format("nearest name is `{}`", *near));
  }
  return diagnostic;
}

}  // namespace

Diagnostic broken_text(Span span) {
  return error("bad-utf-8", "expected text in UTF-8, found another byte")
      .at(span)
      .help("save the huntflow in UTF-8");
}

Diagnostic expected(std::string_view what, const Token& found) {
  return error("syntax", fmt::format("expected {}, found {}", what, shown(found))).at(found.span);
}

Diagnostic expected_statement(const Token& found, std::span<const std::string> verbs) {
  Diagnostic diagnostic =
      error("syntax", fmt::format("expected a statement, found {}", shown(found))).at(found.span);
  constexpr std::array<std::string_view, 9> clauses{"WHERE", "ATTR", "SORT", "LIMIT", "OFFSET",
                                                    "START", "STOP", "LAST", "WITH"};
  if (std::any_of(clauses.begin(), clauses.end(),
                  [&](std::string_view clause) { return same_word(clause, found.text); })) {
    return std::move(diagnostic)
        .help(
            "clauses have an order: WHERE, ATTR, SORT BY, LIMIT, OFFSET; in GET and FIND: WHERE, "
            "START .. STOP or LAST, LIMIT");
  }
  if (const auto near = nearest_name(found.text, verbs)) {
    return std::move(diagnostic).help(fmt::format("nearest verb is `{}`", *near));
  }
  return std::move(diagnostic)
      .help(fmt::format("begin with one of {}, or with `<variable> =`", fmt::join(verbs, ", ")));
}

Diagnostic unterminated_string(const Token& string) {
  const char quote = string.text.front() == 'r' ? string.text[1] : string.text.front();
  return error("unterminated-string",
               fmt::format("expected `{}` before the end of the line, found none", quote))
      .at(string.span, "the text begins here")
      .help(fmt::format("close the text with `{}`; a line break inside is written `\\n`", quote));
}

Diagnostic escape_cut_short(Span span, char letter, std::size_t wanted) {
  return error("malformed-escape",
               fmt::format("expected {} hexadecimal digits behind `\\{}`, found fewer", wanted,
                           letter))
      .at(span)
      .help("write a raw text, `r'...'`, in which a backslash is a backslash");
}

Diagnostic escape_is_no_character(Span span, std::string_view written) {
  return error("malformed-escape",
               fmt::format("expected the number of a character, found `{}`", written))
      .at(span)
      .help("write a raw text, `r'...'`, in which a backslash is a backslash");
}

Diagnostic escape_by_name(Span span, std::string_view written) {
  return error("malformed-escape", fmt::format("expected a character by its number, found `{}`",
                                               written.substr(0, longest_shown)))
      .at(span)
      .help("write the character itself, or its number: `\\u00e9`");
}

Diagnostic nesting_too_deep(Span span, std::size_t limit) {
  return error("nesting-too-deep",
               fmt::format("expected at most {} parentheses inside one another, found more", limit))
      .at(span)
      .help("split the pattern over several statements");
}

Diagnostic number_out_of_range(Span span, std::string_view found, std::string_view range) {
  return error("number-out-of-range",
               fmt::format("expected a number {}, found {}", range, shown(found)))
      .at(span);
}

Diagnostic wrong_timestamp(const Token& found) {
  return error("wrong-timestamp", fmt::format("expected a time in UTC, found {}", shown(found)))
      .at(found.span)
      .help("write it as `2022-10-18T01:02:03Z`");
}

Diagnostic list_needs_in(Span list, std::string_view operation, Span operation_span) {
  return error("list-without-in",
               fmt::format("expected one value behind `{}`, found a list", operation))
      .at(list)
      .relating(operation_span, "this operator takes one value")
      .help("compare with a list by `IN` or `NOT IN`");
}

Diagnostic in_needs_list(Span value, Span operation) {
  return error("in-without-list", "expected a list behind IN, found one value")
      .at(value)
      .relating(operation, "this operator takes a list")
      .help("write the list, `IN ('a', 'b')`, or compare with one value by `=`");
}

Diagnostic text_needs_quotes(const Token& found) {
  return error("syntax", fmt::format("expected a value, found {}", shown(found)))
      .at(found.span)
      .help("put text into quotes");
}

Diagnostic unknown_variable(Span span, const std::string& name,
                            std::span<const std::string> known) {
  Diagnostic diagnostic =
      error("unknown-variable", fmt::format("there is no variable {}", shown(name))).at(span);
  if (known.empty() && name.size() <= longest_shown) {
    return std::move(diagnostic)
        .help(fmt::format("define it first: `{} = GET ... FROM ... WHERE ...`", name));
  }
  return with_nearest(std::move(diagnostic), name, known);
}

Diagnostic result_needs_name(Span span, std::string_view name) {
  Diagnostic diagnostic =
      error("syntax", fmt::format("expected `=` behind {}, found none", shown(name))).at(span);
  if (name.size() > longest_shown) {
    return diagnostic;
  }
  return std::move(diagnostic)
      .help(fmt::format("show it with `DISP {}`, or name a result: `result = {} WHERE ...`", name,
                        name));
}

Diagnostic statement_takes_no_name(Span span, std::string_view verb) {
  return error("syntax", fmt::format("`{}` gives no variable that could be named", verb))
      .at(span)
      .help("leave the name and `=` out");
}

Diagnostic missing_source(Span span) {
  return error("missing-source", "expected FROM in the first GET of a session, found none")
      .at(span)
      .help("name the data: `GET ... FROM file://bundle.json WHERE ...`");
}

Diagnostic foreign_entity(Span span, std::string_view written, std::string_view expected) {
  return error("foreign-entity",
               fmt::format("expected an attribute of `{}`, found one of `{}`", expected, written))
      .at(span)
      .help(fmt::format("constrain `{}` in the GET that retrieves `{}` from its source", written,
                        expected));
}

Diagnostic wrong_type_from_variable(Span type, std::string_view wanted, Span variable,
                                    std::string_view name, std::string_view found) {
  return error("wrong-entity-type",
               fmt::format("expected `{}`, the type of `{}`, found `{}`", found, name, wanted))
      .at(type)
      .relating(variable, fmt::format("`{}` holds `{}`", name, found));
}

Diagnostic unknown_scheme(Span span, std::string_view scheme, std::string_view kind,
                          std::span<const std::string> known) {
  Diagnostic diagnostic =
      error("unknown-scheme", fmt::format("no {} answers to `{}://`", kind, scheme)).at(span);
  if (const auto near = nearest_name(scheme, known)) {
    return std::move(diagnostic).help(fmt::format("nearest scheme is `{}://`", *near));
  }
  return std::move(diagnostic).help(fmt::format("use one of {}://", fmt::join(known, "://, ")));
}

Diagnostic mixed_sources(Span span) {
  return error("mixed-sources", "expected places of one kind of source behind FROM, found two")
      .at(span)
      .help("retrieve from each in a statement of its own");
}

Diagnostic places_with_spaces(const Token& comma) {
  return error("syntax", "expected `WHERE`, found `,` with a space beside it")
      .at(comma.span)
      .help("join places without spaces, `FROM file://a.json,b.json`, or put them into quotes");
}

Diagnostic repeated_column(Span span, std::string_view name) {
  return error("repeated-column", fmt::format("expected columns with names of their own, found "
                                              "`{}` twice",
                                              name))
      .at(span)
      .help("give it another name with AS");
}

Diagnostic unsupported_relation(const ast::Name& relation, std::string_view actor,
                                std::string_view object) {
  const auto words = relation_words();
  if (std::find(words.begin(), words.end(), lowered(relation.text)) == words.end()) {
    return error("unsupported-relation", fmt::format("expected one of the relations {}, found `{}`",
                                                     fmt::join(words, ", "), relation.text))
        .at(relation.span)
        .help("`LINKED` finds what was seen in the same observation");
  }
  Diagnostic diagnostic =
      error("unsupported-relation", fmt::format("expected a relation between `{}` and `{}`, found "
                                                "`{} {} {}`",
                                                actor, object, actor, relation.text, object))
          .at(relation.span);
  std::vector<std::string> known = relations_between(actor, object);
  if (known.empty()) {
    return std::move(diagnostic).help("use `LINKED`: seen in the same observation");
  }
  return std::move(diagnostic)
      .help(
          fmt::format("there is {}, and `LINKED`; BY turns the direction", fmt::join(known, ", ")));
}

Diagnostic clauses_without_effect(const ast::Name& type) {
  return warning("find-clauses-ignored",
                 fmt::format("WHERE, a time range and LIMIT have no effect on FIND {}", type.text))
      .at(type.span)
      .help(
          fmt::format("filter the result: `found WHERE ...`; or set `find.narrow_every_type: true` "
                      "in kestrel.yaml"));
}

Diagnostic clauses_without_effect(const ast::Source& variable) {
  return warning("get-clauses-ignored",
                 "a time range and LIMIT have no effect on GET from a variable")
      .at(variable.span)
      .help(fmt::format("limit rows with `{0} WHERE ... LIMIT ...`; filter times with "
                        "`TIMESTAMPED({0}) WHERE first_observed > ...`",
                        variable.text));
}

Diagnostic groups_have_no_entities(Span span, const ast::Name& variable) {
  return error("groups-without-entities",
               fmt::format("expected a variable with entities, found `{}`, which holds groups",
                           variable.text))
      .at(span)
      .relating(variable.span, "made by GROUP")
      .help("use the variable that was grouped");
}

Diagnostic join_needs_attributes(Span left, Span right) {
  return error("join-without-by", "expected BY in a JOIN of groups, found none")
      .at(cover(left, right))
      .help("name an attribute of each: `JOIN a, b BY name, name`");
}

Diagnostic merge_of_types(const ast::Name& other, std::string_view other_type,
                          const ast::Name& first, std::string_view first_type) {
  return error("mixed-entity-types", fmt::format("expected `{}`, the type of `{}`, found `{}`",
                                                 first_type, first.text, other_type))
      .at(other.span)
      .relating(first.span, fmt::format("`{}` holds `{}`", first.text, first_type))
      .help("merge variables of one type");
}

Diagnostic merge_takes_no_clause(const Token& clause) {
  return error("syntax",
               fmt::format("expected a statement, found {} behind a merge", shown(clause)))
      .at(clause.span)
      .help("name the merge, then filter it: `all = a + b`, `some = all WHERE ...`");
}

Diagnostic merge_of_groups(const ast::Name& grouped, const ast::Name& other) {
  return error("merge-of-groups",
               fmt::format("expected entities in `{}`, as `{}` has them, found groups",
                           grouped.text, other.text))
      .at(grouped.span)
      .help("merge first, then group");
}

Diagnostic missing_entity_type(Span data) {
  return error("missing-entity-type", "expected an entity type, found none")
      .at(data)
      .help("write it behind NEW, `NEW process [...]`, or give every object a `type`");
}

Diagnostic mixed_entity_types(Span span, std::string_view type, Span first,
                              std::string_view first_type) {
  return error("mixed-entity-types",
               fmt::format("expected one entity type in all rows, found `{}` and `{}`", first_type,
                           type))
      .at(span)
      .relating(first, "the first")
      .help("make a variable for each type");
}

Diagnostic entity_type_missing_in_row(Span row, Span told) {
  return error("mixed-entity-types",
               "expected `type` in every object or in none, found one without")
      .at(row)
      .relating(told, "this object tells its type")
      .help("give every object its `type`");
}

Diagnostic entity_type_is_no_text(Span span) {
  return error("missing-entity-type", "expected the name of an entity type, found another value")
      .at(span)
      .help("write it as a text: `\"type\": \"process\"`");
}

Diagnostic declared_type_ignored(Span span, std::string_view declared, std::string_view found) {
  return warning("declared-type-ignored",
                 fmt::format("the rows are of type `{}`, not `{}`: theirs counts", found, declared))
      .at(span);
}

}  // namespace kestrel::lang::messages
