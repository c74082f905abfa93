// The native analytics, one row each.
#pragma once

#include <span>
#include <string_view>

#include "kestrel/plugin/analytics.hpp"
#include "plugins/analytics_native/arguments.hpp"

namespace kestrel::analytics_native {

/// One analytics: what it is called, what it takes, what it adds, how it runs.
struct NativeAnalytics {
  std::string_view name;     // what follows `native://`; saved huntflows contain it
  std::string_view summary;  // one sentence
  std::span<const Parameter> parameters;
  std::span<const std::string_view> added;  // attributes that entities get

  /// Gets one input, which has an `id`, and arguments that are in order. Returns `id` and the added
  /// columns. Polls `context`.
  Result<Table> (*run)(const Arguments& arguments, plugin::AnalyticsInput& input,
                       Context& context) = nullptr;
};

NativeAnalytics sklearn_cluster();
NativeAnalytics susp_scoring();

/// Returns all of them, sorted by name.
std::span<const NativeAnalytics> native_analytics();

}  // namespace kestrel::analytics_native
