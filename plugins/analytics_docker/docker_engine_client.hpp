// HTTP to the engine's socket: a request out, a bounded answer back. Knows nothing of containers.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "kestrel/base/context.hpp"
#include "kestrel/base/result.hpp"

namespace kestrel::analytics_docker {

/// One request. The target is a path with its query, already escaped.
struct EngineRequest {
  enum class Method { get, post, remove };

  Method method = Method::get;
  std::string target;
  std::string json;  // the body of a POST; empty for none
  std::chrono::milliseconds patience = std::chrono::seconds{30};  // for the whole answer
  std::size_t longest_answer = std::size_t{8} << 20;              // in bytes
  bool cut_answer = false;  // an answer that is too long is cut there, instead of failing
  std::chrono::milliseconds grace{0};  // how long a cancelled request may still finish
};

struct EngineAnswer {
  long status = 0;
  std::string body;
  bool timed_out = false;  // patience ended first; status and body may be incomplete
  bool cancelled = false;  // the context was cancelled first; likewise
};

/// Speaks to one engine, one request at a time, over one connection that is kept.
class DockerEngineClient {
 public:
  /// Loads libcurl when nobody has. Does not connect yet.
  static Result<DockerEngineClient> open(const std::filesystem::path& socket);

  DockerEngineClient(DockerEngineClient&&) noexcept;
  DockerEngineClient& operator=(DockerEngineClient&&) noexcept;
  ~DockerEngineClient();

  /// Sends a request and waits for its answer. With a context, a cancelled one ends the wait within
  /// 10 ms of its grace. Fails when the engine is gone or answers with something that is not HTTP;
  /// any status is an answer.
  Result<EngineAnswer> send(const EngineRequest& request, const Context* context);

  const std::filesystem::path& socket() const;

 private:
  struct Connection;
  explicit DockerEngineClient(std::unique_ptr<Connection> connection);

  std::unique_ptr<Connection> connection_;
};

}  // namespace kestrel::analytics_docker
