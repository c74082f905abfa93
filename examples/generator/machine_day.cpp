#include "examples/generator/machine_day.hpp"

#include <array>

#include "examples/generator/company.hpp"
#include "examples/generator/sensors.hpp"

namespace samplestix {
namespace {

constexpr std::string_view office = R"(C:\Program Files\Microsoft Office\root\Office16\)";
constexpr std::string_view browser_path =
    R"(C:\Program Files\Google\Chrome\Application\chrome.exe)";

struct Service {
  std::string_view group;
  std::string_view name;
};

constexpr std::array system_services{
    Service{"netsvcs", "ProfSvc"},
    Service{"netsvcs", "Winmgmt"},
    Service{"netsvcs", "UserManager"},
    Service{"netsvcs", "Themes"},
    Service{"netsvcs", "LanmanServer"},
    Service{"netsvcs", "BITS"},
    Service{"netsvcs", "wuauserv"},
    Service{"LocalSystemNetworkRestricted", "SysMain"},
    Service{"LocalSystemNetworkRestricted", "UmRdpService"},
};
constexpr std::array local_services{
    Service{"LocalServiceNetworkRestricted", "EventLog"},
    Service{"LocalServiceNetworkRestricted", "Dhcp"},
    Service{"LocalServiceNoNetwork", "BFE"},
    Service{"LocalService", "nsi"},
    Service{"LocalService", "FontCache"},
};

/// Gives each process of a boot a little later moment than the last.
class Pace {
 public:
  Pace(const Machine& machine, std::string_view activity, Moment start)
      : random_(std::string(activity) + " " + machine.host().name), moment_(start) {}

  Moment next(Moment longest = 900) { return moment_ += random_.between(20, longest); }

 private:
  Random random_;
  Moment moment_;
};

void start_services(Machine& machine, Pace& pace) {
  const Process* services = &machine.running(Role::services);
  const auto host_service = [&](const Service& service, const Account& account) -> const Process& {
    const std::string arguments =
        "-k " + std::string(service.group) + " -p -s " + std::string(service.name);
    return machine.start(pace.next(), services, system32("svchost.exe"), arguments, account);
  };
  machine.appoint(Role::component_launcher,
                  host_service({"DcomLaunch", "PlugPlay"}, system_account()));
  host_service({"RPCSS", "RpcSs"}, network_service());
  machine.appoint(Role::scheduler, host_service({"netsvcs", "Schedule"}, system_account()));
  machine.appoint(Role::clock, host_service({"LocalService", "W32Time"}, local_service()));
  machine.appoint(Role::name_lookup,
                  host_service({"NetworkService", "Dnscache"}, network_service()));
  host_service({"NetworkService", "LanmanWorkstation"}, network_service());
  host_service({"NetworkService", "CryptSvc"}, network_service());
  for (const Service& service : system_services) {
    host_service(service, system_account());
  }
  for (const Service& service : local_services) {
    host_service(service, local_service());
  }
  machine.appoint(Role::printing, machine.start(pace.next(), services, system32("spoolsv.exe"), "",
                                                system_account()));
  machine.start(pace.next(), services, R"(C:\Windows\Sysmon64.exe)", "", system_account());
  machine.start(pace.next(), services, R"(C:\Program Files\Windows Defender\MsMpEng.exe)", "",
                system_account());
  machine.start(pace.next(), services, system32("SearchIndexer.exe"), "/Embedding",
                system_account());
}

}  // namespace

void boot(Machine& machine, Moment moment) {
  Pace pace(machine, "boot", moment);
  const Account& account = system_account();
  machine.start_kernel(pace.next());
  const Process& manager =
      machine.start_as(pace.next(), &machine.running(Role::kernel), file_at(system32("smss.exe")),
                       R"(\SystemRoot\System32\smss.exe)", account);
  machine.start(pace.next(), &manager, system32("csrss.exe"),
                R"(ObjectDirectory=\Windows SharedSection=1024,20480,768 Windows=On)", account);
  const Process& initial = machine.start_as(pace.next(), &manager, file_at(system32("wininit.exe")),
                                            "wininit.exe", account);
  const Process& logon = machine.start_as(pace.next(), &manager, file_at(system32("winlogon.exe")),
                                          "winlogon.exe", account);
  machine.appoint(Role::logon, logon);
  machine.appoint(Role::services,
                  machine.start(pace.next(), &initial, system32("services.exe"), "", account));
  machine.appoint(Role::sign_in,
                  machine.start(pace.next(), &initial, system32("lsass.exe"), "", account));
  machine.start_as(pace.next(), &logon, file_at(system32("dwm.exe")), R"("dwm.exe")", account);
  start_services(machine, pace);
}

void log_on(Machine& machine, const Account& person, Moment moment) {
  Pace pace(machine, "logon", moment);
  see_logon(machine.bundle(), machine.host(), person, machine.host().ipv4, moment);
  const Process& initial = machine.start(pace.next(), &machine.running(Role::logon),
                                         system32("userinit.exe"), "", person);
  const Process& shell =
      machine.start_as(pace.next(), &initial, file_at(R"(C:\Windows\explorer.exe)"),
                       R"(C:\Windows\Explorer.EXE)", person);
  machine.appoint(Role::shell, shell);
  const Process* scheduler = &machine.running(Role::scheduler);
  const Process* launcher = &machine.running(Role::component_launcher);
  machine.start_as(pace.next(), scheduler, file_at(system32("sihost.exe")), "sihost.exe", person);
  machine.start_as(pace.next(), scheduler, file_at(system32("taskhostw.exe")),
                   "taskhostw.exe {222A245B-E637-4AE9-A93F-A59CA119A75E}", person);
  for (int i = 0; i < 3; ++i) {
    machine.start(pace.next(5000), launcher, system32("RuntimeBroker.exe"), "-Embedding", person);
  }
  machine.start(pace.next(), &shell, system32("SecurityHealthSystray.exe"), "", person);
  const std::string profile = R"(C:\Users\)" + person.login;
  const std::string drive = profile + R"(\AppData\Local\Microsoft\OneDrive\OneDrive.exe)";
  const Process& synchroniser =
      machine.start(pace.next(9000), &shell, drive, "/background", person);
  see_registry_value(machine.bundle(), synchroniser,
                     {R"(HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Run)",
                      "OneDrive", "\"" + drive + "\" /background", "REG_SZ"},
                     synchroniser.created + 350);
  machine.appoint(Role::mail, machine.start(pace.next(60'000), &shell,
                                            std::string(office) + "OUTLOOK.EXE", "", person));
  const Process& browser = machine.start(pace.next(90'000), &shell, browser_path, "", person);
  machine.appoint(Role::browser, browser);
  for (const std::string_view kind : {"gpu-process", "utility", "renderer", "renderer"}) {
    machine.start(pace.next(), &browser, browser_path,
                  "--type=" + std::string(kind) + " --lang=en-GB", person);
  }
}

void run_housekeeping(Machine& machine, Moment from, Moment until) {
  Random random("housekeeping " + machine.host().name);
  const Process* launcher = &machine.running(Role::component_launcher);
  const Process* services = &machine.running(Role::services);
  const Process* scheduler = &machine.running(Role::scheduler);
  struct Job {
    const Process* parent;
    std::string path;
    std::string_view arguments;
    const Account* account;
  };
  const std::array jobs{
      Job{launcher, system32(R"(wbem\WmiPrvSE.exe)"), "-secured -Embedding", &network_service()},
      Job{launcher, system32("dllhost.exe"), "/Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079A8D5}",
          &system_account()},
      Job{services, R"(C:\Program Files\Windows Defender\MpCmdRun.exe)",
          "SignatureUpdate -ScheduleJob", &network_service()},
      Job{services, R"(C:\Windows\servicing\TrustedInstaller.exe)", "", &system_account()},
      Job{services, system32("sppsvc.exe"), "", &network_service()},
      Job{scheduler, system32("taskhostw.exe"), "-RegisterDevice -ProtectionStateChanged",
          &system_account()},
      Job{scheduler, system32("wsqmcons.exe"), "", &system_account()},
      Job{scheduler, system32("sdbinst.exe"), "-m -bg", &system_account()},
  };
  const std::int64_t count = random.between(9, 14);
  for (std::int64_t i = 0; i < count; ++i) {
    const Job& job = random.pick(jobs);
    machine.start(random.between(from, until), job.parent, job.path, job.arguments, *job.account);
  }
}

void run_desktop(Machine& machine, const Account& person, Moment from, Moment until) {
  Random random("desktop " + machine.host().name);
  const Process* shell = &machine.running(Role::shell);
  const std::string documents = R"(C:\Users\)" + person.login + R"(\Documents\)";
  struct Application {
    std::string path;
    std::string_view document;
  };
  const std::array applications{
      Application{std::string(office) + "EXCEL.EXE", "Order book 2024.xlsx"},
      Application{std::string(office) + "WINWORD.EXE", "Offer lens coating.docx"},
      Application{std::string(office) + "POWERPNT.EXE", "Spring fair.pptx"},
      Application{R"(C:\Program Files\Adobe\Acrobat DC\Acrobat\Acrobat.exe)",
                  "Data sheet T-400.pdf"},
      Application{system32("notepad.exe"), "todo.txt"},
      Application{system32("mspaint.exe"), "mount.png"},
  };
  const std::int64_t documents_opened = random.between(4, 8);
  for (std::int64_t i = 0; i < documents_opened; ++i) {
    const Application& application = random.pick(applications);
    const std::string argument = "\"" + documents + std::string(application.document) + "\"";
    const Moment moment = random.between(from, until);
    const Process& process = machine.start(moment, shell, application.path, argument, person);
    if (random.one_in(2)) {
      see_file_created(machine.bundle(), process,
                       file_at(documents + "~$" + std::string(application.document)),
                       moment + 2200);
    }
  }
  const Process* browser = &machine.running(Role::browser);
  const std::int64_t pages_opened = random.between(8, 14);
  for (std::int64_t i = 0; i < pages_opened; ++i) {
    machine.start(random.between(from, until), browser, browser_path,
                  "--type=renderer --lang=en-GB --renderer-client-id=" + std::to_string(i + 5),
                  person);
  }
  const Moment moment = random.between(from, until);
  see_registry_value(
      machine.bundle(), *shell,
      {R"(HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Explorer\RecentDocs\.docx)",
       "MRUListEx", "0x" + random.hexadecimal(16), "REG_BINARY"},
      moment);
}

}  // namespace samplestix
