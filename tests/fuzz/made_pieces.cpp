#include "tests/fuzz/made_pieces.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "tests/fuzz/names.hpp"

namespace kestrel::fuzz {
namespace {

struct Spelling {
  std::string_view written;
  ir::Operator operation;
  bool negated;
};

constexpr auto operators = std::to_array<Spelling>({
    {"=", ir::Operator::equal, false},
    {"==", ir::Operator::equal, false},
    {"!=", ir::Operator::equal, true},
    {"<", ir::Operator::less, false},
    {"<=", ir::Operator::less_or_equal, false},
    {">", ir::Operator::greater, false},
    {">=", ir::Operator::greater_or_equal, false},
    {"IN", ir::Operator::in, false},
    {"NOT IN", ir::Operator::in, true},
    {"LIKE", ir::Operator::like, false},
    {"NOT LIKE", ir::Operator::like, true},
    {"MATCHES", ir::Operator::matches, false},
    {"NOT MATCHES", ir::Operator::matches, true},
    {"ISSUBSET", ir::Operator::is_subset, false},
    {"NOT ISSUBSET", ir::Operator::is_subset, true},
    {"ISSUPERSET", ir::Operator::is_superset, false},
    {"NOT ISSUPERSET", ir::Operator::is_superset, true},
    {"IS NULL", ir::Operator::is_null, false},
    {"IS NOT NULL", ir::Operator::is_null, true},
});

struct Unit {
  std::string_view keyword;
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

// One part is itself; parts that are joined the same way are no parts of their own.
ir::Predicate joined(ir::Connective connective, std::vector<ir::Predicate> parts) {
  ir::Junction junction{connective, {}};
  for (const ir::Predicate& part : parts) {
    const auto* inner = std::get_if<ir::Junction>(&part.node);
    if (inner != nullptr && inner->connective == connective) {
      junction.parts.insert(junction.parts.end(), inner->parts.begin(), inner->parts.end());
    } else {
      junction.parts.push_back(part);
    }
  }
  return parts.size() == 1 ? parts.front() : ir::Predicate{std::move(junction)};
}

}  // namespace

ir::Predicate MadePieces::pattern() {
  if (!random_.one_in(4)) {
    return any(3);
  }
  speller_.mark("[");
  ir::Predicate pattern = any(3);
  speller_.mark("]");
  return pattern;
}

ir::Predicate MadePieces::any(std::size_t depth) {
  std::vector<ir::Predicate> parts;
  repeat(random_.one_in(3) ? 3 : 1, "OR", [&] { parts.push_back(all(depth)); });
  return joined(ir::Connective::any, std::move(parts));
}

ir::Predicate MadePieces::all(std::size_t depth) {
  std::vector<ir::Predicate> parts;
  repeat(random_.one_in(3) ? 3 : 1, "AND", [&] {
    if (depth == 0 || !random_.one_in(3)) {
      parts.push_back({comparison()});
      return;
    }
    speller_.mark("(");
    parts.push_back(any(depth - 1));
    speller_.mark(")");
  });
  return joined(ir::Connective::all, std::move(parts));
}

ir::Comparison MadePieces::comparison() {
  ir::Comparison comparison;
  std::string attribute = attribute_name(random_);
  if (random_.one_in(4)) {
    comparison.entity_type = extended_name(random_);
    speller_.run(comparison.entity_type + ":" + attribute);
  } else {
    speller_.run(attribute);
  }
  comparison.attribute.text = std::move(attribute);
  const Spelling& spelling = random_.any(operators);
  comparison.operation = spelling.operation;
  comparison.negated = spelling.negated;
  write_operator(spelling.written);
  if (comparison.operation == ir::Operator::in && random_.one_in(8)) {
    comparison.values.push_back({reference(), {}});  // the only value that needs no list
  } else if (comparison.operation == ir::Operator::in) {
    values(comparison.values, 3, 3);
  } else if (comparison.operation != ir::Operator::is_null) {
    values(comparison.values, 1, random_.one_in(8) ? 3 : 0);
  }
  return comparison;
}

void MadePieces::write_operator(std::string_view written) {
  if (written.front() < 'A') {
    speller_.mark(written);
    return;
  }
  while (!written.empty()) {
    const std::string_view word = written.substr(0, written.find(' '));
    speller_.keyword(word);
    written.remove_prefix(std::min(written.size(), word.size() + 1));
  }
}

// `a`, `(a, b)`, `[a, (b, c)]`: lists in lists are one list.
void MadePieces::values(std::vector<ir::Literal>& values, std::size_t most, std::size_t depth) {
  if (depth == 0 || random_.one_in(3)) {
    if (depth < 3 || most == 1) {
      values.push_back(literal());
      return;
    }
  }
  const bool round = random_.one_in(2);
  speller_.mark(round ? "(" : "[");
  repeat(most, ",", [&] { this->values(values, most, depth - 1); });
  speller_.mark(round ? ")" : "]");
}

ir::Literal MadePieces::literal() {
  switch (random_.below(4)) {
    case 0:
      return {text(), {}};
    case 1: {
      const Number number = this->number();
      speller_.number(number.written);
      return std::visit([](auto known) { return ir::Literal{known, {}}; }, number.value);
    }
    case 2:
      return {ir::Literal::Word{extended().text}, {}};
    default:
      return {reference(), {}};
  }
}

ir::Literal::Reference MadePieces::reference() {
  ir::Literal::Reference reference;
  reference.variable = extended_name(random_);
  reference.attribute.text = random_.one_in(2) ? "pid" : "hashes.'SHA-256'";
  if (random_.one_in(4)) {
    reference.attribute.text = "values[*].data";
  }
  speller_.run(reference.variable + "." + reference.attribute.text);
  return reference;
}

MadePieces::Number MadePieces::number() {
  static constexpr std::array<std::string_view, 12> written{"5.",
                                                            ".5",
                                                            "-.5",
                                                            "1e3",
                                                            "2.5E-4",
                                                            "-1.5e+3",
                                                            "0.0",
                                                            "-0.0",
                                                            "1.7976931348623157e308",
                                                            "9223372036854775808",
                                                            "-9223372036854775809",
                                                            "00.10"};
  if (random_.one_in(3)) {
    const std::string text(random_.any(written));
    return {text, std::strtod(text.c_str(), nullptr)};
  }
  if (random_.one_in(6)) {
    const std::int64_t extreme = random_.one_in(2) ? std::numeric_limits<std::int64_t>::min()
                                                   : std::numeric_limits<std::int64_t>::max();
    return {std::to_string(extreme), extreme};
  }
  const auto size = static_cast<std::int64_t>(random_.bits() >> (1 + random_.below(63)));
  const std::string zeros = random_.one_in(5) ? "00" : "";
  return random_.one_in(3) ? Number{"-" + zeros + std::to_string(size), -size}
                           : Number{zeros + std::to_string(size), size};
}

std::optional<ast::TimeRange> MadePieces::time_range() {
  switch (random_.below(4)) {
    case 0: {
      speller_.keyword("START");
      const Timestamp start = timestamp();
      speller_.keyword("STOP");
      return ast::TimeRange{ast::TimeRange::Absolute{start, timestamp()}, {}};
    }
    case 1: {
      speller_.keyword("LAST");
      const std::uint64_t count = random_.below(90000);
      speller_.number(std::to_string(count));
      return ast::TimeRange{ast::TimeRange::Relative{count * unit()}, {}};
    }
    default:
      return std::nullopt;
  }
}

std::uint64_t MadePieces::unit() {
  const Unit& unit = random_.any(units);
  speller_.keyword(unit.keyword);
  return unit.seconds;
}

Timestamp MadePieces::timestamp() {
  namespace chrono = std::chrono;
  const auto day = chrono::sys_days(chrono::year(1700 + static_cast<int>(random_.below(500))) /
                                    chrono::month(1 + static_cast<unsigned>(random_.below(12))) /
                                    chrono::day(1 + static_cast<unsigned>(random_.below(28))));
  const chrono::year_month_day date(day);
  const auto second = static_cast<std::int64_t>(random_.below(86400));
  std::string written =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  second / 3600, second / 60 % 60, second % 60);
  std::int64_t nanoseconds = 0;
  if (random_.one_in(2)) {
    const std::string fraction = fmt::format("{:09}", random_.below(1'000'000'000));
    const std::string digits = fraction.substr(0, 1 + random_.below(9));
    written += "." + digits + (digits.size() == 9 && random_.one_in(2) ? "77" : "");
    nanoseconds = std::stoll((digits + "000000000").substr(0, 9));
  }
  written += "Z";
  write_timestamp(written);
  const std::int64_t days = day.time_since_epoch().count();
  return {(days * 86400 + second) * 1'000'000'000 + nanoseconds};
}

void MadePieces::write_timestamp(const std::string& written) {
  switch (random_.below(4)) {
    case 0:
      speller_.quoted("'" + written + "'");
      break;
    case 1:
      speller_.quoted("\"" + written + "\"");
      break;
    case 2:
      speller_.quoted((random_.one_in(2) ? "t'" + written + "'" : "t\"" + written + "\""));
      break;
    default:
      speller_.run(written);
  }
}

std::optional<std::uint64_t> MadePieces::count_behind(std::string_view keyword) {
  if (!random_.one_in(3)) {
    return std::nullopt;
  }
  const std::uint64_t count = random_.one_in(8) ? std::numeric_limits<std::uint64_t>::max()
                                                : random_.bits() >> random_.below(64);
  speller_.keyword(keyword);
  speller_.number((random_.one_in(8) ? "0" : "") + std::to_string(count));
  return count;
}

ast::Name MadePieces::variable() {
  std::string name = variable_name(random_);
  speller_.name(name);
  return {std::move(name), {}};
}

ast::Name MadePieces::extended() {
  std::string name = extended_name(random_);
  speller_.name(name);
  return {std::move(name), {}};
}

ir::AttributePath MadePieces::attribute() {
  std::string name = attribute_name(random_);
  speller_.run(name);
  return {std::move(name), {}};
}

std::string MadePieces::text() {
  std::string value = quoted_content(random_);
  speller_.text(value);
  return value;
}

std::string MadePieces::path() {
  if (random_.one_in(3)) {
    return text();
  }
  std::string plain = plain_path(random_);
  speller_.run(plain);
  return plain;
}

}  // namespace kestrel::fuzz
