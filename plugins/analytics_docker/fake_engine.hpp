// For tests: a container engine that answers what a test tells it to.
#pragma once

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <functional>
#include <list>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace kestrel::analytics_docker {

/// One request as it arrived.
struct ReceivedRequest {
  std::string method;
  std::string target;
  std::string body;

  bool is(std::string_view wanted_method, std::string_view part) const {
    return method == wanted_method && target.find(part) != std::string::npos;
  }
};

/// The bytes to send back. Nothing but bytes: they may be no HTTP at all.
struct FakeReply {
  std::string bytes;
  bool hang = false;   // keep the connection open, say no more
  bool close = false;  // close it afterwards
};

/// Returns a proper answer.
inline FakeReply reply(int status, const std::string& body) {
  return {"HTTP/1.1 " + std::to_string(status) +
              " Some Reason\r\nContent-Type: application/json\r\nContent-Length: " +
              std::to_string(body.size()) + "\r\n\r\n" + body,
          false, false};
}

/// Serves one unix socket until it goes. The answer function is called from other threads, one call
/// at a time.
class FakeEngine {
 public:
  using Answer = std::function<FakeReply(const ReceivedRequest&)>;

  FakeEngine(const std::filesystem::path& socket, Answer answer) : answer_(std::move(answer)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socket.native().size() >= sizeof(address.sun_path)) {
      throw std::runtime_error("the path is too long for a socket");
    }
    std::memcpy(address.sun_path, socket.c_str(), socket.native().size());
    listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
        ::listen(listener_, 16) != 0) {
      throw std::runtime_error("no socket at " + socket.string());
    }
    acceptor_ = std::thread([this] { accept_all(); });
  }
  FakeEngine(const FakeEngine&) = delete;
  FakeEngine& operator=(const FakeEngine&) = delete;
  ~FakeEngine() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (Connection& connection : connections_) {
      ::shutdown(connection.socket, SHUT_RDWR);
      connection.thread.join();
      ::close(connection.socket);
    }
    ::close(listener_);
  }

  std::vector<ReceivedRequest> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

  /// Tells how often a request arrived whose target holds a text.
  std::size_t count(std::string_view method, std::string_view part) const {
    const std::vector<ReceivedRequest> all = requests();
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(),
                      [&](const ReceivedRequest& request) { return request.is(method, part); }));
  }

 private:
  struct Connection {
    int socket;
    std::thread thread;
  };

  void accept_all() {
    while (true) {
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) {
        return;
      }
      connections_.push_back({socket, std::thread([this, socket] { serve(socket); })});
    }
  }

  void serve(int socket) {
    std::string received;
    char piece[4096];
    while (true) {
      const std::size_t end = received.find("\r\n\r\n");
      const std::size_t length =
          end == std::string::npos ? 0 : body_length(received.substr(0, end));
      if (end == std::string::npos || received.size() < end + 4 + length) {
        const ssize_t count = ::recv(socket, piece, sizeof(piece), 0);
        if (count <= 0) {
          return;
        }
        received.append(piece, static_cast<std::size_t>(count));
        continue;
      }
      const std::size_t blank = received.find(' ');
      const ReceivedRequest request{
          received.substr(0, blank),
          received.substr(blank + 1, received.find(' ', blank + 1) - blank - 1),
          received.substr(end + 4, length)};
      received.erase(0, end + 4 + length);
      const FakeReply answer = [&] {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
        return answer_(request);
      }();
      for (std::size_t sent = 0; sent < answer.bytes.size();) {
        const ssize_t count =
            ::send(socket, answer.bytes.data() + sent, answer.bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) {
          return;
        }
        sent += static_cast<std::size_t>(count);
      }
      if (answer.hang) {
        while (::recv(socket, piece, sizeof(piece), 0) > 0) {
        }
        return;
      }
      if (answer.close) {
        ::shutdown(socket, SHUT_RDWR);
        return;
      }
    }
  }

  static std::size_t body_length(const std::string& header) {
    constexpr std::string_view field = "Content-Length: ";
    const std::size_t at = header.find(field);
    return at == std::string::npos ? 0 : std::stoul(header.substr(at + field.size()));
  }

  Answer answer_;
  int listener_ = -1;
  std::thread acceptor_;
  std::list<Connection> connections_;  // touched by the acceptor only, until it has ended
  mutable std::mutex mutex_;
  std::vector<ReceivedRequest> requests_;
};

}  // namespace kestrel::analytics_docker
