// The rules of susp_scoring, as analytics/susp_scoring/rules.json says them: its head tells what
// they mean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/analytics_native/byte_pairs.hpp"

namespace kestrel::analytics_native {

/// Pieces that occur in a command line in their order.
class CommandPattern {
 public:
  CommandPattern(std::vector<std::string> pieces, bool at_end);

  /// `pairs` are those of `text`.
  bool fits(std::string_view text, const BytePairs& pairs) const;

 private:
  std::vector<std::string> pieces_;
  bool at_end_;                       // the last piece is the very end
  std::vector<std::uint16_t> pairs_;  // of all pieces
};

/// One look at one column.
struct RuleTest {
  enum class Kind : std::uint8_t {
    equals,
    not_equals,
    contains,
    contains_any_case,
    contains_around_name,
  };

  std::size_t column = 0;  // index into `ScoringRules::columns`
  Kind kind = Kind::equals;
  std::vector<std::string> texts;

  bool holds(std::string_view text, bool ignore_case) const;
};

/// Fires when in each group at least one test holds.
struct ScoringRule {
  std::int64_t points = 0;
  std::vector<std::string> techniques;
  std::vector<std::vector<RuleTest>> when;
};

/// All that scores a process.
struct ScoringRules {
  std::vector<std::string> columns;  // that are looked at; the first is the command line
  std::vector<CommandPattern> patterns;
  std::int64_t pattern_points = 1;
  std::vector<ScoringRule> rules;
};

/// Returns the rules that were built in, parsed when first asked for.
const ScoringRules& scoring_rules();

/// What a row gets.
struct Score {
  std::int64_t points = 0;
  std::string techniques;  // joined by blanks; empty for none
};

/// Scores a row given as the texts of `ScoringRules::columns`; what is absent is empty.
Score score(const ScoringRules& rules, const std::vector<std::string_view>& row, bool ignore_case);

}  // namespace kestrel::analytics_native
