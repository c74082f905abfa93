// The native analytics, one row each.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/plugin/analytics.hpp"

namespace kestrel::analytics_native {

/// What WITH may say to an analytics.
struct Parameter {
  std::string_view name;
  std::string_view meaning;  // one sentence
};

/// One analytics: what it is called, what it takes, what it adds, how it runs.
struct NativeAnalytics {
  std::string_view name;
  std::string_view summary;
  std::span<const Parameter> parameters;
  std::span<const std::string_view> added;  // attributes that entities get

  /// Gets one input. Arguments have known names. Returns `id` and the added columns.
  Result<Table> (*run)(const plugin::AnalyticsCall& call, plugin::AnalyticsInput& input, Context& context) = nullptr;
};

NativeAnalytics sklearn_cluster();
NativeAnalytics susp_scoring();

/// Returns all of them, by name.
std::span<const NativeAnalytics> native_analytics();

}  // namespace kestrel::analytics_native
