// The door of this plugin: analytics that are container images, run by a Docker or Podman engine.
#pragma once

#include <memory>

#include "kestrel/plugin/analytics.hpp"
#include "plugins/analytics_docker/docker_settings.hpp"

namespace kestrel::analytics_docker {

/// Answers to `docker://NAME` with the image `kestrel-analytics-NAME`, through the engine's socket.
/// Nothing is loaded or connected before the first call. Never pulls an image.
std::unique_ptr<plugin::AnalyticsInterface> make(DockerSettings settings);

}  // namespace kestrel::analytics_docker
