#include "plugins/analytics_native/analytics_table.hpp"

#include <array>

namespace kestrel::analytics_native {

std::span<const NativeAnalytics> native_analytics() {
  static const std::array table{sklearn_cluster(), susp_scoring()};
  return table;
}

}  // namespace kestrel::analytics_native
