#include "plugins/analytics_native/scoring_rules.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kestrel/base/assert.hpp"

extern const char* const kestrel_scoring_rules_text;  // made by the build

namespace kestrel::analytics_native {
namespace {

char folded(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

bool same_folded(char left, char right) { return folded(left) == folded(right); }

bool equal(std::string_view left, std::string_view right, bool ignore_case) {
  return ignore_case ? std::equal(left.begin(), left.end(), right.begin(), right.end(), same_folded) : left == right;
}

bool contains_folded(std::string_view text, std::string_view wanted) {
  return std::search(text.begin(), text.end(), wanted.begin(), wanted.end(), same_folded) != text.end();
}

bool is_letter(char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'); }

bool is_name_part(char letter) { return is_letter(letter) || (letter >= '0' && letter <= '9') || letter == '_'; }

// `before`, a name and `after` follow each other somewhere.
bool occurs_around_name(std::string_view text, std::string_view before, std::string_view after) {
  for (std::size_t place = text.find(before); place != std::string_view::npos; place = text.find(before, place + 1)) {
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
  constexpr std::string_view names[] = {"equals", "not-equals", "contains", "contains-any-case", "contains-around-name"};
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

ScoringRules parse(const char* text) {
  const auto json = nlohmann::json::parse(text);
  ScoringRules rules;
  rules.columns.push_back(json.at("pattern_column"));
  rules.pattern_points = json.at("pattern_points");
  for (const auto& pattern : json.at("patterns")) {
    rules.patterns.push_back({pattern.at("pieces"), pattern.at("at_end")});
  }
  for (const auto& written : json.at("rules")) {
    ScoringRule rule{written.at("points"), written.at("techniques"), {}};
    for (const auto& group : written.at("when")) {
      std::vector<RuleTest> tests;
      for (const auto& test : group) {
        tests.push_back({position(rules.columns, test.at("column")), kind_of(test.at("test")), test.at("texts")});
      }
      rule.when.push_back(std::move(tests));
    }
    rules.rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace

bool CommandPattern::fits(std::string_view text) const {
  std::size_t place = 0;
  const std::size_t searched = pieces.size() - (at_end ? 1 : 0);
  for (std::size_t index = 0; index < searched; ++index) {
    const std::size_t found = text.find(pieces[index], place);
    if (found == std::string_view::npos) {
      return false;
    }
    place = found + pieces[index].size();
  }
  return !at_end || text.substr(std::min(place, text.size())).ends_with(pieces.back());
}

bool RuleTest::holds(std::string_view text, bool ignore_case) const {
  const auto any = [&](auto predicate) { return std::any_of(texts.begin(), texts.end(), predicate); };
  switch (kind) {
    case Kind::equals:
      return any([&](const std::string& wanted) { return equal(text, wanted, ignore_case); });
    case Kind::not_equals:
      return !any([&](const std::string& wanted) { return equal(text, wanted, ignore_case); });
    case Kind::contains:
      return any([&](const std::string& wanted) { return text.find(wanted) != std::string_view::npos; });
    case Kind::contains_any_case:
      return any([&](const std::string& wanted) { return contains_folded(text, wanted); });
    case Kind::contains_around_name:
      return occurs_around_name(text, texts.at(0), texts.at(1));
  }
  return false;
}

const ScoringRules& scoring_rules() {
  static const ScoringRules rules = parse(kestrel_scoring_rules_text);
  return rules;
}

Score score(const ScoringRules& rules, const std::vector<std::string_view>& row, bool ignore_case) {
  Score result;
  for (const CommandPattern& pattern : rules.patterns) {
    result.points += pattern.fits(row.front()) ? rules.pattern_points : 0;
  }
  std::vector<std::string_view> techniques;
  for (const ScoringRule& rule : rules.rules) {
    const bool fires = std::all_of(rule.when.begin(), rule.when.end(), [&](const std::vector<RuleTest>& group) {
      return std::any_of(group.begin(), group.end(),
                         [&](const RuleTest& test) { return test.holds(row[test.column], ignore_case); });
    });
    if (!fires) {
      continue;
    }
    result.points += rule.points;
    for (const std::string& technique : rule.techniques) {
      if (std::find(techniques.begin(), techniques.end(), technique) == techniques.end()) {
        techniques.push_back(technique);
        result.techniques += (result.techniques.empty() ? "" : " ") + technique;
      }
    }
  }
  return result;
}

}  // namespace kestrel::analytics_native
