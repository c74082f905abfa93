// The plugins that are compiled in.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kestrel/plugin/registry.hpp"
#include "plugins/analytics_docker/docker_analytics.hpp"

namespace kestrel {

/// What plugins take from the application's configuration.
struct PluginSettings {
  std::filesystem::path home_folder;  // what `~` stands for
  analytics_docker::DockerSettings docker;
};

/// Returns every plugin, one line each in the source file.
plugin::Registry builtin_plugins(const PluginSettings& settings);

}  // namespace kestrel
