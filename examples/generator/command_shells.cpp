// The harmless children of cmd.exe. Three of them, the drives mapped by the logon script, look
// suspicious to a rule that counts every `net use`.
#include <string_view>
#include <vector>

#include "examples/generator/office.hpp"
#include "examples/generator/sensors.hpp"

namespace samplestix {
namespace {

constexpr std::string_view git = R"(C:\Program Files\Git\cmd\git.exe)";
constexpr std::string_view python = R"(C:\Program Files\Python311\python.exe)";

/// Starts a program as typed: the command line is the text, not the path.
const Process& type(Machine& machine, Moment moment, const Process& shell, std::string_view path,
                    std::string_view text, const Account& person) {
  return machine.start_as(moment, &shell, file_at(path), text, person);
}

void map_drives_at_logon(Office& office) {
  for (const int number : {1, 5, 10}) {
    Machine& machine = office.workstation(number);
    const Account& person = office.person(number);
    const Process& desktop = machine.running(Role::shell);
    const Moment moment = desktop.created + 4 * second;
    const Process& shell =
        machine.open_shell(moment, desktop, R"(/c \\THO-DC01\netlogon\logon.cmd)", person);
    type(machine, moment + 640, shell, system32("net.exe"), R"(net use H: \\THO-FS01\home)",
         person);
  }
}

void check_the_network(Office& office) {
  Machine& machine = office.workstation(3);
  const Account& person = office.person(3);
  const Moment start = at(9, 12, 4);
  const Process& shell = machine.open_shell(start, machine.running(Role::shell), "", person);
  struct Command {
    Moment after;
    std::string_view program;
    std::string_view text;
  };
  for (const Command& command : std::vector<Command>{
           {11 * second, "ipconfig.exe", "ipconfig /all"},
           {25 * second, "PING.EXE", "ping THO-FS01"},
           {48 * second, "PING.EXE", "ping -n 10 198.51.100.25"},
           {95 * second, "TRACERT.EXE", "tracert -d 198.51.100.25"},
           {210 * second, "gpupdate.exe", "gpupdate /force"},
           {302 * second, "HOSTNAME.EXE", "hostname"},
       }) {
    type(machine, start + command.after, shell, system32(command.program), command.text, person);
  }
}

void write_software(Office& office) {
  const Account& developer = office.person(4);
  Machine& machine = office.workstation(4);
  const Process& desktop = machine.running(Role::shell);
  const Process& morning = machine.open_shell(at(9, 31, 40), desktop, "", developer);
  type(machine, at(9, 31, 52), morning, git, "git pull --rebase", developer);
  type(machine, at(9, 33, 8), morning, git, "git status", developer);
  type(machine, at(10, 2, 31), morning, python, "python build.py --target release", developer);
  type(machine, at(11, 47, 19), morning, git, "git commit -am \"Fix focus drift\"", developer);
  const Process& afternoon = machine.open_shell(at(13, 20, 5), desktop, "", developer);
  type(machine, at(13, 20, 33), afternoon, python, "python -m http.server 8000", developer);
  type(machine, at(14, 1, 2), afternoon, R"(C:\Program Files\CMake\bin\cmake.exe)",
       "cmake --build build", developer);

  const Account& tester = office.person(9);
  Machine& other = office.workstation(9);
  const Process& editor = other.start(at(8, 55, 12), &other.running(Role::shell),
                                      R"(C:\Program Files\Microsoft VS Code\Code.exe)", "", tester);
  const Process& task =
      other.open_shell(at(9, 4, 50), editor, R"(/d /s /c "npm run lint")", tester);
  type(other, at(9, 4, 51), task, R"(C:\Program Files\nodejs\node.exe)",
       R"("C:\Program Files\nodejs\node.exe" node_modules\eslint\bin\eslint.js src)", tester);
  const Process& terminal = other.open_shell(at(14, 38, 9), editor, "", tester);
  type(other, at(14, 38, 30), terminal, git, "git fetch --all", tester);
  type(other, at(14, 39, 12), terminal, python, "python -m pytest tests", tester);
}

void run_scheduled_scripts(Office& office) {
  Machine& files = office.file_server;
  const Account& account = system_account();
  const Process& backup = files.open_shell(at(12, 30), files.running(Role::scheduler),
                                           R"(/c C:\Scripts\noon_backup.cmd)", account);
  Moment moment = at(12, 30, 1);
  for (const std::string_view folder : {"Projects", "Finance", "Home"}) {
    const std::string share(folder);
    type(files, moment, backup, system32("Robocopy.exe"),
         R"(robocopy D:\)" + share + R"( E:\Backup\)" + share + " /MIR /R:1 /W:1", account);
    moment += 3 * minute + 17 * second;
  }
  type(files, moment, backup, system32("forfiles.exe"),
       R"(forfiles /p E:\Backup\Logs /d -30 /c "cmd /c del @path")", account);

  Machine& controller = office.domain_controller;
  const Process& health = controller.open_shell(at(8, 0), controller.running(Role::scheduler),
                                                R"(/c C:\Scripts\health.cmd)", account);
  type(controller, at(8, 0, 1), health, system32("dcdiag.exe"), "dcdiag /q", account);
  type(controller, at(8, 0, 44), health, system32("repadmin.exe"), "repadmin /replsummary",
       account);
}

/// The daily inventory: PowerShell without anything to hide, and without cmd.exe.
void take_inventory(Office& office) {
  constexpr std::string_view powershell =
      R"(C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe)";
  Moment moment = at(10, 5);
  for (Machine& machine : office.workstations) {
    machine.start_as(
        moment, &machine.running(Role::scheduler), file_at(powershell),
        R"(powershell.exe -NoProfile -ExecutionPolicy RemoteSigned -File C:\Scripts\inventory.ps1)",
        system_account());
    moment += 3 * second + 140;
  }
}

/// An installer unpacks itself into the person's Temp folder and may run in the background:
/// harmless, yet scored like malware.
void install_viewer(Office& office) {
  Machine& machine = office.workstation(2);
  const Account& person = office.person(2);
  const Process& setup =
      machine.start(at(13, 41, 20), &machine.running(Role::shell),
                    R"(C:\Users\gholm\Downloads\lens-viewer-setup.exe)", "", person);
  const File unpacked =
      file_at(R"(C:\Users\gholm\AppData\Local\Temp\is-7KQ2.tmp\viewer-setup.tmp)");
  see_file_created(office.bundle, setup, unpacked, at(13, 41, 22));
  const Process& installer =
      machine.start(at(13, 41, 23), &setup, path_of(unpacked), "/SL5", person);
  const std::string key =
      R"(HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\BackgroundAccessApplications)";
  see_registry_value(office.bundle, installer,
                     {key + R"(\LensViewer)", "Disabled", "0x00000000", "REG_DWORD"},
                     at(13, 41, 29));
}

}  // namespace

void run_command_shells(Office& office) {
  map_drives_at_logon(office);
  check_the_network(office);
  write_software(office);
  run_scheduled_scripts(office);
  take_inventory(office);
  install_viewer(office);
}

}  // namespace samplestix
