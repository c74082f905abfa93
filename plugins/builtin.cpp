#include "plugins/builtin.hpp"

#include "plugins/analytics_native/native_analytics.hpp"
#include "plugins/source_stix/source.hpp"

namespace kestrel {

plugin::Registry builtin_plugins(const PluginSettings& settings) {
  plugin::Registry registry;
  registry.sources.push_back(source_stix::make(settings.home_folder));
  registry.entities = source_stix::make_entity_reader();
  registry.analytics.push_back(analytics_docker::make(settings.docker));
  registry.analytics.push_back(analytics_native::make());
  return registry;
}

}  // namespace kestrel
