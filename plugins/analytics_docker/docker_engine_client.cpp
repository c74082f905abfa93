#include "plugins/analytics_docker/docker_engine_client.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "plugins/analytics_docker/curl_library.hpp"
#include "plugins/analytics_docker/messages.hpp"

namespace kestrel::analytics_docker {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds poll_interval{
    10};  // how late a cancelled context may be noticed

// Where the bytes of one answer go.
struct Sink {
  std::string* body;
  std::size_t limit;
  bool full = false;
};

std::size_t take_bytes(char* data, std::size_t size, std::size_t count, void* target) {
  Sink& sink = *static_cast<Sink*>(target);
  const std::size_t offered = size * count;
  const std::size_t taken = std::min(offered, sink.limit - sink.body->size());
  sink.body->append(data, taken);
  sink.full = taken < offered;
  return taken;  // fewer than offered: libcurl ends the transfer
}

struct FreeList {
  const CurlLibrary* curl;
  void operator()(curl_slist* list) const { curl->slist_free_all(list); }
};

}  // namespace

struct DockerEngineClient::Connection {
  const CurlLibrary* curl;
  CURLM* multi;
  CURL* easy;
  std::filesystem::path socket;

  Connection(const CurlLibrary* library, std::filesystem::path path)
      : curl(library),
        multi(library->multi_init()),
        easy(library->easy_init()),
        socket(std::move(path)) {
    KESTREL_ASSERT(multi != nullptr && easy != nullptr);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    curl->easy_cleanup(easy);
    curl->multi_cleanup(multi);
  }

  void set(CURLoption option, long number) const { curl->easy_setopt(easy, option, number); }
  void set(CURLoption option, const char* text) const { curl->easy_setopt(easy, option, text); }
  void set_pointer(CURLoption option, void* pointer) const {
    curl->easy_setopt(easy, option, pointer);
  }

  // Everything is said for each request: libcurl must neither look at proxy variables nor leave the
  // socket.
  void prepare(const EngineRequest& request, curl_slist* headers, Sink& sink) const {
    curl->easy_reset(easy);
    set(CURLOPT_UNIX_SOCKET_PATH, socket.c_str());
    set(CURLOPT_URL, ("http://localhost" + request.target).c_str());
    set(CURLOPT_PROTOCOLS_STR, "http");
    set(CURLOPT_PROXY, "");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_HTTP09_ALLOWED, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_USERAGENT, "kestrel");
    set_pointer(CURLOPT_HTTPHEADER, headers);
    if (request.method == EngineRequest::Method::post) {
      set(CURLOPT_POST, 1L);
      set(CURLOPT_POSTFIELDSIZE, static_cast<long>(request.json.size()));
      set(CURLOPT_POSTFIELDS, request.json.c_str());
    } else if (request.method == EngineRequest::Method::remove) {
      set(CURLOPT_CUSTOMREQUEST, "DELETE");
    }
    curl->easy_setopt(easy, CURLOPT_WRITEFUNCTION, &take_bytes);
    set_pointer(CURLOPT_WRITEDATA, &sink);
  }

  // Drives the transfer to its end; none when the context or the clock ended it.
  std::optional<CURLcode> drive(const EngineRequest& request, const Context* context,
                                EngineAnswer& answer) const {
    Clock::time_point deadline = Clock::now() + request.patience;
    while (true) {
      int running = 0;
      if (curl->multi_perform(multi, &running) != CURLM_OK) {
        return CURLE_RECV_ERROR;
      }
      int waiting = 0;
      while (const CURLMsg* message = curl->multi_info_read(multi, &waiting)) {
        if (message->msg == CURLMSG_DONE) {
          return message->data.result;
        }
      }
      const Clock::time_point now = Clock::now();
      if (context != nullptr && context->cancelled() && !answer.cancelled) {
        answer.cancelled = true;
        deadline = std::min(deadline, now + request.grace);
      }
      if (now >= deadline) {
        answer.timed_out = !answer.cancelled;
        return std::nullopt;
      }
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - now);
      const auto pause = std::min(left, poll_interval);
      curl->multi_poll(multi, nullptr, 0, static_cast<int>(pause.count()), nullptr);
    }
  }
};

DockerEngineClient::DockerEngineClient(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)) {}
DockerEngineClient::DockerEngineClient(DockerEngineClient&&) noexcept = default;
DockerEngineClient& DockerEngineClient::operator=(DockerEngineClient&&) noexcept = default;
DockerEngineClient::~DockerEngineClient() = default;

Result<DockerEngineClient> DockerEngineClient::open(const std::filesystem::path& socket) {
  KESTREL_TRY(const CurlLibrary* curl, curl_library());
  return DockerEngineClient(std::make_unique<Connection>(curl, socket));
}

Result<EngineAnswer> DockerEngineClient::send(const EngineRequest& request,
                                              const Context* context) {
  const Connection& connection = *connection_;
  const CurlLibrary& curl = *connection.curl;
  // `Expect:` without a value: no round trip for permission to send a body.
  std::unique_ptr<curl_slist, FreeList> headers(curl.slist_append(nullptr, "Expect:"),
                                                FreeList{&curl});
  KESTREL_ASSERT(headers != nullptr);
  KESTREL_ASSERT(curl.slist_append(headers.get(), "Content-Type: application/json") != nullptr);

  EngineAnswer answer;
  Sink sink{&answer.body, request.longest_answer};
  connection.prepare(request, headers.get(), sink);
  KESTREL_ASSERT(curl.multi_add_handle(connection.multi, connection.easy) == CURLM_OK);
  const std::optional<CURLcode> end = connection.drive(request, context, answer);
  curl.easy_getinfo(connection.easy, CURLINFO_RESPONSE_CODE, &answer.status);
  curl.multi_remove_handle(connection.multi, connection.easy);
  if (!end) {
    return answer;
  }
  answer.cancelled = false;  // it came to its end within the grace
  if (sink.full) {
    if (request.cut_answer) {
      return answer;
    }
    return messages::answer_too_long(connection.socket, request.longest_answer);
  }
  if (*end != CURLE_OK) {
    return messages::engine_gone(connection.socket, curl.easy_strerror(*end));
  }
  return answer;
}

const std::filesystem::path& DockerEngineClient::socket() const {
  return connection_->socket;
}

}  // namespace kestrel::analytics_docker
