#include "examples/generator/network.hpp"

namespace samplestix {
namespace {

constexpr int first_port = 49152;
constexpr int last_port = 65535;

}  // namespace

int Network::next_port(const std::string& source) {
  int& port = last_ports_[source];
  if (port == 0) {
    port = static_cast<int>(random_.between(first_port, last_port));
  }
  port += static_cast<int>(random_.between(1, 9));
  if (port > last_port) {
    port = first_port;
  }
  return port;
}

Flow Network::connect(std::string_view source, std::string_view destination, const Protocol& spoken,
                      Moment start, Volume volume) {
  const bool is_ipv6 = source.find(':') != std::string_view::npos;
  Flow flow;
  flow.source = source;
  flow.destination = destination;
  flow.source_port = next_port(flow.source);
  flow.destination_port = spoken.port;
  flow.protocols = {is_ipv6 ? "ipv6" : "ipv4", std::string(spoken.transport),
                    std::string(spoken.application)};
  flow.start = start;
  flow.end = start + volume.duration;
  flow.source_bytes = volume.source_bytes;
  flow.destination_bytes = volume.destination_bytes;
  return flow;
}

}  // namespace samplestix
