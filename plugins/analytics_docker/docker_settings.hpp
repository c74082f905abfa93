// What a hunter may set about containers. The application fills it in; nothing here reads the
// environment.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kestrel::analytics_docker {

/// What one container may use.
struct ContainerLimits {
  std::uint64_t memory_bytes = std::uint64_t{2} << 30;       // swap included
  double processors = 2;                                     // may be a fraction
  std::uint32_t processes = 256;                             // threads included
  std::uint64_t temporary_bytes = std::uint64_t{256} << 20;  // of /tmp, which lies in memory
  std::uint64_t file_bytes = std::uint64_t{1} << 30;         // of one file that it writes
  std::uint64_t log_bytes = std::uint64_t{1} << 20;          // kept by the engine
  std::chrono::milliseconds time = std::chrono::minutes{10};
};

/// How this plugin reaches the engine, and what it lets a container do.
struct DockerSettings {
  std::string host;  // value of `DOCKER_HOST`: `unix://<path>` or a path; empty: look around

  // Where to look when no host is given: here first, then at the sockets of a rootless engine and
  // of Podman.
  std::filesystem::path system_socket = "/var/run/docker.sock";
  std::vector<std::filesystem::path> candidate_sockets;

  ContainerLimits limits;
  std::string network = "none";        // of every container that is not named below
  std::vector<std::string> networked;  // names of analytics that get the engine's `bridge`
  std::optional<std::string> user;  // `uid:gid` inside; none: chosen so that files can be removed
  std::uint64_t display_bytes = std::uint64_t{32} << 20;  // of the one display file
  std::chrono::milliseconds engine_patience =
      std::chrono::seconds{30};  // for one answer of the engine
};

}  // namespace kestrel::analytics_docker
