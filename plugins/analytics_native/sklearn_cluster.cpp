// sklearn-cluster: puts the rows of a variable into groups by k-means.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "plugins/analytics_native/analytics_table.hpp"
#include "plugins/analytics_native/k_means.hpp"
#include "plugins/analytics_native/messages.hpp"

namespace kestrel::analytics_native {
namespace {

constexpr std::size_t most_clusters = 10'000;

constexpr auto parameters = std::to_array<Parameter>({
    {"n", "how many clusters"},
    {"n_clusters", "the same"},
    {"columns", "attributes with numbers; all of them when left out"},
    {"method", "only `kmeans`"},
});
constexpr auto added = std::to_array<std::string_view>({"cluster"});

Result<std::size_t> cluster_count(const plugin::AnalyticsCall& call) {
  const char* name = call.argument("n") ? "n" : "n_clusters";
  const auto text = call.argument(name);
  if (!text) {
    return messages::wrong_parameter("n", "the number of clusters", "").help("say how many: `WITH n=2`");
  }
  std::size_t count = 0;
  const auto [stopped, problem] = std::from_chars(text->data(), text->data() + text->size(), count);
  if (problem != std::errc() || stopped != text->data() + text->size() || count == 0 || count > most_clusters) {
    return messages::wrong_parameter(name, "a whole number from 1 to 10000", *text);
  }
  return count;
}

bool holds_numbers(const Attribute& attribute) {
  return attribute.type == DataType::integer || attribute.type == DataType::real;
}

Result<std::vector<std::string>> chosen_columns(const plugin::AnalyticsCall& call, const plugin::AnalyticsInput& input) {
  std::vector<std::string> columns;
  std::string_view rest = call.argument("columns").value_or("");
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string name(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    const Attribute* attribute = input.schema().find(name);
    if (attribute == nullptr) {
      return messages::unknown_column(input.variable(), name, input.schema().visible_names());
    }
    if (!holds_numbers(*attribute)) {
      return messages::column_of_text(name, data_type_name(attribute->type));
    }
    if (std::find(columns.begin(), columns.end(), name) == columns.end()) {
      columns.push_back(std::move(name));
    }
  }
  if (columns.empty()) {
    for (const Attribute& attribute : input.schema().attributes) {
      if (holds_numbers(attribute) && !attribute.hidden) {
        columns.push_back(attribute.name);
      }
    }
  }
  if (columns.empty()) {
    return messages::no_numbers(input.variable());
  }
  return columns;
}

// Reads one coordinate; nothing for a null and for what is not finite.
std::optional<double> coordinate(const Column& column, std::size_t row) {
  if (!column.is_valid(row)) {
    return std::nullopt;
  }
  const double value = column.type == DataType::integer ? static_cast<double>(column.at<std::int64_t>(row)) : column.at<double>(row);
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

Result<Table> run(const plugin::AnalyticsCall& call, plugin::AnalyticsInput& input, Context& context) {
  if (const auto method = call.argument("method"); method && *method != "kmeans") {
    return messages::method_elsewhere(*method);
  }
  KESTREL_TRY(const std::size_t clusters, cluster_count(call));
  KESTREL_TRY(std::vector<std::string> columns, chosen_columns(call, input));
  columns.insert(columns.begin(), "id");
  KESTREL_TRY(const Table table, input.columns(columns));

  Points points{{}, columns.size() - 1};
  std::vector<std::size_t> rows;  // those without a null
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const std::size_t begin = points.coordinates.size();
    for (std::size_t index = 1; index < columns.size(); ++index) {
      if (const auto value = coordinate(table.column(index), row)) {
        points.coordinates.push_back(*value);
      }
    }
    if (points.coordinates.size() - begin == points.dimensions) {
      rows.push_back(row);
    } else {
      points.coordinates.resize(begin);
    }
  }
  KESTREL_TRY(const std::vector<std::int64_t> labels, k_means(points, clusters, context));

  auto arena = std::make_shared<Arena>(std::make_shared<BlockStore>(SIZE_MAX, ""));
  ColumnBuilder cluster(DataType::integer, *arena);
  ColumnBuilder id(DataType::text, *arena);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    id.set_text(row, table.column(0).at<TextCell>(row).view());
  }
  for (std::size_t index = 0; index < rows.size(); ++index) {
    cluster.set_integer(rows[index], labels[index]);
  }
  std::vector<Column> results;
  results.push_back(std::move(id).finish(table.row_count()));
  results.push_back(std::move(cluster).finish(table.row_count()));
  Schema schema{{{"id", DataType::text, {}, false}, {"cluster", DataType::integer, {}, false}}};
  return Table(std::move(schema), std::move(results), table.row_count(), {std::move(arena)});
}

}  // namespace

NativeAnalytics sklearn_cluster() {
  return {"sklearn-cluster", "Puts rows into groups by k-means; the largest group is 0.", parameters, added, &run};
}

}  // namespace kestrel::analytics_native
