// susp_scoring: adds up points for every rule that a process fits.
#include <array>
#include <utility>

#include "plugins/analytics_native/analytics_table.hpp"
#include "plugins/analytics_native/messages.hpp"
#include "plugins/analytics_native/scoring_rules.hpp"

namespace kestrel::analytics_native {
namespace {

constexpr auto parameters = std::to_array<Parameter>({
    {"ignore_case", "`true` takes names of programs in any case"},
});
constexpr auto added = std::to_array<std::string_view>({"x_suspicious_score", "x_attack_techniques"});

constexpr std::size_t rows_between_questions = 4096;  // whether to stop

Result<bool> ignores_case(const plugin::AnalyticsCall& call) {
  const std::string_view value = call.argument("ignore_case").value_or("false");
  if (value == "true" || value == "1" || value == "yes") {
    return true;
  }
  if (value == "false" || value == "0" || value == "no") {
    return false;
  }
  return messages::wrong_parameter("ignore_case", "`true` or `false`", value);
}

std::string_view text_at(const Column* column, std::size_t row) {
  return column != nullptr && column->is_valid(row) ? column->at<TextCell>(row).view() : std::string_view();
}

Result<Table> run(const plugin::AnalyticsCall& call, plugin::AnalyticsInput& input, Context& context) {
  KESTREL_TRY(const bool ignore_case, ignores_case(call));
  const ScoringRules& rules = scoring_rules();
  std::vector<std::string> wanted{"id"};
  for (const std::string& name : rules.columns) {
    const Attribute* attribute = input.schema().find(name);
    if (attribute != nullptr && attribute->type == DataType::text) {
      wanted.push_back(name);
    }
  }
  KESTREL_TRY(const Table table, input.columns(wanted));
  std::vector<const Column*> columns;
  for (const std::string& name : rules.columns) {
    const auto position = table.position(name);
    columns.push_back(position ? &table.column(*position) : nullptr);
  }

  auto arena = std::make_shared<Arena>(std::make_shared<BlockStore>(SIZE_MAX, ""));
  ColumnBuilder ids(DataType::text, *arena);
  ColumnBuilder scores(DataType::integer, *arena);
  ColumnBuilder techniques(DataType::text, *arena);
  std::vector<std::string_view> texts(columns.size());
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (row % rows_between_questions == 0 && context.cancelled()) {
      return messages::cancelled();
    }
    for (std::size_t index = 0; index < columns.size(); ++index) {
      texts[index] = text_at(columns[index], row);
    }
    const Score result = score(rules, texts, ignore_case);
    ids.set_text(row, table.column(0).at<TextCell>(row).view());
    scores.set_integer(row, result.points);
    if (!result.techniques.empty()) {
      techniques.set_text(row, result.techniques);
    }
  }
  std::vector<Column> results;
  for (ColumnBuilder* builder : {&ids, &scores, &techniques}) {
    results.push_back(std::move(*builder).finish(table.row_count()));
  }
  Schema schema{{{"id", DataType::text, {}, false},
                 {"x_suspicious_score", DataType::integer, {}, false},
                 {"x_attack_techniques", DataType::text, {}, false}}};
  return Table(std::move(schema), std::move(results), table.row_count(), {std::move(arena)});
}

}  // namespace

NativeAnalytics susp_scoring() {
  return {"susp_scoring", "Scores processes by rules of what attackers do.", parameters, added, &run};
}

}  // namespace kestrel::analytics_native
