// Analytics that are compiled in: `native://NAME` in an APPLY. Columns in, columns out.
#pragma once

#include <memory>

#include "kestrel/plugin/analytics.hpp"

namespace kestrel::analytics_native {

/// Makes the interface. What it offers is listed in analytics_table.cpp.
std::unique_ptr<plugin::AnalyticsInterface> make();

}  // namespace kestrel::analytics_native
