// What native analytics say when something is wrong. The session points at the APPLY.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "kestrel/base/diagnostic.hpp"

namespace kestrel::analytics_native::messages {

Diagnostic cancelled();

// The call.
Diagnostic unknown_analytics(std::string_view name, std::span<const std::string> known);
Diagnostic wrong_input_count(std::string_view analytics, std::size_t found);
Diagnostic no_ids(std::string_view variable);

// Its arguments.
Diagnostic unknown_parameter(std::string_view analytics, std::string_view name,
                             std::span<const std::string> known);
Diagnostic repeated_parameter(std::string_view name);
Diagnostic wrong_parameter(std::string_view name, std::string_view expected,
                           std::string_view found);

// What is in the variable.
Diagnostic unknown_column(std::string_view variable, std::string_view column,
                          std::span<const std::string> known);
Diagnostic not_numbers(std::string_view column, std::string_view found);

// Clusters.
Diagnostic no_cluster_count();
Diagnostic two_cluster_counts();
Diagnostic method_elsewhere(std::string_view method);
Diagnostic no_numbers(std::string_view variable);
Diagnostic no_complete_row(std::string_view variable, std::span<const std::string> columns);
Diagnostic too_few_points(std::size_t clusters, std::size_t different);

}  // namespace kestrel::analytics_native::messages
