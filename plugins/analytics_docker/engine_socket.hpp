// Where the container engine listens.
#pragma once

#include <filesystem>

#include "kestrel/base/result.hpp"
#include "plugins/analytics_docker/docker_settings.hpp"

namespace kestrel::analytics_docker {

/// A socket that somebody answers at.
struct EngineSocket {
  std::filesystem::path path;
  bool rootless =
      false;  // it belongs to this user, who is not root: so do the files that containers write
};

/// Finds the engine's socket: the given host, else the system's socket, else the first candidate
/// that accepts a connection. Fails naming every place that was tried and what was wrong with it.
Result<EngineSocket> find_engine_socket(const DockerSettings& settings);

}  // namespace kestrel::analytics_docker
