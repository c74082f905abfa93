#include "plugins/analytics_native/scoring_rules.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>

#include "kestrel/base/assert.hpp"
#include "kestrel/base/letters.hpp"

extern const char* const kestrel_scoring_rules_text;  // made by the build

namespace kestrel::analytics_native {
namespace {

bool equal(std::string_view left, std::string_view right, bool ignore_case) {
  return ignore_case ? same_word(left, right) : left == right;
}

bool contains_word(std::string_view text, std::string_view wanted) {
  const auto same = [](char left, char right) { return lowered(left) == lowered(right); };
  return std::search(text.begin(), text.end(), wanted.begin(), wanted.end(), same) != text.end();
}

bool is_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

bool is_name_part(char letter) {
  return is_letter(letter) || (letter >= '0' && letter <= '9') || letter == '_';
}

// `before`, a name and `after` follow each other somewhere.
bool occurs_around_name(std::string_view text, std::string_view before, std::string_view after) {
  for (std::size_t place = text.find(before); place != std::string_view::npos;
       place = text.find(before, place + 1)) {
    const std::size_t begin = place + before.size();
    std::size_t end = begin;
    while (end < text.size() && is_name_part(text[end])) {
      ++end;
    }
    if (end > begin && is_letter(text[begin]) && text.substr(end).starts_with(after)) {
      return true;
    }
  }
  return false;
}

RuleTest::Kind kind_of(const std::string& name) {
  constexpr std::string_view names[] = {"equals", "not-equals", "contains", "contains-any-case",
                                        "contains-around-name"};
  const auto* const found = std::find(std::begin(names), std::end(names), name);
  KESTREL_ASSERT(found != std::end(names));
  return static_cast<RuleTest::Kind>(found - std::begin(names));
}

std::size_t position(std::vector<std::string>& columns, const std::string& name) {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found != columns.end()) {
    return static_cast<std::size_t>(found - columns.begin());
  }
  columns.push_back(name);
  return columns.size() - 1;
}

ScoringRules read_rules(const nlohmann::json& json) {
  ScoringRules rules;
  rules.columns.push_back(json.at("pattern_column"));
  rules.pattern_points = json.at("pattern_points");
  for (const auto& pattern : json.at("patterns")) {
    rules.patterns.emplace_back(pattern.at("pieces"), pattern.at("at_end"));
  }
  for (const auto& written : json.at("rules")) {
    ScoringRule rule{written.at("points"), written.at("techniques"), {}};
    for (const auto& group : written.at("when")) {
      std::vector<RuleTest>& tests = rule.when.emplace_back();
      for (const auto& test : group) {
        const RuleTest& read =
            tests.emplace_back(RuleTest{position(rules.columns, test.at("column")),
                                        kind_of(test.at("test")), test.at("texts")});
        KESTREL_ASSERT(read.kind != RuleTest::Kind::contains_around_name || read.texts.size() == 2);
      }
    }
    rules.rules.push_back(std::move(rule));
  }
  return rules;
}

ScoringRules built_in_rules() {
  try {
    return read_rules(nlohmann::json::parse(kestrel_scoring_rules_text));
  } catch (const nlohmann::json::exception&) {
    KESTREL_ASSERT(!"analytics/susp_scoring/rules.json has the shape that is read here");
  }
  return {};
}

void add_techniques(const ScoringRule& rule, std::vector<std::string_view>& noted) {
  for (const std::string& technique : rule.techniques) {
    if (std::find(noted.begin(), noted.end(), technique) == noted.end()) {
      noted.push_back(technique);
    }
  }
}

}  // namespace

CommandPattern::CommandPattern(std::vector<std::string> pieces, bool at_end)
    : pieces_(std::move(pieces)), at_end_(at_end) {
  KESTREL_ASSERT(!pieces_.empty());
  for (const std::string& piece : pieces_) {
    const std::vector<std::uint16_t> pairs = BytePairs::bits_of(piece);
    pairs_.insert(pairs_.end(), pairs.begin(), pairs.end());
  }
}

bool CommandPattern::fits(std::string_view text, const BytePairs& pairs) const {
  if (!pairs.may_have(pairs_)) {
    return false;
  }
  std::size_t place = 0;
  const std::size_t searched = pieces_.size() - (at_end_ ? 1 : 0);
  for (std::size_t index = 0; index < searched; ++index) {
    const std::size_t found = text.find(pieces_[index], place);
    if (found == std::string_view::npos) {
      return false;
    }
    place = found + pieces_[index].size();
  }
  return !at_end_ || text.substr(place).ends_with(pieces_.back());
}

bool RuleTest::holds(std::string_view text, bool ignore_case) const {
  const auto any = [&](auto predicate) {
    return std::any_of(texts.begin(), texts.end(), predicate);
  };
  switch (kind) {
    case Kind::equals:
      return any([&](const std::string& wanted) { return equal(text, wanted, ignore_case); });
    case Kind::not_equals:
      return !any([&](const std::string& wanted) { return equal(text, wanted, ignore_case); });
    case Kind::contains:
      return any(
          [&](const std::string& wanted) { return text.find(wanted) != std::string_view::npos; });
    case Kind::contains_any_case:
      return any([&](const std::string& wanted) { return contains_word(text, wanted); });
    case Kind::contains_around_name:
      return occurs_around_name(text, texts[0], texts[1]);
  }
  return false;
}

const ScoringRules& scoring_rules() {
  static const ScoringRules rules = built_in_rules();
  return rules;
}

Score score(const ScoringRules& rules, const std::vector<std::string_view>& row, bool ignore_case) {
  KESTREL_ASSERT(row.size() == rules.columns.size());
  Score result;
  const std::string_view command_line = row.front();
  const BytePairs pairs(command_line);
  for (const CommandPattern& pattern : rules.patterns) {
    result.points += pattern.fits(command_line, pairs) ? rules.pattern_points : 0;
  }
  std::vector<std::string_view> techniques;
  for (const ScoringRule& rule : rules.rules) {
    const auto holds = [&](const RuleTest& test) {
      return test.holds(row[test.column], ignore_case);
    };
    const bool fires =
        std::all_of(rule.when.begin(), rule.when.end(), [&](const std::vector<RuleTest>& group) {
          return std::any_of(group.begin(), group.end(), holds);
        });
    if (fires) {
      result.points += rule.points;
      add_techniques(rule, techniques);
    }
  }
  for (const std::string_view technique : techniques) {
    result.techniques += result.techniques.empty() ? "" : " ";
    result.techniques += technique;
  }
  return result;
}

}  // namespace kestrel::analytics_native
