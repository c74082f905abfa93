// What is asked of the engine for one run: the image, what it may see and use. Pure: nothing is
// done here.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kestrel/base/result.hpp"
#include "plugins/analytics_docker/docker_settings.hpp"

namespace kestrel::analytics_docker {

/// A label that every container of ours carries, with the analytics' name, so that leftovers can be
/// found.
inline constexpr std::string_view container_label = "kestrel.analytics";

/// One run of one image.
struct ContainerSpec {
  std::string analytics;                  // the name in APPLY
  std::vector<std::string> environment;   // `NAME=value`
  std::filesystem::path exchange_folder;  // absolute, with input, output and display
  std::optional<std::string> user;        // `uid:gid`; none: as the image says
  std::string network;
  ContainerLimits limits;
};

/// Turns the arguments of WITH into environment variables, after `HOME=/tmp`: the only place a
/// container may write to besides its results.
///
/// Names are letters, digits, `_` and `-`, and begin with a letter or `_`. Refuses names that
/// decide how programs start (`PATH`, `HOME`, `LD_...`, `PYTHON...`), names given twice, values
/// that no variable can hold, and more than a process can be started with.
Result<std::vector<std::string>> environment_of(
    std::span<const std::pair<std::string, std::string>> arguments);

/// Returns the body of the engine's request to create a container, as JSON, for an image reference.
std::string creation_json(const ContainerSpec& spec, std::string_view image_reference);

}  // namespace kestrel::analytics_docker
