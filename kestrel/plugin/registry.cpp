#include "kestrel/plugin/registry.hpp"

#include <algorithm>

#include "kestrel/base/letters.hpp"

namespace kestrel::plugin {

DataSource* Registry::source(std::string_view scheme) const {
  const std::string wanted = lowered(scheme);
  for (const auto& source : sources) {
    const auto schemes = source->schemes();
    if (std::find(schemes.begin(), schemes.end(), wanted) != schemes.end()) {
      return source.get();
    }
  }
  return nullptr;
}

AnalyticsInterface* Registry::analytics_interface(std::string_view scheme) const {
  const std::string wanted = lowered(scheme);
  for (const auto& candidate : analytics) {
    if (candidate->scheme() == wanted) {
      return candidate.get();
    }
  }
  return nullptr;
}

std::vector<std::string> Registry::source_schemes() const {
  std::vector<std::string> names;
  for (const auto& source : sources) {
    for (const std::string_view scheme : source->schemes()) {
      names.emplace_back(scheme);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> Registry::analytics_schemes() const {
  std::vector<std::string> names;
  for (const auto& candidate : analytics) {
    names.emplace_back(candidate->scheme());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace kestrel::plugin
