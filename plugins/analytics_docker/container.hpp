// One container in the engine, from its creation to its removal.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/base/context.hpp"
#include "kestrel/base/result.hpp"
#include "plugins/analytics_docker/docker_engine_client.hpp"

namespace kestrel::analytics_docker {

/// How a container came to its end.
struct ContainerEnd {
  long status = 0;  // of its first process; 128 and more: a signal
  bool out_of_memory = false;
  bool timed_out = false;  // it still runs
  bool cancelled = false;  // likewise
};

/// Removes its container when it goes, running or not. The client must outlive it.
class Container {
 public:
  /// Creates a container from the JSON of its spec; nothing runs yet. None when the engine lacks
  /// the image.
  static Result<std::optional<Container>> create(DockerEngineClient& client,
                                                 const std::string& creation_json,
                                                 std::chrono::milliseconds patience,
                                                 const Context& context);

  Container(Container&& other) noexcept;
  Container& operator=(Container&&) = delete;
  ~Container();

  /// Starts the first process. `analytics` is named in the diagnostic.
  Result<Done> start(std::string_view analytics, const Context& context);

  /// Waits for the end, a time limit or a cancelled context, whichever comes first.
  Result<ContainerEnd> wait(std::chrono::milliseconds limit, const Context& context);

  /// Returns the last lines it wrote; none when the engine does not tell.
  std::vector<std::string> last_lines(std::size_t count);

 private:
  Container(DockerEngineClient& client, std::string name, std::chrono::milliseconds patience)
      : client_(&client), name_(std::move(name)), patience_(patience) {}

  bool ran_out_of_memory();

  DockerEngineClient* client_;
  std::string name_;  // empty: moved from
  std::chrono::milliseconds patience_;
};

/// Returns the tags of all images that the engine has.
Result<std::vector<std::string>> image_tags(DockerEngineClient& client,
                                            std::chrono::milliseconds patience,
                                            const Context* context);

}  // namespace kestrel::analytics_docker
