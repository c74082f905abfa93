#include "kestrel/lang/parse.hpp"

#include <string>
#include <utility>

#include "kestrel/base/letters.hpp"
#include "kestrel/base/unicode.hpp"
#include "kestrel/lang/expression.hpp"
#include "kestrel/lang/messages.hpp"
#include "kestrel/lang/verb.hpp"

namespace kestrel::lang {
namespace {

std::vector<std::string> verb_keywords() {
  std::vector<std::string> keywords;
  for (const Verb& verb : verbs()) {
    keywords.emplace_back(verb.keyword);
  }
  return keywords;
}

bool at_assignment(const Cursor& cursor) {
  const Verb* verb = find_verb(cursor.peek().text);
  if (cursor.peek().kind != TokenKind::word || (verb != nullptr && !verb->is_name_too)) {
    return false;
  }
  const Token second = cursor.peek_second();
  return second.kind == TokenKind::punctuation && second.text == "=";
}

bool at_statement(const Cursor& cursor) {
  return (cursor.peek().kind == TokenKind::word && find_verb(cursor.peek().text) != nullptr) ||
         at_assignment(cursor);
}

// A name with nothing, or only a clause, behind it: an expression whose result is not named.
bool stands_alone(const Cursor& cursor) {
  const Token second = cursor.peek_second();
  return second.kind == TokenKind::end || same_word(second.text, "WHERE") ||
         same_word(second.text, "ATTR") || same_word(second.text, "LIMIT");
}

Result<ast::Body> parse_verb(Cursor& cursor) {
  const Verb* verb =
      cursor.peek().kind == TokenKind::word ? find_verb(cursor.peek().text) : nullptr;
  if (verb == nullptr) {
    return messages::expected_statement(cursor.peek(), verb_keywords());
  }
  cursor.advance_keyword();
  cursor.begin_verb(verb->keyword);
  return verb->parse(cursor);
}

// What follows `name =` without a verb: `a + b`, or an expression.
Result<ast::Body> parse_unnamed(Cursor& cursor) {
  const Token second = cursor.peek_second();
  if (second.kind != TokenKind::punctuation || second.text != "+") {
    KESTREL_TRY(ast::Expression expression, parse_expression(cursor));
    return ast::Body(ast::Assign{std::move(expression)});
  }
  ast::Merge merge;
  do {
    KESTREL_TRY(ast::Name input, cursor.variable());
    merge.inputs.push_back(std::move(input));
  } while (cursor.accept_punctuation("+"));
  if (at_expression_clause(cursor)) {
    return messages::merge_takes_no_clause(cursor.peek());
  }
  return ast::Body(std::move(merge));
}

void note_verbs(Cursor& cursor) {
  for (const Verb& verb : verbs()) {
    if (verb.yields_variable) {
      cursor.note({Expected::verb, verb.keyword});
    }
  }
}

Result<ast::Statement> parse_statement(Cursor& cursor) {
  const Token first = cursor.peek();
  ast::Statement statement;
  if (!at_assignment(cursor)) {
    const bool is_name = first.kind == TokenKind::word && find_verb(first.text) == nullptr;
    if (is_name) {
      cursor.note_second({Expected::punctuation, "="});
    }
    if (is_name && stands_alone(cursor)) {
      return messages::result_needs_name(first.span, first.text);
    }
    KESTREL_TRY(statement.body, parse_verb(cursor));
  } else {
    KESTREL_TRY(statement.output, cursor.variable());
    cursor.advance();  // `=`
    const Verb* verb =
        cursor.peek().kind == TokenKind::word ? find_verb(cursor.peek().text) : nullptr;
    if (verb != nullptr && verb->is_name_too && !verb->yields_variable) {
      verb = nullptr;  // a variable that is called like a verb
    }
    if (verb != nullptr && !verb->yields_variable) {
      return messages::statement_takes_no_name(cursor.peek().span, verb->keyword);
    }
    if (verb != nullptr) {
      KESTREL_TRY(statement.body, parse_verb(cursor));
    } else {
      note_verbs(cursor);
      KESTREL_TRY(statement.body, parse_unnamed(cursor));
    }
  }
  statement.span = cursor.since(first.span.begin);
  return statement;
}

// A text that ends too early is marked at its last word, as version 1.8 did: what follows the word
// may be lines of comments.
Diagnostic at_last_word(Diagnostic fault, const Cursor& cursor) {
  if (fault.primary && fault.primary->begin >= cursor.peek().span.begin) {
    fault.primary = cursor.consumed().back().span;
    fault.primary_text = "nothing follows";
  }
  return fault;
}

// Moves to where the next statement seems to begin: a verb, or `name =`, that begins a line.
void recover(Cursor& cursor, std::string_view text) {
  while (!cursor.at_end()) {
    const std::size_t begin = cursor.peek().span.begin;
    const std::size_t line = text.substr(0, begin).find_last_not_of(" \t\r\f");
    const bool begins_line = line == std::string_view::npos || text[line] == '\n';
    if (begins_line && at_statement(cursor)) {
      return;
    }
    cursor.advance();
  }
}

bool ends_in_comment(std::string_view text, std::size_t last_token_end) {
  const std::size_t comment = text.find('#', last_token_end);
  return comment != std::string_view::npos && text.find_last_of("#\n") != text.rfind('\n');
}

}  // namespace

Parsed parse(std::string_view text, std::uint32_t source, std::size_t faults) {
  Parsed parsed;
  if (const auto broken = first_broken_byte(text)) {
    const auto begin = static_cast<std::uint32_t>(*broken);
    parsed.diagnostics.push_back(messages::broken_text({begin, begin + 1, source}));
    return parsed;
  }
  Cursor cursor(text, source);
  bool ends_early = false;
  while (!cursor.at_end() && parsed.diagnostics.size() < faults) {
    const std::uint32_t begin = cursor.peek().span.begin;
    const auto output = at_assignment(cursor) ? std::optional(cursor.peek().text) : std::nullopt;
    cursor.begin_statement();
    auto statement = parse_statement(cursor);
    if (statement) {
      cursor.end_statement();
      parsed.block.push_back(std::move(*statement));
      continue;
    }
    parsed.unread.push_back({begin, output});
    ends_early = cursor.at_end();
    parsed.incomplete = parsed.diagnostics.empty() && ends_early;
    Diagnostic fault = std::move(statement).diagnostic();
    const bool breaks_off = ends_early && cursor.peek().span.begin > begin;
    parsed.diagnostics.push_back(breaks_off ? at_last_word(std::move(fault), cursor)
                                            : std::move(fault));
    if (!cursor.at_end() && cursor.peek().span.begin == begin) {
      cursor.advance();  // the fault stands where the statement begins
    }
    recover(cursor, text);
  }
  if (!ends_early) {
    cursor.note({Expected::statement});
  }
  if (cursor.at_end() && !ends_in_comment(text, cursor.offset())) {
    parsed.expected = cursor.expected();
  }
  parsed.tokens = std::move(cursor).consumed();
  return parsed;
}

}  // namespace kestrel::lang
