// Connections inside the company, and the mail and web traffic that does not use the proxy.
#include <string>
#include <string_view>

#include "examples/generator/office.hpp"
#include "examples/generator/sensors.hpp"

namespace samplestix {
namespace {

constexpr Moment end_of_day = at(17, 30);

/// Lets one process of a machine talk to one address many times over the day.
struct Habit {
  Role role;
  std::string_view destination;
  Protocol spoken;
  std::int64_t times;
  Moment longest;
  std::int64_t most_sent;
  std::int64_t most_received;
};

void follow(Office& office, Machine& machine, const Habit& habit, Random& random) {
  const Process& process = machine.running(habit.role);
  const bool is_ipv6 = habit.destination.find(':') != std::string_view::npos;
  const std::string& source = is_ipv6 ? machine.host().ipv6 : machine.host().ipv4;
  for (std::int64_t i = 0; i < habit.times; ++i) {
    const Moment start = random.between(process.created + minute, end_of_day);
    const Volume volume{random.between(2, habit.longest), random.between(76, habit.most_sent),
                        random.between(76, habit.most_received)};
    const Flow flow =
        office.network.connect(source, habit.destination, habit.spoken, start, volume);
    const bool is_on_host = !random.one_in(4);
    if (is_on_host) {
      see_process_flow(office.bundle, process, flow);
    }
    if (!is_on_host || random.one_in(8)) {
      see_flow(office.bundle, flow);
    }
  }
}

}  // namespace

void run_ordinary_traffic(Office& office) {
  Random random("ordinary traffic");
  const std::string& files = office.company.file_server.ipv4;
  const std::string& controller = office.company.domain_controller.ipv4;
  const std::string& files_ipv6 = office.company.file_server.ipv6;
  for (Machine& machine : office.workstations) {
    for (const Habit& habit : {
             Habit{Role::kernel, files, protocol::smb, 9, 30 * minute, 900'000, 6'000'000},
             Habit{Role::kernel, files_ipv6, protocol::smb, 2, 9 * minute, 90'000, 800'000},
             Habit{Role::sign_in, controller, protocol::kerberos, 8, 40, 3'000, 3'200},
             Habit{Role::sign_in, controller, protocol::ldap, 5, 900, 4'000, 30'000},
             Habit{Role::clock, controller, protocol::ntp, 5, 12, 96, 96},
             Habit{Role::mail, address::mail, protocol::https, 9, 4 * minute, 60'000, 400'000},
             Habit{Role::browser, "2001:db8:40::100", protocol::https, 4, minute, 9'000, 700'000},
             Habit{Role::printing, address::printer, protocol::print_job, 2, 20 * second, 2'000'000,
                   900},
         }) {
      follow(office, machine, habit, random);
    }
  }
  for (Machine* server : {&office.file_server, &office.application_server}) {
    follow(office, *server, {Role::sign_in, controller, protocol::kerberos, 12, 40, 3'000, 3'200},
           random);
    follow(office, *server, {Role::clock, controller, protocol::ntp, 6, 12, 96, 96}, random);
  }

  Machine& administrator = office.workstation(3);
  const Process& desktop = administrator.running(Role::shell);
  const Process& remote = administrator.start(at(9, 40, 2), &desktop, system32("mstsc.exe"),
                                              "/v:THO-DC01", office.person(3));
  see_process_flow(
      office.bundle, remote,
      office.network.connect(administrator.host().ipv4, controller, protocol::remote_desktop,
                             at(9, 40, 6), {25 * minute, 1'400'000, 21'000'000}));
  see_logon(office.bundle, office.company.domain_controller, office.person(3),
            administrator.host().ipv4, at(9, 40, 9));

  Machine& developer = office.workstation(4);
  const Process& secure_shell =
      developer.start(at(10, 15, 30), &developer.running(Role::shell),
                      system32(R"(OpenSSH\ssh.exe)"), "lmarchetti@tho-app01", office.person(4));
  see_process_flow(
      office.bundle, secure_shell,
      office.network.connect(developer.host().ipv4, office.company.application_server.ipv4,
                             protocol::secure_shell, at(10, 15, 31), {2 * hour, 88'000, 640'000}));
}

}  // namespace samplestix
