#include "plugins/analytics_native/native_analytics.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "plugins/analytics_native/analytics_table.hpp"
#include "plugins/analytics_native/messages.hpp"

namespace kestrel::analytics_native {
namespace {

std::vector<std::string> names() {
  std::vector<std::string> names;
  for (const NativeAnalytics& analytics : native_analytics()) {
    names.emplace_back(analytics.name);
  }
  return names;
}

class NativeInterface : public plugin::AnalyticsInterface {
 public:
  std::string_view scheme() const override { return "native"; }

  Result<std::vector<std::string>> list() override { return names(); }

  Result<plugin::AnalyticsOutcome> apply(const plugin::AnalyticsCall& call,
                                         Context& context) override {
    const auto table = native_analytics();
    const auto found =
        std::find_if(table.begin(), table.end(),
                     [&](const NativeAnalytics& analytics) { return analytics.name == call.name; });
    if (found == table.end()) {
      return messages::unknown_analytics(call.name, names());
    }
    KESTREL_TRY(const Arguments arguments, Arguments::read(found->name, found->parameters, call));
    if (call.inputs.size() != 1) {
      return messages::wrong_input_count(found->name, call.inputs.size());
    }
    plugin::AnalyticsInput& input = *call.inputs.front();
    if (input.schema().find("id") == nullptr) {
      return messages::no_ids(input.variable());
    }
    if (context.cancelled()) {
      return messages::cancelled();
    }
    KESTREL_TRY(Table result, found->run(arguments, input, context));
    plugin::AnalyticsOutcome outcome;
    outcome.outputs.emplace_back(plugin::AnalyticsOutput(std::move(result)));
    return outcome;
  }
};

}  // namespace

std::unique_ptr<plugin::AnalyticsInterface> make() {
  return std::make_unique<NativeInterface>();
}

}  // namespace kestrel::analytics_native
