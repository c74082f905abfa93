// susp_scoring: adds up points for every rule that a process fits.
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "plugins/analytics_native/analytics_table.hpp"
#include "plugins/analytics_native/answer.hpp"
#include "plugins/analytics_native/messages.hpp"
#include "plugins/analytics_native/scoring_rules.hpp"

namespace kestrel::analytics_native {
namespace {

constexpr auto parameters = std::to_array<Parameter>({
    {"ignore_case", ParameterType::truth, "false",
     "`true`: names and folders fit in any letter case"},
});
constexpr std::string_view score_column = "x_suspicious_score";
constexpr std::string_view techniques_column = "x_attack_techniques";
constexpr std::array added{score_column, techniques_column};

constexpr std::size_t rows_between_questions = 4096;  // whether to stop

std::string_view text_at(const Column* column, std::size_t row) {
  return column != nullptr && column->is_valid(row) ? column->at<TextCell>(row).view()
                                                    : std::string_view();
}

Result<Table> run(const Arguments& arguments, plugin::AnalyticsInput& input, Context& context) {
  const bool ignore_case = arguments.truth("ignore_case");
  const ScoringRules& rules = scoring_rules();
  std::vector<std::string> wanted{"id"};
  for (const std::string& name : rules.columns) {
    const Attribute* attribute = input.schema().find(name);
    if (attribute != nullptr && attribute->type == DataType::text) {
      wanted.push_back(name);
    }
  }
  KESTREL_TRY(const Table table, input.columns(wanted));
  std::vector<const Column*> columns;  // null: absent
  for (const std::string& name : rules.columns) {
    const auto position = table.position(name);
    columns.push_back(position ? &table.column(*position) : nullptr);
  }

  Answer answer(table);
  ColumnBuilder& scores = answer.add(score_column, DataType::integer);
  ColumnBuilder& techniques = answer.add(techniques_column, DataType::text);
  std::vector<std::string_view> texts(columns.size());
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (row % rows_between_questions == 0 && context.cancelled()) {
      return messages::cancelled();
    }
    for (std::size_t index = 0; index < columns.size(); ++index) {
      texts[index] = text_at(columns[index], row);
    }
    const Score result = score(rules, texts, ignore_case);
    scores.set_integer(row, result.points);
    if (!result.techniques.empty()) {
      techniques.set_text(row, result.techniques);
    }
  }
  return std::move(answer).finish();
}

}  // namespace

NativeAnalytics susp_scoring() {
  return {"susp_scoring", "Scores processes by rules of what attackers do.", parameters, added,
          &run};
}

}  // namespace kestrel::analytics_native
