// The company: who works there, which computers it has, and which sites people visit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "examples/generator/facts.hpp"

namespace samplestix {

/// The well-known accounts of Windows itself.
const Account& system_account();
const Account& network_service();
const Account& local_service();

/// Tarn Hill Optics, a small maker of lenses.
struct Company {
  std::vector<Account> people;     // one per workstation, in the same order
  std::vector<Host> workstations;  // THO-WS01 to THO-WS12
  Host domain_controller;
  Host file_server;
  Host application_server;  // keeps only the Security log, so its processes have no unique id
  Host web_proxy;
  Host name_resolver;
  std::vector<Site> internet;
  std::vector<Site> intranet;
  std::vector<std::string> upstream_resolvers;  // where the company's own resolver asks
};

/// Returns the company. Every call gives the same.
Company make_company();

/// Fixed addresses outside the company and of things without an operating system worth naming.
namespace address {
inline constexpr std::string_view mail = "198.51.100.25";
inline constexpr std::string_view printer = "192.168.40.15";
inline constexpr std::string_view projector = "192.168.50.23";  // asks a public resolver, harmless
inline constexpr std::string_view public_resolver = "198.51.100.53";
inline constexpr std::string_view download_server = "203.0.113.45";  // serves the implant
inline constexpr std::string_view rogue_resolver = "203.0.113.77";   // the far end of the tunnels
}  // namespace address

}  // namespace samplestix
