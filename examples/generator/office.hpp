// The company at work: its machines switched on, its network, and the bundle that records them.
#pragma once

#include <deque>

#include "examples/generator/bundle.hpp"
#include "examples/generator/company.hpp"
#include "examples/generator/machine.hpp"
#include "examples/generator/network.hpp"

namespace samplestix {

/// Everything the parts of the story act on.
class Office {
 public:
  explicit Office(Bundle& record);

  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;

  /// Returns a workstation and the person who sits at it. Numbers count from 1 to 12.
  Machine& workstation(int number);
  const Account& person(int number) const;

  const Company company = make_company();
  Bundle& bundle;
  Network network;
  Machine domain_controller;
  Machine file_server;
  Machine application_server;
  std::deque<Machine> workstations;
};

/// Boots the servers before dawn and the workstations as people arrive, then runs the ordinary
/// programs of the day.
void run_machines(Office& office);

/// Types the harmless commands of administrators, developers, backups and logon scripts.
void run_command_shells(Office& office);

/// Looks up names, nearly all for good reasons, and fetches some of the pages behind them.
void run_name_lookups(Office& office);

/// Talks to file server, domain controller, mail and printer.
void run_ordinary_traffic(Office& office);

/// Breaks in. The file tells the story hour by hour.
void run_intrusion(Office& office);

/// The lookups the whole day adds up to. The break-in makes one ordinary lookup and all tunnels.
inline constexpr int ordinary_lookup_count = 1385;
inline constexpr int tunnel_count = 8;

}  // namespace samplestix
