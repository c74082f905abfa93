#include "kestrel/lang/cursor.hpp"

#include <charconv>
#include <utility>

#include "kestrel/base/letters.hpp"
#include "kestrel/lang/messages.hpp"
#include "kestrel/lang/verb.hpp"

namespace kestrel::lang {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";  // some editors begin a file with it

// `2022-10-18T..`, or `t'..'`. A text in quotes is one only where a time is compared with it.
bool looks_like_time(std::string_view text) {
  return text.starts_with("t'") || text.starts_with("t\"") ||
         (text.size() > 10 && text[4] == '-' && text[7] == '-' && text[10] == 'T');
}

}  // namespace

Cursor::Cursor(std::string_view text, std::uint32_t source)
    : lexer_(text, source),
      next_(lexer_.general(lexer_.skip_space(text.starts_with(byte_order_mark) ? 3 : 0))) {}

Token Cursor::peek_second() const {
  return lexer_.general(lexer_.skip_space(next_.span.end));
}

void Cursor::take(const Token& token) {
  consumed_.push_back(token);
  last_end_ = token.span.end;
  next_ = lexer_.general(lexer_.skip_space(token.span.end));
}

Token Cursor::advance() {
  const Token token = next_;
  take(token);
  return token;
}

Token Cursor::advance_keyword() {
  const Token token = advance();
  consumed_.back().is_keyword = true;
  return token;
}

bool Cursor::at_keyword(std::string_view keyword) const {
  return next_.kind == TokenKind::word && same_word(next_.text, keyword);
}

// No keyword has `=` behind it: `limit = ...` defines a variable.
bool Cursor::at_definition() const {
  const Token second = peek_second();
  return second.kind == TokenKind::punctuation && second.text == "=";
}

bool Cursor::at_punctuation(std::string_view mark) const {
  return next_.kind == TokenKind::punctuation && next_.text == mark;
}

void Cursor::begin_statement() {
  expected_.verb = {};
  expected_.subject = {};
  absent_clauses_.clear();
}

void Cursor::end_statement() {
  for (const std::string_view keyword : absent_clauses_) {
    note({Expected::keyword, keyword});
  }
}

void Cursor::note(Expectation expectation) {
  if (at_end()) {
    expected_.all.push_back(expectation);
  }
}

void Cursor::note_second(Expectation expectation) {
  if (peek_second().kind == TokenKind::end) {
    expected_.all.push_back(expectation);
  }
}

bool Cursor::accept_keyword(std::string_view keyword, Expected kind) {
  note({kind, keyword});
  return accept_unnoted(keyword);
}

bool Cursor::accept_clause(std::string_view keyword) {
  const bool found = at_clause(keyword);
  if (found) {
    advance_keyword();
  }
  return found;
}

bool Cursor::at_clause(std::string_view keyword) {
  const bool found = at_keyword(keyword) && !at_definition();
  if (!found) {
    absent_clauses_.push_back(keyword);
  }
  return found;
}

bool Cursor::accept_unnoted(std::string_view keyword) {
  const bool found = at_keyword(keyword) && !at_definition();
  if (found) {
    advance_keyword();
  }
  return found;
}

bool Cursor::accept_punctuation(std::string_view mark) {
  const bool found = at_punctuation(mark);
  if (found) {
    advance();
  }
  return found;
}

Result<Done> Cursor::expect_keyword(std::string_view keyword) {
  note({Expected::keyword, keyword});
  if (!at_keyword(keyword)) {
    return messages::expected("`" + std::string(keyword) + "`", next_);
  }
  advance_keyword();
  return Done{};
}

Result<Done> Cursor::expect_punctuation(std::string_view mark) {
  note({Expected::punctuation, mark});
  if (!accept_punctuation(mark)) {
    return messages::expected("`" + std::string(mark) + "`", next_);
  }
  return Done{};
}

Result<ast::Name> Cursor::variable() {
  note({Expected::variable});
  const Verb* verb = find_verb(next_.text);
  const bool is_statement = verb != nullptr && !verb->is_name_too;  // no variable can have its name
  if (next_.kind != TokenKind::word || is_statement ||
      next_.text.find('-') != std::string_view::npos) {
    return messages::expected("the name of a variable", next_);
  }
  const Token token = advance();
  return ast::Name{std::string(token.text), token.span};
}

Result<ast::Name> Cursor::entity_type() {
  note({Expected::entity_type});
  return word("an entity type");
}

Result<ast::Name> Cursor::relation() {
  note({Expected::relation});
  return word("a relation such as `CREATED` or `LINKED`", true);
}

Result<ast::Name> Cursor::word(std::string_view what, bool is_keyword) {
  if (next_.kind != TokenKind::word) {
    return messages::expected(what, next_);
  }
  const Token token = is_keyword ? advance_keyword() : advance();
  return ast::Name{std::string(token.text), token.span};
}

Result<ir::AttributePath> Cursor::attribute() {
  note({Expected::attribute});
  const Token token = lexer_.attribute(next_.span.begin);
  if (token.text.empty()) {
    return messages::expected("an attribute", next_);
  }
  if (const std::size_t colon = token.text.find(':'); colon != std::string_view::npos) {
    Token mark = token;
    mark.span.end = mark.span.begin + static_cast<std::uint32_t>(colon) + 1;
    mark.text = token.text.substr(0, colon + 1);
    return messages::expected("an attribute without an entity type before it", mark);
  }
  take(token);
  return ir::AttributePath{std::string(token.text), token.span};
}

Result<std::vector<ir::AttributePath>> Cursor::attributes() {
  std::vector<ir::AttributePath> attributes;
  do {
    KESTREL_TRY(ir::AttributePath attribute, this->attribute());
    attributes.push_back(std::move(attribute));
  } while (accept_punctuation(","));
  return attributes;
}

Result<std::pair<std::string, ir::AttributePath>> Cursor::typed_attribute() {
  note({Expected::typed_attribute});
  const Token token = lexer_.attribute(next_.span.begin);
  if (token.text.empty()) {
    return messages::expected("an attribute", next_);
  }
  take(token);
  const std::size_t colon = token.text.find(':');
  if (colon == std::string_view::npos) {
    return std::pair(std::string(), ir::AttributePath{std::string(token.text), token.span});
  }
  Span span = token.span;
  span.begin += static_cast<std::uint32_t>(colon) + 1;
  return std::pair(std::string(token.text.substr(0, colon)),
                   ir::AttributePath{std::string(token.text.substr(colon + 1)), span});
}

Result<std::uint64_t> Cursor::count(std::string_view what) {
  std::uint64_t value = 0;
  const char* end = next_.text.data() + next_.text.size();
  const auto [stopped, problem] = std::from_chars(next_.text.data(), end, value);
  if (next_.kind != TokenKind::number || (problem == std::errc() && stopped != end) ||
      problem == std::errc::invalid_argument) {
    return messages::expected(what, next_);
  }
  if (problem == std::errc::result_out_of_range) {
    return messages::number_out_of_range(next_.span, next_.text, "of at most 64 bits");
  }
  advance();
  return value;
}

Result<std::string> Cursor::string() {
  if (next_.kind != TokenKind::string) {
    return messages::expected("a quoted text", next_);
  }
  if (!is_closed(next_)) {
    return messages::unterminated_string(next_);
  }
  KESTREL_TRY(std::string value, string_value(next_));
  advance();
  return value;
}

Result<WrittenPath> Cursor::path(Expected kind, std::string_view what) {
  note({kind});
  if (next_.kind == TokenKind::string) {
    const Token token = next_;
    KESTREL_TRY(std::string text, string());
    const std::uint32_t prefix = token.text.front() == 'r' ? 2 : 1;
    return WrittenPath{std::move(text), token.span, token.span.begin + prefix};
  }
  const Token token = lexer_.path(next_.span.begin);
  if (token.text.empty()) {
    return messages::expected(what, next_);
  }
  take(token);
  return WrittenPath{std::string(token.text), token.span, token.span.begin};
}

Result<Timestamp> Cursor::timestamp() {
  note({Expected::timestamp});
  const Token token = lexer_.timestamp(next_.span.begin);
  if (token.text.empty()) {
    return messages::wrong_timestamp(next_);
  }
  std::string_view text = token.text;
  if (const std::size_t quote = text.find_first_of("'\""); quote != std::string_view::npos) {
    if (text.size() < quote + 2 || text.back() != text[quote]) {
      Token quoted = token;
      quoted.text.remove_prefix(quote);
      return messages::unterminated_string(quoted);
    }
    text = text.substr(quote + 1, text.size() - quote - 2);
  }
  const auto timestamp = parse_timestamp(text);
  if (!timestamp) {
    return messages::wrong_timestamp(token);
  }
  take(token);
  return *timestamp;
}

// The number that a token is: an integer if it looks like one and fits.
Result<std::variant<std::int64_t, double>> Cursor::number() {
  const Token token = next_;
  const char* begin = token.text.data() + (token.text.starts_with('+') ? 1 : 0);
  const char* end = token.text.data() + token.text.size();
  std::int64_t integer = 0;
  if (const auto [stopped, problem] = std::from_chars(begin, end, integer);
      problem == std::errc() && stopped == end) {
    advance();
    return std::variant<std::int64_t, double>(integer);
  }
  double real = 0;
  if (const auto [stopped, problem] = std::from_chars(begin, end, real);
      problem != std::errc() || stopped != end) {
    return messages::number_out_of_range(token.span, token.text, "that fits 64 bits");
  }
  advance();
  return std::variant<std::int64_t, double>(real);
}

Result<ir::Literal> Cursor::literal() {
  note({Expected::value});
  const Token token = next_;
  if (token.kind == TokenKind::string) {
    KESTREL_TRY(std::string value, string());
    return ir::Literal{std::move(value), token.span};
  }
  if (const Token time = lexer_.timestamp(token.span.begin); looks_like_time(time.text)) {
    KESTREL_CHECK(timestamp());
    const std::size_t quote = time.text.starts_with('t') ? 1 : 0;
    return ir::Literal{std::string(time.text.substr(2 * quote, time.text.size() - 3 * quote)),
                       time.span};
  }
  if (token.kind == TokenKind::number) {
    KESTREL_TRY(const auto value, number());
    return std::visit([&](auto known) { return ir::Literal{known, token.span}; }, value);
  }
  if (token.kind == TokenKind::word) {
    const Token path = lexer_.attribute(token.span.begin);
    if (path.text.find_first_of(".:[") != std::string_view::npos) {
      KESTREL_TRY(ir::Literal::Reference value, reference());
      return ir::Literal{std::move(value), path.span};
    }
    advance();
    return ir::Literal{ir::Literal::Word{std::string(token.text)}, token.span};
  }
  return messages::text_needs_quotes(token);
}

Result<ir::Literal::Reference> Cursor::reference() {
  note({Expected::reference});
  const Token token = lexer_.attribute(next_.span.begin);
  const std::size_t dot = token.text.find('.');
  const std::size_t odd = token.text.find_first_of(":[");
  if (dot == std::string_view::npos || odd < dot) {
    return messages::expected("a variable and its attribute, such as `procs.pid`", next_);
  }
  take(token);
  Span span = token.span;
  span.begin += static_cast<std::uint32_t>(dot) + 1;
  return ir::Literal::Reference{std::string(token.text.substr(0, dot)),
                                {std::string(token.text.substr(dot + 1)), span},
                                0,
                                0};
}

Result<ast::Value> Cursor::cell() {
  const Token token = next_;
  if (token.kind == TokenKind::string) {
    KESTREL_TRY(std::string value, string());
    return ast::Value{std::move(value), token.span};
  }
  if (token.kind == TokenKind::number) {
    KESTREL_TRY(const auto value, number());
    return std::visit([&](auto known) { return ast::Value{known, token.span}; }, value);
  }
  for (const bool truth : {true, false}) {
    if (at_keyword(truth ? "true" : "false")) {
      advance();
      return ast::Value{truth, token.span};
    }
  }
  if (at_keyword("null")) {
    advance();
    return ast::Value{ast::Value::Null{}, token.span};
  }
  return messages::text_needs_quotes(token);
}

Result<ir::Literal> Cursor::argument_value() {
  note({Expected::argument});
  const Token token = next_;
  if (token.kind == TokenKind::string) {
    KESTREL_TRY(std::string text, string());
    return ir::Literal{std::move(text), token.span};
  }
  const Token bare = lexer_.bare_value(token.span.begin);
  if (bare.text.empty()) {
    return messages::text_needs_quotes(token);
  }
  take(bare);
  return ir::Literal{ir::Literal::Word{std::string(bare.text)}, bare.span};
}

}  // namespace kestrel::lang
