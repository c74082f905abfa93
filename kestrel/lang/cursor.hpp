// The parser's place in a text: reads what a statement expects next, or says what stood there. At
// the end of the text it takes note of what could have stood there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "kestrel/base/result.hpp"
#include "kestrel/lang/ast.hpp"
#include "kestrel/lang/expectation.hpp"
#include "kestrel/lang/lexer.hpp"

namespace kestrel::lang {

/// Parentheses and brackets inside one another; deeper input is a diagnostic, not a crash.
inline constexpr std::size_t deepest_nesting = 200;

/// A path as written: `file://a.json,b.json`, or the content of quotes.
struct WrittenPath {
  std::string text;
  Span span;                     // with quotes
  std::uint32_t text_begin = 0;  // offset of the first character of `text`
};

/// Reads tokens front to back. What fails leaves the cursor where it was.
class Cursor {
 public:
  Cursor(std::string_view text, std::uint32_t source);

  /// Returns the next token as it looks without expectations. Does not move.
  const Token& peek() const { return next_; }

  /// Returns the token behind the next one. Does not move.
  Token peek_second() const;

  bool at_end() const { return next_.kind == TokenKind::end; }

  /// Tells whether the next token is this keyword, in any case.
  bool at_keyword(std::string_view keyword) const;
  bool at_punctuation(std::string_view mark) const;

  /// Steps over a keyword if it is next. A word with `=` behind it is the name of a variable,
  /// whatever it says. Where the text ends, what is asked for is noted: see `expected`.
  bool accept_keyword(std::string_view keyword, Expected kind = Expected::keyword);

  /// The same for the keyword of a clause that may be left out. As long as it was, it is noted
  /// wherever the statement ends, be the clause too late there or not (language reference 8).
  bool accept_clause(std::string_view keyword);
  bool at_clause(std::string_view keyword);

  /// The same for a keyword that is not noted: completion leaves AND, LAST, ASC and others to the
  /// hunter (language reference 8).
  bool accept_unnoted(std::string_view keyword);

  /// Steps over a punctuation mark if it is next. It is not noted.
  bool accept_punctuation(std::string_view mark);

  Result<Done> expect_keyword(std::string_view keyword);
  Result<Done> expect_punctuation(std::string_view mark);

  Result<ast::Name> variable();
  Result<ast::Name> entity_type();
  Result<ast::Name> relation();
  /// Reads letters, digits, `_` and `-`.
  Result<ast::Name> word(std::string_view what, bool is_keyword = false);
  Result<ir::AttributePath> attribute();  // without `entity-type:`
  Result<std::vector<ir::AttributePath>> attributes();

  /// Reads an attribute with or without `entity-type:`; the type is empty when absent.
  Result<std::pair<std::string, ir::AttributePath>> typed_attribute();

  Result<std::uint64_t> count(std::string_view what);
  Result<std::string> string();
  Result<WrittenPath> path(Expected kind, std::string_view what);
  Result<Timestamp> timestamp();

  /// Reads a number, a quoted text, a bare word, or a reference such as `procs.pid`.
  Result<ir::Literal> literal();

  /// Reads one value of a WITH argument: a quoted text, or a word with whatever else it may
  /// contain.
  Result<ir::Literal> argument_value();

  /// Reads one value of NEW: a quoted text, a number, `true`, `false` or `null`.
  Result<ast::Value> cell();

  /// Reads `variable.attribute`.
  Result<ir::Literal::Reference> reference();

  /// Moves behind the next token, whatever it is.
  Token advance();

  /// Moves behind the next token, which is meant as a keyword, and remembers that it was.
  Token advance_keyword();

  /// Returns the end of what was read so far.
  std::uint32_t offset() const { return last_end_; }

  /// Returns a span from `begin` to the end of what was read so far.
  Span since(std::uint32_t begin) const { return {begin, last_end_, lexer_.source()}; }

  /// Returns every token read so far; the second form hands them over.
  const std::vector<Token>& consumed() const& { return consumed_; }
  std::vector<Token> consumed() && { return std::move(consumed_); }

  /// These frame a statement for what is expected in it. Only the end of one that could be read is
  /// a place for the clauses that it left out.
  void begin_statement();
  void begin_verb(std::string_view keyword) { expected_.verb = keyword; }
  void end_statement();

  /// Says whose attributes are read from here on.
  void set_subject(Subject subject) { expected_.subject = std::move(subject); }

  /// Takes note of what could stand here, if the text ends here.
  void note(Expectation expectation);

  /// Takes note of what could stand behind the next token, if the text ends there.
  void note_second(Expectation expectation);

  /// Returns what was noted.
  const Expectations& expected() const { return expected_; }

 private:
  void take(const Token& token);
  bool at_definition() const;
  Result<std::variant<std::int64_t, double>> number();

  Lexer lexer_;
  Token next_;
  std::uint32_t last_end_ = 0;
  std::vector<Token> consumed_;
  Expectations expected_;
  std::vector<std::string_view> absent_clauses_;  // of the statement that is read
};

}  // namespace kestrel::lang
