#include "plugins/analytics_docker/docker_analytics.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <unistd.h>

#include "plugins/analytics_docker/container.hpp"
#include "plugins/analytics_docker/container_spec.hpp"
#include "plugins/analytics_docker/docker_engine_client.hpp"
#include "plugins/analytics_docker/engine_socket.hpp"
#include "plugins/analytics_docker/exchange_folder.hpp"
#include "plugins/analytics_docker/image_name.hpp"
#include "plugins/analytics_docker/messages.hpp"

namespace kestrel::analytics_docker {
namespace {

constexpr std::size_t shown_lines = 20;  // of a failed container's output
constexpr std::chrono::milliseconds list_patience =
    std::chrono::seconds{3};  // completion must not hang

class DockerAnalytics : public plugin::AnalyticsInterface {
 public:
  explicit DockerAnalytics(DockerSettings settings) : settings_(std::move(settings)) {}

  std::string_view scheme() const override { return "docker"; }

  Result<std::vector<std::string>> list() override {
    KESTREL_CHECK(connect());
    KESTREL_TRY(const std::vector<std::string> tags,
                image_tags(*client_, std::min(settings_.engine_patience, list_patience), nullptr));
    return names_of(analytics_images(tags));
  }

  Result<plugin::AnalyticsOutcome> apply(const plugin::AnalyticsCall& call,
                                         Context& context) override {
    KESTREL_TRY(const std::string reference, image_reference(call.name));
    KESTREL_TRY(std::vector<std::string> environment, environment_of(call.arguments));
    KESTREL_CHECK(connect());
    KESTREL_TRY(ExchangeFolder folder,
                ExchangeFolder::prepare(std::filesystem::absolute(call.scratch_folder)));
    context.report({"analytics " + call.name, 0, 0, {}});
    for (std::size_t index = 0; index < call.inputs.size(); ++index) {
      if (context.cancelled()) {
        return messages::cancelled(call.name);
      }
      KESTREL_CHECK(call.inputs[index]->write_parquet(folder.input_file(index)));
      KESTREL_CHECK(folder.open_input(index));
    }
    const ContainerSpec spec{call.name, std::move(environment), folder.path(),
                             user(),    network_of(call.name),  settings_.limits};
    KESTREL_CHECK(run(spec, reference, context));
    return collect(call, folder);
  }

 private:
  // Finds the engine anew each time: it may have been started, stopped or moved since.
  Result<Done> connect() {
    KESTREL_TRY(EngineSocket socket, find_engine_socket(settings_));
    if (!client_ || client_->socket() != socket.path) {
      KESTREL_TRY(DockerEngineClient client, DockerEngineClient::open(socket.path));
      client_ = std::move(client);
    }
    rootless_ = socket.rootless;
    return Done{};
  }

  // Files that root in a container leaves belong to root outside, unless the engine is this user's
  // own.
  std::optional<std::string> user() const {
    if (settings_.user || rootless_ || ::geteuid() == 0) {
      return settings_.user;
    }
    return std::to_string(::geteuid()) + ":" + std::to_string(::getegid());
  }

  std::string network_of(const std::string& name) const {
    const auto& networked = settings_.networked;
    return std::find(networked.begin(), networked.end(), name) != networked.end()
               ? "bridge"
               : settings_.network;
  }

  Result<Container> create(const ContainerSpec& spec, const std::string& reference,
                           Context& context) {
    const std::chrono::milliseconds patience = settings_.engine_patience;
    KESTREL_TRY(std::optional<Container> container,
                Container::create(*client_, creation_json(spec, reference), patience, context));
    if (container) {
      return *std::move(container);
    }
    // Not under the plain name; Podman keeps what was built here below `localhost/`.
    KESTREL_TRY(const std::vector<std::string> tags, image_tags(*client_, patience, &context));
    const std::vector<AnalyticsImage> images = analytics_images(tags);
    const std::string wanted = names_wanted(spec.analytics);
    for (const AnalyticsImage& image : images) {
      if (image.name == wanted && image.reference != reference) {
        KESTREL_TRY(
            std::optional<Container> other,
            Container::create(*client_, creation_json(spec, image.reference), patience, context));
        if (other) {
          return *std::move(other);
        }
      }
    }
    if (context.cancelled()) {
      return messages::cancelled(spec.analytics);
    }
    return messages::image_missing(spec.analytics, reference, names_of(images));
  }

  // Runs the container to its end; it is gone when this returns.
  Result<Done> run(const ContainerSpec& spec, const std::string& reference, Context& context) {
    if (context.cancelled()) {
      return messages::cancelled(spec.analytics);
    }
    KESTREL_TRY(Container container, create(spec, reference, context));
    if (context.cancelled()) {
      return messages::cancelled(spec.analytics);
    }
    KESTREL_CHECK(container.start(spec.analytics, context));
    KESTREL_TRY(const ContainerEnd end, container.wait(spec.limits.time, context));
    if (end.cancelled) {
      return messages::cancelled(spec.analytics);
    }
    if (end.timed_out) {
      return messages::time_limit(spec.analytics, spec.limits.time,
                                  container.last_lines(shown_lines));
    }
    if (end.out_of_memory) {
      return messages::out_of_memory(spec.analytics, spec.limits.memory_bytes,
                                     container.last_lines(shown_lines));
    }
    if (end.status != 0) {
      return messages::failed(spec.analytics, end.status, container.last_lines(shown_lines));
    }
    return Done{};
  }

  Result<plugin::AnalyticsOutcome> collect(const plugin::AnalyticsCall& call,
                                           ExchangeFolder& folder) const {
    plugin::AnalyticsOutcome outcome;
    for (std::size_t index = 0; index < call.inputs.size(); ++index) {
      KESTREL_TRY(std::optional<std::filesystem::path> file,
                  folder.output(index, settings_.limits.file_bytes, call.name));
      outcome.outputs.emplace_back(std::move(file));
    }
    KESTREL_TRY(outcome.html, folder.display(settings_.display_bytes, call.name));
    return outcome;
  }

  // Returns the name as a list has it: `x:latest` is `x`.
  static std::string names_wanted(const std::string& name) {
    constexpr std::string_view suffix = ":latest";
    const bool spelled_out = name.size() > suffix.size() &&
                             std::string_view(name).substr(name.size() - suffix.size()) == suffix;
    return spelled_out ? name.substr(0, name.size() - suffix.size()) : name;
  }

  static std::vector<std::string> names_of(const std::vector<AnalyticsImage>& images) {
    std::vector<std::string> names;
    for (const AnalyticsImage& image : images) {
      if (names.empty() || names.back() != image.name) {
        names.push_back(image.name);
      }
    }
    return names;
  }

  DockerSettings settings_;
  std::optional<DockerEngineClient> client_;
  bool rootless_ = false;
};

}  // namespace

std::unique_ptr<plugin::AnalyticsInterface> make(DockerSettings settings) {
  return std::make_unique<DockerAnalytics>(std::move(settings));
}

}  // namespace kestrel::analytics_docker
