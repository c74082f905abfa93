// What native analytics say when something is wrong. The session points at the APPLY.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "kestrel/base/diagnostic.hpp"

namespace kestrel::analytics_native::messages {

Diagnostic unknown_analytics(std::string_view name, std::span<const std::string> known);
Diagnostic unknown_parameter(std::string_view analytics, std::string_view name, std::span<const std::string> known);
Diagnostic wrong_parameter(std::string_view name, std::string_view expected, std::string_view found);
Diagnostic one_input(std::string_view analytics, std::size_t found);
Diagnostic method_elsewhere(std::string_view method);
Diagnostic unknown_column(std::string_view variable, std::string_view column, std::span<const std::string> known);
Diagnostic column_of_text(std::string_view column, std::string_view found);
Diagnostic no_numbers(std::string_view variable);
Diagnostic no_ids(std::string_view variable);
Diagnostic too_few_points(std::size_t clusters, std::size_t points);
Diagnostic cancelled();

}  // namespace kestrel::analytics_native::messages
