#include "plugins/analytics_native/native_analytics.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "plugins/analytics_native/analytics_table.hpp"
#include "plugins/analytics_native/messages.hpp"

namespace kestrel::analytics_native {
namespace {

class NativeInterface : public plugin::AnalyticsInterface {
 public:
  std::string_view scheme() const override { return "native"; }

  Result<std::vector<std::string>> list() override { return names(); }

  Result<plugin::AnalyticsOutcome> apply(const plugin::AnalyticsCall& call, Context& context) override {
    const auto table = native_analytics();
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const NativeAnalytics& analytics) { return analytics.name == call.name; });
    if (found == table.end()) {
      return messages::unknown_analytics(call.name, names());
    }
    for (const auto& [name, value] : call.arguments) {
      std::vector<std::string> known;
      for (const Parameter& parameter : found->parameters) {
        known.emplace_back(parameter.name);
      }
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        return messages::unknown_parameter(found->name, name, known);
      }
    }
    if (call.inputs.size() != 1) {
      return messages::one_input(found->name, call.inputs.size());
    }
    if (call.inputs.front()->schema().find("id") == nullptr) {
      return messages::no_ids(call.inputs.front()->variable());
    }
    KESTREL_TRY(Table result, found->run(call, *call.inputs.front(), context));
    plugin::AnalyticsOutcome outcome;
    outcome.outputs.emplace_back(plugin::AnalyticsOutput(std::move(result)));
    return outcome;
  }

 private:
  static std::vector<std::string> names() {
    std::vector<std::string> names;
    for (const NativeAnalytics& analytics : native_analytics()) {
      names.emplace_back(analytics.name);
    }
    return names;
  }
};

}  // namespace

std::unique_ptr<plugin::AnalyticsInterface> make() { return std::make_unique<NativeInterface>(); }

}  // namespace kestrel::analytics_native
