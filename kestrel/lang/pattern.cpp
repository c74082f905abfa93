#include "kestrel/lang/pattern.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "kestrel/lang/messages.hpp"

namespace kestrel::lang {
namespace {

struct WrittenOperator {
  ir::Operator operation = ir::Operator::equal;
  bool negated = false;
  Span span;
};

struct Spelling {
  std::string_view text;
  ir::Operator operation;
  bool negated;
};

constexpr auto symbols = std::to_array<Spelling>({
    {"=", ir::Operator::equal, false},
    {"==", ir::Operator::equal, false},
    {"!=", ir::Operator::equal, true},
    {"<", ir::Operator::less, false},
    {"<=", ir::Operator::less_or_equal, false},
    {">", ir::Operator::greater, false},
    {">=", ir::Operator::greater_or_equal, false},
});

constexpr auto words = std::to_array<Spelling>({
    {"IN", ir::Operator::in, false},
    {"LIKE", ir::Operator::like, false},
    {"MATCHES", ir::Operator::matches, false},
    {"ISSUBSET", ir::Operator::is_subset, false},
    {"ISSUPERSET", ir::Operator::is_superset, false},
});

Result<WrittenOperator> parse_operator(Cursor& cursor) {
  const Span begin = cursor.peek().span;
  for (const Spelling& symbol : symbols) {
    if (cursor.accept_punctuation(symbol.text)) {
      return WrittenOperator{symbol.operation, symbol.negated, begin};
    }
  }
  if (cursor.accept_keyword("IS")) {
    const bool negated = cursor.accept_keyword("NOT");
    KESTREL_CHECK(cursor.expect_keyword("NULL"));
    return WrittenOperator{ir::Operator::is_null, negated, cursor.since(begin.begin)};
  }
  const bool negated = cursor.accept_keyword("NOT");
  for (const Spelling& word : words) {
    if (cursor.accept_keyword(word.text)) {
      return WrittenOperator{word.operation, negated, cursor.since(begin.begin)};
    }
  }
  return messages::expected("a comparison such as `=`, `LIKE` or `IN`", cursor.peek());
}

Result<ir::Predicate> parse_comparison(Cursor& cursor) {
  const std::uint32_t begin = cursor.peek().span.begin;
  KESTREL_TRY(auto typed, cursor.typed_attribute());
  KESTREL_TRY(const WrittenOperator written, parse_operator(cursor));
  ir::Comparison comparison{
      std::move(typed.first), std::move(typed.second), written.operation, written.negated, {}, {}};
  if (written.operation != ir::Operator::is_null) {
    const std::uint32_t values_begin = cursor.peek().span.begin;
    bool is_list = at_list(cursor);
    if (is_list) {
      KESTREL_CHECK(parse_list(cursor, comparison.values, &Cursor::literal));
    } else {
      KESTREL_TRY(ir::Literal literal, cursor.literal());
      comparison.values.push_back(std::move(literal));
    }
    const ir::Literal& first = comparison.values.front();
    if (written.operation == ir::Operator::in && !is_list &&
        !std::holds_alternative<ir::Literal::Reference>(first.value)) {
      return messages::in_needs_list(first.span, written.span);
    }
    if (is_list && comparison.values.size() == 1) {
      is_list = false;  // a list of one is its element, as ever
    }
    if (is_list && written.operation != ir::Operator::in) {
      return messages::list_needs_in(cursor.since(values_begin), ir::spelling(written.operation),
                                     written.span);
    }
  }
  comparison.span = cursor.since(begin);
  return ir::Predicate{std::move(comparison)};
}

// Takes the parts from `first` on out of the list, as one predicate.
ir::Predicate taken(std::vector<ir::Predicate>& parts, std::size_t first,
                    ir::Connective connective) {
  const auto begin = parts.begin() + static_cast<std::ptrdiff_t>(first);
  if (parts.end() - begin == 1) {
    ir::Predicate only = std::move(parts.back());
    parts.pop_back();
    return only;
  }
  ir::Junction junction{connective, {}};
  junction.parts.assign(std::make_move_iterator(begin), std::make_move_iterator(parts.end()));
  parts.erase(begin, parts.end());
  return ir::Predicate{std::move(junction)};
}

// Begins a list of parts with what stands before the first `connective`.
std::vector<ir::Predicate> list_of(ir::Predicate first, ir::Connective connective) {
  auto* junction = std::get_if<ir::Junction>(&first.node);
  if (junction != nullptr && junction->connective == connective) {
    return std::move(junction->parts);
  }
  std::vector<ir::Predicate> parts;
  parts.push_back(std::move(first));
  return parts;
}

// These read into a list whose parts are joined by one connective. What parentheses hold that is
// joined by the same one belongs to the list, `a AND (b AND c)` has three parts, and is read into
// it straight away: a part is moved once, however deep it stands.
Result<Done> parse_any(Cursor& cursor, std::size_t depth, std::vector<ir::Predicate>& any);
Result<Done> parse_any_among_all(Cursor& cursor, std::size_t depth,
                                 std::vector<ir::Predicate>& all);

Result<Done> parse_operand(Cursor& cursor, std::size_t depth, ir::Connective connective,
                           std::vector<ir::Predicate>& parts) {
  if (!cursor.at_punctuation("(")) {
    KESTREL_TRY(ir::Predicate comparison, parse_comparison(cursor));
    parts.push_back(std::move(comparison));
    return Done{};
  }
  if (depth >= deepest_nesting) {
    return messages::nesting_too_deep(cursor.peek().span, deepest_nesting);
  }
  cursor.advance();
  if (connective == ir::Connective::any) {
    KESTREL_CHECK(parse_any(cursor, depth + 1, parts));
  } else {
    KESTREL_CHECK(parse_any_among_all(cursor, depth + 1, parts));
  }
  return cursor.expect_punctuation(")");
}

Result<Done> parse_any(Cursor& cursor, std::size_t depth, std::vector<ir::Predicate>& any) {
  do {
    const std::size_t first = any.size();
    KESTREL_CHECK(parse_operand(cursor, depth, ir::Connective::any, any));
    if (!cursor.at_keyword("AND")) {
      continue;
    }
    std::vector<ir::Predicate> all =
        list_of(taken(any, first, ir::Connective::any), ir::Connective::all);
    while (cursor.accept_unnoted("AND")) {
      KESTREL_CHECK(parse_operand(cursor, depth, ir::Connective::all, all));
    }
    any.push_back(taken(all, 0, ir::Connective::all));
  } while (cursor.accept_unnoted("OR"));
  return Done{};
}

Result<Done> parse_any_among_all(Cursor& cursor, std::size_t depth,
                                 std::vector<ir::Predicate>& all) {
  const std::size_t first = all.size();
  do {
    KESTREL_CHECK(parse_operand(cursor, depth, ir::Connective::all, all));
  } while (cursor.accept_unnoted("AND"));
  if (!cursor.accept_unnoted("OR")) {
    return Done{};
  }
  std::vector<ir::Predicate> any =
      list_of(taken(all, first, ir::Connective::all), ir::Connective::any);
  KESTREL_CHECK(parse_any(cursor, depth, any));
  all.push_back(taken(any, 0, ir::Connective::any));
  return Done{};
}

Result<ir::Predicate> parse_whole(Cursor& cursor, std::size_t depth) {
  std::vector<ir::Predicate> any;
  KESTREL_CHECK(parse_any(cursor, depth, any));
  return taken(any, 0, ir::Connective::any);
}

struct Unit {
  std::string_view spelling;
  std::uint64_t seconds;
};

constexpr auto units = std::to_array<Unit>({
    {"DAYS", 86400},
    {"DAY", 86400},
    {"D", 86400},
    {"HOURS", 3600},
    {"HOUR", 3600},
    {"H", 3600},
    {"MINUTES", 60},
    {"MINUTE", 60},
    {"M", 60},
    {"SECONDS", 1},
    {"SECOND", 1},
    {"S", 1},
});

}  // namespace

bool at_list(const Cursor& cursor) {
  return cursor.at_punctuation("(") || cursor.at_punctuation("[");
}

Result<Done> parse_list(Cursor& cursor, std::vector<ir::Literal>& values,
                        Result<ir::Literal> (Cursor::*read)(), std::size_t depth) {
  if (depth > deepest_nesting) {
    return messages::nesting_too_deep(cursor.peek().span, deepest_nesting);
  }
  const bool round = cursor.at_punctuation("(");
  cursor.advance();
  do {
    if (at_list(cursor)) {
      KESTREL_CHECK(parse_list(cursor, values, read, depth + 1));
    } else {
      KESTREL_TRY(ir::Literal value, (cursor.*read)());
      values.push_back(std::move(value));
    }
  } while (cursor.accept_punctuation(","));
  return cursor.expect_punctuation(round ? ")" : "]");
}

Result<ir::Predicate> parse_pattern(Cursor& cursor) {
  if (!cursor.accept_punctuation("[")) {
    return parse_whole(cursor, 0);
  }
  KESTREL_TRY(ir::Predicate pattern, parse_whole(cursor, 1));
  KESTREL_CHECK(cursor.expect_punctuation("]"));
  return pattern;
}

Result<std::optional<ast::TimeRange>> parse_time_range(Cursor& cursor) {
  const std::uint32_t begin = cursor.peek().span.begin;
  if (!cursor.accept_unnoted("LAST")) {
    if (!cursor.accept_clause("START")) {
      return std::optional<ast::TimeRange>();
    }
    KESTREL_TRY(const Timestamp start, cursor.timestamp());
    KESTREL_CHECK(cursor.expect_keyword("STOP"));
    KESTREL_TRY(const Timestamp stop, cursor.timestamp());
    return std::optional(
        ast::TimeRange{ast::TimeRange::Absolute{start, stop}, cursor.since(begin)});
  }
  const Token number = cursor.peek();
  KESTREL_TRY(const std::uint64_t count,
              cursor.count("a number of days, hours, minutes or seconds"));
  const auto seconds = accept_time_unit(cursor);
  if (!seconds) {
    return messages::expected("`DAYS`, `HOURS`, `MINUTES` or `SECONDS`", cursor.peek());
  }
  constexpr std::uint64_t longest = std::uint64_t{250} * 366 * 86400;  // what nanoseconds can hold
  if (count > longest / *seconds) {
    return messages::number_out_of_range(number.span, number.text, "of at most 250 years");
  }
  return std::optional(
      ast::TimeRange{ast::TimeRange::Relative{count * *seconds}, cursor.since(begin)});
}

std::optional<std::uint64_t> accept_time_unit(Cursor& cursor) {
  for (const Unit& unit : units) {
    if (cursor.accept_keyword(unit.spelling, Expected::unit)) {
      return unit.seconds;
    }
  }
  return std::nullopt;
}

void complete_entity_types(ir::Predicate& pattern, std::string_view center) {
  if (auto* comparison = std::get_if<ir::Comparison>(&pattern.node)) {
    if (comparison->entity_type.empty()) {
      comparison->entity_type = center;
    }
    return;
  }
  for (ir::Predicate& part : std::get<ir::Junction>(pattern.node).parts) {
    complete_entity_types(part, center);
  }
}

Result<Done> bind_references(std::vector<ir::Literal>& values, std::vector<ir::StepId>& inputs,
                             const Scope& scope) {
  for (ir::Literal& value : values) {
    auto* reference = std::get_if<ir::Literal::Reference>(&value.value);
    if (reference == nullptr) {
      continue;
    }
    Span span = value.span;
    span.end = span.begin + static_cast<std::uint32_t>(reference->variable.size());
    KESTREL_TRY(const ir::StepId step, scope.variable({reference->variable, span}));
    const auto known = std::find(inputs.begin() + 1, inputs.end(), step);
    reference->input = static_cast<std::uint32_t>(known - inputs.begin());
    reference->as_of = scope.updates();
    if (known == inputs.end()) {
      inputs.push_back(step);
    }
  }
  return Done{};
}

Result<Done> bind_references(ir::Predicate& pattern, std::vector<ir::StepId>& inputs,
                             const Scope& scope) {
  if (auto* comparison = std::get_if<ir::Comparison>(&pattern.node)) {
    return bind_references(comparison->values, inputs, scope);
  }
  for (ir::Predicate& part : std::get<ir::Junction>(pattern.node).parts) {
    KESTREL_CHECK(bind_references(part, inputs, scope));
  }
  return Done{};
}

ir::TimeRange resolved(const ast::TimeRange& written, Timestamp now) {
  if (const auto* absolute = std::get_if<ast::TimeRange::Absolute>(&written.range)) {
    return {absolute->start, absolute->stop};
  }
  const auto seconds =
      static_cast<std::int64_t>(std::get<ast::TimeRange::Relative>(written.range).seconds);
  return {Timestamp{now.nanoseconds - seconds * 1'000'000'000}, now};
}

Result<Done> refuse_other_types(const ir::Predicate& pattern, std::string_view center) {
  if (const auto* comparison = std::get_if<ir::Comparison>(&pattern.node)) {
    if (comparison->entity_type != center) {
      return messages::foreign_entity(comparison->span, comparison->entity_type, center);
    }
    return Done{};
  }
  for (const ir::Predicate& part : std::get<ir::Junction>(pattern.node).parts) {
    KESTREL_CHECK(refuse_other_types(part, center));
  }
  return Done{};
}

}  // namespace kestrel::lang
