#include "plugins/analytics_docker/container.hpp"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>
#include <sys/random.h>

#include "plugins/analytics_docker/container_log.hpp"
#include "plugins/analytics_docker/messages.hpp"

namespace kestrel::analytics_docker {
namespace {

using Method = EngineRequest::Method;
using nlohmann::json;

constexpr std::chrono::milliseconds removal_patience =
    std::chrono::seconds{15};  // killing included
constexpr std::chrono::milliseconds cancelled_grace = std::chrono::seconds{1};

constexpr long status_ok = 200;
constexpr long status_created = 201;
constexpr long status_no_content = 204;
constexpr long status_not_modified = 304;
constexpr long status_not_found = 404;

// Ours from the start: a container whose creation was never answered can still be removed.
std::string random_name() {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned char, 16> bytes{};
  KESTREL_ASSERT(::getrandom(bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
  std::string name = "kestrel-";
  for (const unsigned char byte : bytes) {
    name += {digits[byte >> 4], digits[byte & 15]};
  }
  return name;
}

// Never throws; `discarded` when the text is no JSON.
json parsed(const std::string& text) {
  return json::parse(text, nullptr, false);
}

// Returns what the engine says in a refusal: its `message`, or all of it.
std::string reason_in(const EngineAnswer& answer) {
  const json body = parsed(answer.body);
  if (body.is_object() && body.contains("message") && body["message"].is_string()) {
    return body["message"].get<std::string>();
  }
  return answer.body;
}

// Fails when the engine was too slow, which `send` leaves to its caller.
Result<EngineAnswer> in_time(DockerEngineClient& client, const EngineRequest& request,
                             const Context* context) {
  KESTREL_TRY(EngineAnswer answer, client.send(request, context));
  if (answer.timed_out) {
    return messages::engine_slow(client.socket(), request.patience);
  }
  return answer;
}

EngineRequest request_to(Method method, std::string target, std::chrono::milliseconds patience) {
  EngineRequest request;
  request.method = method;
  request.target = std::move(target);
  request.patience = patience;
  return request;
}

}  // namespace

Result<std::optional<Container>> Container::create(DockerEngineClient& client,
                                                   const std::string& creation_json,
                                                   std::chrono::milliseconds patience,
                                                   const Context& context) {
  Container container(client, random_name(),
                      patience);  // from here on it is removed whatever happens
  EngineRequest request =
      request_to(Method::post, "/containers/create?name=" + container.name_, patience);
  request.json = creation_json;
  request.grace = cancelled_grace;  // given up half-way, it could come to be after we removed it
  KESTREL_TRY(const EngineAnswer answer, in_time(client, request, &context));
  if (answer.cancelled || answer.status == status_created) {
    return std::optional(std::move(container));
  }
  if (answer.status == status_not_found) {
    container.name_.clear();  // nothing was made
    return std::optional<Container>{};
  }
  return messages::engine_refused(client.socket(), "create a container", answer.status,
                                  reason_in(answer));
}

Container::Container(Container&& other) noexcept
    : client_(other.client_), name_(std::exchange(other.name_, {})), patience_(other.patience_) {}

Container::~Container() {
  if (name_.empty()) {
    return;
  }
  // Nobody could do anything about a failure: the engine keeps the container, which has our label.
  const auto removed = client_->send(
      request_to(Method::remove, "/containers/" + name_ + "?force=true&v=true", removal_patience),
      nullptr);
  static_cast<void>(removed);
}

Result<Done> Container::start(std::string_view analytics, const Context& context) {
  EngineRequest request = request_to(Method::post, "/containers/" + name_ + "/start", patience_);
  request.grace = cancelled_grace;
  KESTREL_TRY(const EngineAnswer answer, in_time(*client_, request, &context));
  if (answer.cancelled || answer.status == status_no_content ||
      answer.status == status_not_modified) {
    return Done{};
  }
  return messages::not_started(analytics, reason_in(answer));
}

Result<ContainerEnd> Container::wait(std::chrono::milliseconds limit, const Context& context) {
  constexpr const char* task = "wait for a container";
  KESTREL_TRY(
      const EngineAnswer answer,
      client_->send(
          request_to(Method::post, "/containers/" + name_ + "/wait?condition=not-running", limit),
          &context));
  ContainerEnd end;
  end.timed_out = answer.timed_out;
  end.cancelled = answer.cancelled;
  if (end.timed_out || end.cancelled) {
    return end;
  }
  if (answer.status != status_ok) {
    return messages::engine_refused(client_->socket(), task, answer.status, reason_in(answer));
  }
  const json body = parsed(answer.body);
  if (!body.is_object() || !body.contains("StatusCode") ||
      !body["StatusCode"].is_number_integer()) {
    return messages::strange_answer(client_->socket(), task);
  }
  end.status = body["StatusCode"].get<long>();
  end.out_of_memory = end.status != 0 && ran_out_of_memory();
  return end;
}

bool Container::ran_out_of_memory() {
  const auto answer =
      client_->send(request_to(Method::get, "/containers/" + name_ + "/json", patience_), nullptr);
  if (!answer || answer->status != status_ok) {
    return false;
  }
  const json body = parsed(answer->body);
  const auto yes = json(true);
  return body.is_object() && body.value(json::json_pointer("/State/OOMKilled"), json()) == yes;
}

std::vector<std::string> Container::last_lines(std::size_t count) {
  // The engine counts before it parts the streams: few of its last lines could hold none of the one
  // that matters.
  EngineRequest request = request_to(
      Method::get, "/containers/" + name_ + "/logs?stdout=true&stderr=true&tail=2000", patience_);
  request.longest_answer = std::size_t{4} << 20;
  request.cut_answer = true;
  const auto answer = client_->send(request, nullptr);
  if (!answer || answer->status != status_ok) {
    return {};
  }
  return analytics_docker::last_lines(answer->body, count);
}

Result<std::vector<std::string>> image_tags(DockerEngineClient& client,
                                            std::chrono::milliseconds patience,
                                            const Context* context) {
  constexpr const char* task = "list its images";
  KESTREL_TRY(const EngineAnswer answer,
              in_time(client, request_to(Method::get, "/images/json", patience), context));
  std::vector<std::string> tags;
  if (answer.cancelled) {
    return tags;
  }
  if (answer.status != status_ok) {
    return messages::engine_refused(client.socket(), task, answer.status, reason_in(answer));
  }
  const json body = parsed(answer.body);
  if (!body.is_array()) {
    return messages::strange_answer(client.socket(), task);
  }
  for (const json& image : body) {
    const auto found = image.is_object() ? image.find("RepoTags") : image.end();
    if (found == image.end() || !found->is_array()) {
      continue;  // an image without a name
    }
    for (const json& tag : *found) {
      if (tag.is_string()) {
        tags.push_back(tag.get<std::string>());
      }
    }
  }
  return tags;
}

}  // namespace kestrel::analytics_docker
