#include "examples/generator/office.hpp"

#include "examples/generator/machine_day.hpp"

namespace samplestix {
namespace {

constexpr Moment end_of_day = at(17, 30);

}  // namespace

Office::Office(Bundle& record)
    : bundle(record),
      domain_controller(company.domain_controller, record, UniqueIds::yes),
      file_server(company.file_server, record, UniqueIds::yes),
      application_server(company.application_server, record, UniqueIds::no) {
  for (const Host& host : company.workstations) {
    workstations.emplace_back(host, record, UniqueIds::yes);
  }
}

Machine& Office::workstation(int number) {
  return workstations.at(static_cast<std::size_t>(number - 1));
}

const Account& Office::person(int number) const {
  return company.people.at(static_cast<std::size_t>(number - 1));
}

void run_machines(Office& office) {
  Random random("arrivals");
  Moment maintenance = at(5, 10);
  for (Machine* server :
       {&office.domain_controller, &office.file_server, &office.application_server}) {
    boot(*server, maintenance);
    run_housekeeping(*server, maintenance + 20 * minute, end_of_day);
    maintenance += 12 * minute;
  }
  for (int number = 1; number <= static_cast<int>(office.workstations.size()); ++number) {
    Machine& machine = office.workstation(number);
    const Account& person = office.person(number);
    const Moment arrival = random.between(at(6, 50), at(8, 10));
    boot(machine, arrival);
    log_on(machine, person, arrival + random.between(40 * second, 3 * minute));
    run_housekeeping(machine, arrival + 20 * minute, end_of_day);
    run_desktop(machine, person, arrival + 20 * minute, end_of_day);
  }
}

}  // namespace samplestix
