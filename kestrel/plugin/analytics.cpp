#include "kestrel/plugin/analytics.hpp"

namespace kestrel::plugin {

std::optional<std::string_view> AnalyticsCall::argument(std::string_view wanted) const {
  for (const auto& [key, value] : arguments) {
    if (key == wanted) {
      return value;
    }
  }
  return std::nullopt;
}

}  // namespace kestrel::plugin
