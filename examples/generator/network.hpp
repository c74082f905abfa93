// Making connections: ports, protocols and times that fit together and never repeat.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "examples/generator/facts.hpp"
#include "examples/generator/random.hpp"

namespace samplestix {

/// What is spoken at a port.
struct Protocol {
  int port;
  std::string_view transport;
  std::string_view application;
};

namespace protocol {
inline constexpr Protocol dns{53, "udp", "dns"};
inline constexpr Protocol http{80, "tcp", "http"};
inline constexpr Protocol https{443, "tcp", "tls"};
inline constexpr Protocol web_proxy{8080, "tcp", "http"};
inline constexpr Protocol kerberos{88, "tcp", "kerberos"};
inline constexpr Protocol ntp{123, "udp", "ntp"};
inline constexpr Protocol ldap{389, "tcp", "ldap"};
inline constexpr Protocol smb{445, "tcp", "smb"};
inline constexpr Protocol remote_desktop{3389, "tcp", "rdp"};
inline constexpr Protocol secure_shell{22, "tcp", "ssh"};
inline constexpr Protocol print_job{9100, "tcp", "pdl-datastream"};
}  // namespace protocol

/// How long a connection lasts and how much it carries each way.
struct Volume {
  Moment duration;
  std::int64_t source_bytes;
  std::int64_t destination_bytes;
};

/// Hands out connections. Each source address counts its ports upwards, as Windows does, so no two
/// connections of one address share both port and start.
class Network {
 public:
  /// Requires two addresses of the same kind, IPv4 or IPv6.
  Flow connect(std::string_view source, std::string_view destination, const Protocol& spoken,
               Moment start, Volume volume);

 private:
  int next_port(const std::string& source);

  Random random_{"source ports"};
  std::map<std::string, int> last_ports_;
};

}  // namespace samplestix
