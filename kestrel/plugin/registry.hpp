// The plugins of a session, found by scheme.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/plugin/analytics.hpp"
#include "kestrel/plugin/data_source.hpp"

namespace kestrel::plugin {

/// Holds what an application handed to its session. Schemes are looked up in any case.
struct Registry {
  std::vector<std::unique_ptr<DataSource>> sources;
  std::vector<std::unique_ptr<AnalyticsInterface>> analytics;
  std::unique_ptr<EntityReader> entities;  // for NEW and LOAD

  /// Returns the source that answers to a scheme, or null.
  DataSource* source(std::string_view scheme) const;

  /// Returns the analytics interface that answers to a scheme, or null.
  AnalyticsInterface* analytics_interface(std::string_view scheme) const;

  std::vector<std::string> source_schemes() const;     // sorted
  std::vector<std::string> analytics_schemes() const;  // sorted
};

}  // namespace kestrel::plugin
