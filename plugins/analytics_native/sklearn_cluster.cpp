// sklearn-cluster: puts the rows of a variable into groups by k-means.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kestrel/base/assert.hpp"
#include "plugins/analytics_native/analytics_table.hpp"
#include "plugins/analytics_native/answer.hpp"
#include "plugins/analytics_native/k_means.hpp"
#include "plugins/analytics_native/messages.hpp"

namespace kestrel::analytics_native {
namespace {

constexpr double most_clusters = 1000;
constexpr double largest_seed = 4294967295.0;  // as for scikit-learn

constexpr auto parameters = std::to_array<Parameter>({
    {"n", ParameterType::whole, "", "how many clusters; must be given", 1, most_clusters},
    {"n_clusters", ParameterType::whole, "", "the same as `n`", 1, most_clusters},
    {"columns", ParameterType::names, "", "attributes with numbers; all that have any by default"},
    {"method", ParameterType::text, "kmeans", "only `kmeans`, in any letter case"},
    {"n_init", ParameterType::whole, "10", "how many starts; the best counts", 1, 1000},
    {"max_iter", ParameterType::whole, "300", "how many iterations of each start", 1, 100000},
    {"tol", ParameterType::number, "0.0001", "relative way of centres that ends a start", 0, 1},
    {"random_state", ParameterType::whole, "0", "seed of random numbers", 0, largest_seed},
});
constexpr std::string_view cluster_column = "cluster";
constexpr std::array added{cluster_column};

constexpr std::size_t rows_between_questions = 1U << 14;  // whether to stop

Result<KMeansSettings> k_means_settings(const Arguments& arguments) {
  const std::string_view method = arguments.text("method");
  constexpr std::string_view supported = "kmeans";
  const bool is_supported =
      std::equal(method.begin(), method.end(), supported.begin(), supported.end(),
                 [](char left, char right) { return left == right || left == right - 'a' + 'A'; });
  if (!is_supported) {
    return messages::method_elsewhere(method);
  }
  if (!arguments.has("n") && !arguments.has("n_clusters")) {
    return messages::no_cluster_count();
  }
  if (arguments.has("n") && arguments.has("n_clusters")) {
    return messages::two_cluster_counts();
  }
  KMeansSettings settings;
  settings.clusters =
      static_cast<std::size_t>(arguments.whole(arguments.has("n") ? "n" : "n_clusters"));
  settings.starts = static_cast<std::size_t>(arguments.whole("n_init"));
  settings.iterations = static_cast<std::size_t>(arguments.whole("max_iter"));
  settings.tolerance = arguments.number("tol");
  settings.seed = static_cast<std::uint64_t>(arguments.whole("random_state"));
  return settings;
}

bool holds_numbers(const Attribute& attribute) {
  return attribute.type == DataType::integer || attribute.type == DataType::real;
}

Result<std::vector<std::string>> named_columns(std::vector<std::string> names,
                                               const plugin::AnalyticsInput& input) {
  for (const std::string& name : names) {
    const Attribute* attribute = input.schema().find(name);
    if (attribute == nullptr || attribute->hidden) {
      return messages::unknown_column(input.variable(), name, input.schema().visible_names());
    }
    // Truths are numbers for the one who asks for them: 0 and 1, as containers get them.
    if (!holds_numbers(*attribute) && attribute->type != DataType::boolean) {
      return messages::not_numbers(name, data_type_name(attribute->type));
    }
  }
  return names;
}

// What an earlier run added is no ground for the next one, neither here nor in a referenced entity.
bool was_added(std::string_view name) {
  return name.substr(name.rfind('.') + 1) == cluster_column;
}

Result<std::vector<std::string>> all_columns(const plugin::AnalyticsInput& input) {
  std::vector<std::string> names;
  for (const Attribute& attribute : input.schema().attributes) {
    if (holds_numbers(attribute) && !attribute.hidden && !was_added(attribute.name)) {
      names.push_back(attribute.name);
    }
  }
  if (names.empty()) {
    return messages::no_numbers(input.variable());
  }
  return names;
}

bool has_a_value(const Column& column, std::size_t row_count) {
  for (std::size_t row = 0; row < row_count; ++row) {
    if (column.is_valid(row)) {
      return true;
    }
  }
  return false;
}

// Reads one coordinate; nothing for a null and for what is not finite.
std::optional<double> coordinate(const Column& column, std::size_t row) {
  if (!column.is_valid(row)) {
    return std::nullopt;
  }
  switch (column.type) {
    case DataType::boolean:
      return column.at<std::uint8_t>(row);
    case DataType::integer:
      return static_cast<double>(column.at<std::int64_t>(row));
    default:
      break;
  }
  KESTREL_ASSERT(column.type == DataType::real);
  const double value = column.at<double>(row);
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// Points, and the rows that they are.
struct CompleteRows {
  Points points;
  std::vector<std::size_t> rows;
};

Result<CompleteRows> complete_rows(const std::vector<const Column*>& columns, std::size_t row_count,
                                   const Context& context) {
  CompleteRows complete{{{}, columns.size()}, {}};
  std::vector<double>& coordinates = complete.points.coordinates;
  coordinates.reserve(row_count * columns.size());
  complete.rows.reserve(row_count);
  for (std::size_t row = 0; row < row_count; ++row) {
    if (row % rows_between_questions == 0 && context.cancelled()) {
      return messages::cancelled();
    }
    const std::size_t begin = coordinates.size();
    for (const Column* column : columns) {
      const auto value = coordinate(*column, row);
      if (!value) {
        break;
      }
      coordinates.push_back(*value);
    }
    if (coordinates.size() - begin == columns.size()) {
      complete.rows.push_back(row);
    } else {
      coordinates.resize(begin);
    }
  }
  return complete;
}

Result<Table> run(const Arguments& arguments, plugin::AnalyticsInput& input, Context& context) {
  KESTREL_TRY(const KMeansSettings settings, k_means_settings(arguments));
  std::vector<std::string> asked = arguments.names("columns");
  const bool by_default = asked.empty();
  KESTREL_TRY(const std::vector<std::string> names,
              by_default ? all_columns(input) : named_columns(std::move(asked), input));
  std::vector<std::string> wanted{"id"};
  wanted.insert(wanted.end(), names.begin(), names.end());
  KESTREL_TRY(const Table table, input.columns(wanted));

  std::vector<const Column*> columns;
  for (std::size_t index = 1; index < wanted.size(); ++index) {
    const Column& column = table.column(index);
    // An attribute that no row has would leave no row complete, and nobody asked for it.
    if (!by_default || has_a_value(column, table.row_count())) {
      columns.push_back(&column);
    }
  }
  if (columns.empty()) {
    return messages::no_numbers(input.variable());
  }
  KESTREL_TRY(CompleteRows complete, complete_rows(columns, table.row_count(), context));
  if (complete.rows.empty()) {
    return messages::no_complete_row(input.variable(), names);
  }
  KESTREL_TRY(const std::vector<std::int64_t> labels,
              k_means(std::move(complete.points), settings, context));

  Answer answer(table);
  ColumnBuilder& cluster = answer.add(cluster_column, DataType::integer);
  for (std::size_t index = 0; index < labels.size(); ++index) {
    cluster.set_integer(complete.rows[index], labels[index]);
  }
  return std::move(answer).finish();
}

}  // namespace

NativeAnalytics sklearn_cluster() {
  return {"sklearn-cluster", "Puts rows into groups by k-means; the largest group is 0.",
          parameters, added, &run};
}

}  // namespace kestrel::analytics_native
