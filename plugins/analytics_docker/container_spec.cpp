#include "plugins/analytics_docker/container_spec.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <set>

#include <nlohmann/json.hpp>

#include "kestrel/base/unicode.hpp"
#include "plugins/analytics_docker/messages.hpp"

namespace kestrel::analytics_docker {
namespace {

// Linux takes at most 128 kB in one variable, and some megabytes in all.
constexpr std::size_t longest_variable = std::size_t{128} * 1024 - 1;
constexpr std::size_t longest_environment = std::size_t{1} << 20;

bool is_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

bool is_argument_name(std::string_view name) {
  return !name.empty() && is_letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char byte) {
           return is_letter(byte) || (byte >= '0' && byte <= '9') || byte == '-';
         });
}

bool is_reserved(std::string_view name) {
  constexpr std::array<std::string_view, 5> names{"PATH", "HOME", "BASH_ENV", "GCONV_PATH",
                                                  "GLIBC_TUNABLES"};
  constexpr std::array<std::string_view, 2> beginnings{"LD_", "PYTHON"};
  return std::find(names.begin(), names.end(), name) != names.end() ||
         std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view beginning) {
           return name.substr(0, beginning.size()) == beginning;
         });
}

nlohmann::json bind(const std::filesystem::path& folder, const char* name, bool read_only) {
  return {{"Type", "bind"},
          {"Source", (folder / name).string()},
          {"Target", std::string("/data/") + name},
          {"ReadOnly", read_only},
          {"BindOptions", {{"Propagation", "rprivate"}}}};
}

}  // namespace

Result<std::vector<std::string>> environment_of(
    std::span<const std::pair<std::string, std::string>> arguments) {
  std::vector<std::string> environment{"HOME=/tmp"};
  std::set<std::string_view> seen;
  std::size_t total = 0;
  for (const auto& [name, value] : arguments) {
    if (!is_argument_name(name)) {
      return messages::bad_argument_name(name);
    }
    if (is_reserved(name)) {
      return messages::reserved_argument(name);
    }
    if (!seen.insert(name).second) {
      return messages::repeated_argument(name);
    }
    if (value.find('\0') != std::string::npos) {
      return messages::bad_argument_value(name, "text without a zero byte");
    }
    if (first_broken_byte(value)) {
      return messages::bad_argument_value(name, "well-formed UTF-8");
    }
    std::string variable = name + "=" + value;
    if (variable.size() > longest_variable) {
      return messages::bad_argument_value(name, "less than 128 kB");
    }
    total += variable.size();
    if (total > longest_environment) {
      return messages::arguments_too_long(longest_environment);
    }
    environment.push_back(std::move(variable));
  }
  return environment;
}

std::string creation_json(const ContainerSpec& spec, std::string_view image_reference) {
  constexpr double nano = 1e9;
  const ContainerLimits& limits = spec.limits;
  nlohmann::json body = {
      {"Image", image_reference},
      {"Env", spec.environment},
      {"Labels", {{std::string(container_label), spec.analytics}}},
      {"NetworkDisabled", spec.network == "none"},
      {"AttachStdin", false},
      {"OpenStdin", false},
      {"Tty", false},
  };
  if (spec.user) {
    body["User"] = *spec.user;
  }
  body["HostConfig"] = {
      {"Mounts",
       {bind(spec.exchange_folder, "input", true), bind(spec.exchange_folder, "output", false),
        bind(spec.exchange_folder, "display", false)}},
      {"NetworkMode", spec.network},
      {"CapDrop", {"ALL"}},
      {"SecurityOpt", {"no-new-privileges"}},
      {"Privileged", false},
      {"ReadonlyRootfs", true},
      {"Tmpfs",
       {{"/tmp",
         "rw,nosuid,nodev,noexec,mode=1777,size=" + std::to_string(limits.temporary_bytes)}}},
      {"Memory", limits.memory_bytes},
      {"MemorySwap", limits.memory_bytes},  // the same: no swap on top
      {"NanoCpus", static_cast<std::int64_t>(limits.processors * nano)},
      {"PidsLimit", limits.processes},
      {"Ulimits",
       {{{"Name", "fsize"}, {"Soft", limits.file_bytes}, {"Hard", limits.file_bytes}},
        {{"Name", "core"}, {"Soft", 0}, {"Hard", 0}}}},
      {"LogConfig",
       {{"Type", "json-file"}, {"Config", {{"max-size", std::to_string(limits.log_bytes)}}}}},
      {"AutoRemove", false},  // it would race with reading the exit status and the output
      {"RestartPolicy", {{"Name", "no"}}},
  };
  return body.dump();
}

}  // namespace kestrel::analytics_docker
