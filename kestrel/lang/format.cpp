#include "kestrel/lang/format.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "kestrel/base/letters.hpp"
#include "kestrel/base/unicode.hpp"
#include "kestrel/lang/cursor.hpp"

namespace kestrel::lang {
namespace {

constexpr std::size_t longest_line = 100;
constexpr std::string_view clause_indent = "    ";
constexpr std::string_view part_indent = "        ";

/// A comment, and how it stands to the token behind it.
struct Comment {
  std::string_view text;        // from `#` on, without blanks at its end
  bool is_behind_code = false;  // on the line of the token before it
};

/// What lies between two tokens.
struct Gap {
  std::vector<Comment> comments;
  bool has_blank_line = false;
};

Gap gap_in(std::string_view text, bool begins_line) {
  Gap gap;
  bool on_code_line = !begins_line;
  std::size_t line_ends = begins_line ? 1 : 0;
  for (std::size_t offset = 0; offset < text.size(); ++offset) {
    if (text[offset] == '\n') {
      ++line_ends;
      on_code_line = false;
      gap.has_blank_line = gap.has_blank_line || line_ends > 1;
    } else if (text[offset] == '#') {
      const std::size_t end = std::min(text.find('\n', offset), text.size());
      std::string_view comment = text.substr(offset, end - offset);
      comment = comment.substr(0, comment.find_last_not_of(" \t\r") + 1);
      gap.comments.push_back({comment, on_code_line});
      offset = end - 1;
      line_ends = 0;
    }
  }
  return gap;
}

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view known) { return same_word(known, word); });
}

bool is_mark(const Token& token, std::string_view marks) {
  return token.kind == TokenKind::punctuation && token.text.size() == 1 &&
         marks.find(token.text.front()) != std::string_view::npos;
}

bool is_keyword(const Token& token, std::string_view word) {
  return token.is_keyword && same_word(token.text, word);
}

bool opens_clause(const Token& token) {
  static constexpr std::array<std::string_view, 10> words{
      "FROM", "WHERE", "ATTR", "SORT", "LIMIT", "OFFSET", "START", "LAST", "WITH", "ON"};
  return token.is_keyword && is_one_of(token.text, words);
}

bool is_function(const Token& token) {
  static constexpr std::array<std::string_view, 10> words{
      "MIN", "MAX", "SUM", "AVG", "COUNT", "NUNIQUE", "BIN", "TIMESTAMPED", "ADDOBSID", "RECORDS"};
  return token.is_keyword && is_one_of(token.text, words);
}

std::string written(const Token& token) {
  std::string text(token.text);
  if (token.is_keyword) {
    std::transform(text.begin(), text.end(), text.begin(), [](char letter) {
      return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    });
  }
  return text;
}

/// One statement, laid out on one line or on several.
class StatementWriter {
 public:
  StatementWriter(std::span<const Token> tokens, std::span<const Gap> gaps)
      : tokens_(tokens), gaps_(gaps) {
    const auto verb = std::find_if(tokens.begin(), tokens.end(),
                                   [](const Token& token) { return token.is_keyword; });
    is_apply_ = verb != tokens.end() && is_keyword(*verb, "APPLY");
  }

  std::string write() {
    const bool has_comments = std::any_of(gaps_.begin() + 1, gaps_.end(),
                                          [](const Gap& gap) { return !gap.comments.empty(); });
    std::string line = has_comments ? std::string() : lines(false);
    if (!has_comments && count_characters(line) <= longest_line) {
      return line;
    }
    return lines(true);
  }

 private:
  // With `broken`, clauses begin lines of their own, and so do the parts of long ones.
  std::string lines(bool broken) {
    std::string text = written(tokens_.front());
    std::size_t depth = 0;
    bool in_arguments = false;
    bool clause_is_long = false;
    for (std::size_t index = 1; index < tokens_.size(); ++index) {
      const Token& before = tokens_[index - 1];
      const Token& token = tokens_[index];
      depth += is_mark(before, "([{") ? 1 : 0;
      depth -= is_mark(token, ")]}") && depth > 0 ? 1 : 0;
      const bool begins_clause = depth == 0 && opens_clause(token);
      in_arguments = in_arguments || (is_apply_ && is_keyword(before, "WITH"));
      std::string between = space_between(before, token, in_arguments);
      if (broken && begins_clause) {
        clause_is_long = is_long_clause(index);
        between = line_break(clause_indent);
      } else if (broken && clause_is_long && begins_part(before, token, depth)) {
        between = line_break(part_indent);
      }
      for (const Comment& comment : gaps_[index].comments) {
        text += comment.is_behind_code ? "  " : line_break(part_indent);
        text += comment.text;
        between = line_break(begins_clause ? clause_indent : part_indent);
      }
      text += between + written(token);
    }
    return text;
  }

  static std::string line_break(std::string_view indent) { return "\n" + std::string(indent); }

  // Whether a clause, up to the next one, is too long for a line.
  bool is_long_clause(std::size_t begin) const {
    std::size_t size = clause_indent.size();
    std::size_t depth = 0;
    for (std::size_t index = begin; index < tokens_.size(); ++index) {
      depth += is_mark(tokens_[index], "([{") ? 1 : 0;
      depth -= is_mark(tokens_[index], ")]}") && depth > 0 ? 1 : 0;
      if (index > begin && depth == 0 && opens_clause(tokens_[index])) {
        break;
      }
      size += count_characters(tokens_[index].text) + 1;
    }
    return size > longest_line;
  }

  // A part of a pattern begins with AND or OR, one of a list behind a comma.
  static bool begins_part(const Token& before, const Token& token, std::size_t depth) {
    return (depth <= 1 && (is_keyword(token, "AND") || is_keyword(token, "OR"))) ||
           (depth == 0 && is_mark(before, ","));
  }

  static std::string space_between(const Token& before, const Token& token, bool in_arguments) {
    const bool tight = is_mark(before, "([{") || is_mark(token, ")]},:") ||
                       (is_mark(token, "(") && is_function(before)) ||
                       (in_arguments && (is_mark(token, "=") || is_mark(before, "=")));
    return tight ? "" : " ";
  }

  std::span<const Token> tokens_;
  std::span<const Gap> gaps_;
  bool is_apply_ = false;
};

}  // namespace

std::string format(std::string_view text, const Parsed& parsed) {
  std::string result;
  const std::vector<Token>& tokens = parsed.tokens;
  std::vector<Gap> gaps;
  gaps.reserve(tokens.size());
  std::size_t end = 0;
  for (const Token& token : tokens) {
    gaps.push_back(gap_in(text.substr(end, token.span.begin - end), end == 0));
    end = token.span.end;
  }
  const Gap last = gap_in(text.substr(end), end == 0);
  const auto write_gap = [&](const Gap& gap) {
    bool on_own_line = false;
    for (const Comment& comment : gap.comments) {
      if (comment.is_behind_code && !result.empty()) {
        result.insert(result.size() - 1, "  " + std::string(comment.text));
        continue;
      }
      if (gap.has_blank_line && !on_own_line && !result.empty()) {
        result += '\n';
      }
      on_own_line = true;
      result.append(comment.text) += '\n';
    }
    return on_own_line;
  };
  std::size_t begin = 0;
  for (const ast::Statement& statement : parsed.block) {
    std::size_t behind = begin;
    while (behind < tokens.size() && tokens[behind].span.begin < statement.span.end) {
      ++behind;
    }
    const bool commented = write_gap(gaps[begin]);
    if (gaps[begin].has_blank_line && !commented && !result.empty()) {
      result += '\n';
    }
    result += StatementWriter(std::span(tokens).subspan(begin, behind - begin),
                              std::span(gaps).subspan(begin, behind - begin))
                  .write() +
              '\n';
    begin = behind;
  }
  write_gap(last);
  return result;
}

}  // namespace kestrel::lang
