#include "apps/cli/configuration.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>

#include <unistd.h>
#include <yaml-cpp/yaml.h>

#include "kestrel/base/letters.hpp"

namespace kestrel::cli {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::filesystem::path home() {
  return environment("HOME");
}

std::filesystem::path default_cache() {
  const std::string cache = environment("XDG_CACHE_HOME");
  if (!cache.empty()) {
    return std::filesystem::path(cache) / "kestrel";
  }
  return home().empty() ? std::filesystem::path("/tmp") / ("kestrel-" + std::to_string(::getuid()))
                        : home() / ".cache" / "kestrel";
}

std::size_t half_of_memory() {
  const auto pages = ::sysconf(_SC_PHYS_PAGES);
  const auto page = ::sysconf(_SC_PAGESIZE);
  constexpr std::size_t least = std::size_t{1} << 30;
  return std::max(least, static_cast<std::size_t>(pages) * static_cast<std::size_t>(page) / 2);
}

// `$NAME` and `${NAME}` stand for environment variables; one that is not set stays as written.
std::string expanded(const std::string& text) {
  std::string result;
  for (std::size_t offset = 0; offset < text.size();) {
    if (text[offset] != '$') {
      result.push_back(text[offset++]);
      continue;
    }
    const bool braced = offset + 1 < text.size() && text[offset + 1] == '{';
    std::size_t end = offset + (braced ? 2 : 1);
    const std::size_t begin = end;
    while (end < text.size() &&
           (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_')) {
      ++end;
    }
    const std::string name = text.substr(begin, end - begin);
    const char* value = name.empty() || (braced && (end == text.size() || text[end] != '}'))
                            ? nullptr
                            : std::getenv(name.c_str());
    if (value == nullptr) {
      result.push_back(text[offset++]);
    } else {
      result += value;
      offset = end + (braced ? 1 : 0);
    }
  }
  return result;
}

Diagnostic unreadable(const std::filesystem::path& file, const std::string& reason) {
  return error("configuration", "the configuration `" + file.string() + "` could not be used")
      .note(reason)
      .help("mend the file, or name another with `--config`");
}

template <typename Value>
void take(const YAML::Node& node, const char* key, Value& value) {
  if (node[key]) {
    value = node[key].template as<Value>();
  }
}

void take_window(const YAML::Node& node, const std::string& name, ir::TimeMargin& window) {
  take(node, (name + "_begin_offset").c_str(), window.start);
  take(node, (name + "_end_offset").c_str(), window.stop);
}

// `asc` or `desc`, in any case.
void take_sort_order(const YAML::Node& node, bool& descending) {
  if (!node) {
    return;
  }
  const auto order = node.as<std::string>();
  if (!same_word(order, "asc") && !same_word(order, "desc")) {
    throw YAML::Exception(node.Mark(), "expected `asc` or `desc`, found `" + order + "`");
  }
  descending = same_word(order, "desc");
}

void apply_file(const YAML::Node& root, Configuration& configuration) {
  if (const YAML::Node language = root["language"]) {
    take(language, "default_datasource_schema", configuration.session.default_source_scheme);
    if (language["default_analytics_schema"]) {
      configuration.session.default_analytics_schemes = {
          "native", language["default_analytics_schema"].as<std::string>()};
    }
    take_sort_order(language["default_sort_order"], configuration.session.rules.sort_descending);
  }
  if (const YAML::Node session = root["session"]) {
    take(session, "show_execution_summary", configuration.session.show_summary);
  }
  lang::Rules& rules = configuration.session.rules;
  if (const YAML::Node query = root["stixquery"]) {
    take(query, "timerange_start_offset", rules.margin.start);
    take(query, "timerange_stop_offset", rules.margin.stop);
  }
  if (const YAML::Node find = root["find"]) {
    take(find, "narrow_every_type", rules.narrow_every_find);
  }
  if (const YAML::Node prefetch = root["prefetch"]) {
    if (const YAML::Node commands = prefetch["switch_per_command"]) {
      take(commands, "find", rules.identify_processes);
    }
    if (const YAML::Node identification = prefetch["process_identification"]) {
      take_window(identification, "pid_and_name_and_ppid_time", rules.windows.name_and_parent);
      take_window(identification, "pid_and_name_time", rules.windows.name);
      take_window(identification, "pid_and_ppid_time", rules.windows.parent);
      take_window(identification, "pid_but_name_changed_time", rules.windows.none);
    }
  }
}

std::filesystem::path configuration_file(const Options& options) {
  if (!options.config.empty()) {
    return options.config;
  }
  const std::string named = environment("KESTREL_CONFIG");
  return named.empty() ? home() / ".config" / "kestrel" / "kestrel.yaml"
                       : std::filesystem::path(named);
}

void configure_docker(analytics_docker::DockerSettings& docker) {
  docker.host = environment("DOCKER_HOST");
  const std::string runtime = environment("XDG_RUNTIME_DIR");
  if (!runtime.empty()) {
    docker.candidate_sockets.push_back(runtime + "/docker.sock");
    docker.candidate_sockets.push_back(runtime + "/podman/podman.sock");
  }
  docker.candidate_sockets.emplace_back("/run/podman/podman.sock");
}

}  // namespace

Result<Configuration> configure(const Options& options) {
  Configuration configuration;
  configuration.session.memory_limit = half_of_memory();
  configuration.session.threads = std::max(1U, std::thread::hardware_concurrency());
  configuration.session.now = [] {
    return Timestamp{std::chrono::duration_cast<std::chrono::nanoseconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count()};
  };
  configuration.plugins.home_folder = home();
  configuration.session.home_folder = home();
  configuration.session.environment = [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
  configure_docker(configuration.plugins.docker);
  const std::filesystem::path file = configuration_file(options);
  const bool must_exist = !options.config.empty() || !environment("KESTREL_CONFIG").empty();
  if (std::ifstream stream(file); stream) {
    const std::string text((std::istreambuf_iterator<char>(stream)),
                           std::istreambuf_iterator<char>());
    try {
      apply_file(YAML::Load(expanded(text)), configuration);
    } catch (const YAML::Exception& problem) {
      return unreadable(file, problem.what());
    }
  } else if (must_exist) {
    return unreadable(file, "there is no such file");
  }
  configuration.session.memory_limit = options.memory.value_or(configuration.session.memory_limit);
  configuration.session.threads = options.threads.value_or(configuration.session.threads);
  configuration.session.show_summary = configuration.session.show_summary && options.summary;
  configuration.session.scratch_folder = options.cache.empty() ? default_cache() : options.cache;
  return configuration;
}

}  // namespace kestrel::cli
