// A Windows host in use: the processes that run on it, from boot to the end of the day.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>

#include "examples/generator/bundle.hpp"
#include "examples/generator/facts.hpp"
#include "examples/generator/random.hpp"

namespace samplestix {

/// Processes that other parts of the story need to find again.
enum class Role {
  kernel,
  services,
  sign_in,
  logon,
  component_launcher,
  name_lookup,
  clock,
  scheduler,
  printing,
  shell,
  browser,
  mail,
};

/// Whether the host gives its processes ids that are never used again.
enum class UniqueIds { yes, no };

/// Starts processes, has the sensors report them, and remembers the important ones.
class Machine {
 public:
  /// Requires that host and bundle outlive the machine.
  Machine(const Host& host, Bundle& bundle, UniqueIds unique_ids);

  /// Starts `path` with `arguments`, which may be empty. A parent of null is the kernel's alone.
  const Process& start(Moment moment, const Process* parent, std::string_view path,
                       std::string_view arguments, const Account& account);

  /// Starts a program whose command line is not its path and arguments, or whose file is a copy.
  const Process& start_as(Moment moment, const Process* parent, const File& binary,
                          std::string_view command_line, const Account& account);

  /// Starts cmd.exe and the console host that Windows gives it.
  const Process& open_shell(Moment moment, const Process& parent, std::string_view arguments,
                            const Account& account);

  /// Starts System, which has no file and no parent.
  void start_kernel(Moment moment);

  void appoint(Role role, const Process& process) { roles_[role] = &process; }

  /// Returns the process appointed to a role. Requires that there is one.
  const Process& running(Role role) const { return *roles_.at(role); }

  const Host& host() const { return host_; }
  Bundle& bundle() { return bundle_; }

 private:
  const Process& add(Process process);

  const Host& host_;
  Bundle& bundle_;
  UniqueIds unique_ids_;
  Random random_;
  std::string machine_id_;
  int last_pid_ = 4;
  std::deque<Process> processes_;  // a deque, for parents are pointed to
  std::map<Role, const Process*> roles_;
};

/// Returns the path of one of the programs that come with Windows.
std::string system32(std::string_view name);

}  // namespace samplestix
