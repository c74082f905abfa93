#include "plugins/analytics_docker/engine_socket.hpp"

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "plugins/analytics_docker/messages.hpp"

namespace kestrel::analytics_docker {
namespace {

// Returns 0 when somebody accepts connections there, else the error number. Never waits for an
// engine whose queue is full: that one counts as listening.
int try_to_connect(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) {
    return ENAMETOOLONG;
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket < 0) {
    return errno;
  }
  const int failed =
      ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  const int problem = failed == 0 ? 0 : errno;
  ::close(socket);
  return problem == EAGAIN || problem == EINPROGRESS ? 0 : problem;
}

bool belongs_to_user(const std::string& path) {
  struct stat status {};
  return ::geteuid() != 0 && ::stat(path.c_str(), &status) == 0 && status.st_uid == ::geteuid();
}

}  // namespace

Result<EngineSocket> find_engine_socket(const DockerSettings& settings) {
  constexpr std::string_view scheme = "unix://";
  std::vector<std::string> places;
  if (!settings.host.empty()) {
    std::string place = settings.host;
    if (place.compare(0, scheme.size(), scheme) == 0) {
      place.erase(0, scheme.size());
    }
    if (place.empty() || place.front() != '/') {
      return messages::unsupported_host(settings.host);
    }
    places.push_back(std::move(place));
  } else {
    places.push_back(settings.system_socket.string());
    for (const std::filesystem::path& candidate : settings.candidate_sockets) {
      places.push_back(candidate.string());
    }
  }
  std::vector<messages::TriedSocket> tried;
  for (const std::string& place : places) {
    const int problem = try_to_connect(place);
    if (problem == 0) {
      return EngineSocket{place, belongs_to_user(place)};
    }
    tried.push_back({place, problem});
  }
  return messages::no_engine(tried);
}

}  // namespace kestrel::analytics_docker
