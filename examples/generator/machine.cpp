#include "examples/generator/machine.hpp"

#include "examples/generator/company.hpp"
#include "examples/generator/sensors.hpp"

namespace samplestix {
namespace {

std::string quoted(std::string_view path) {
  return "\"" + std::string(path) + "\"";
}

std::string in_upper_case(std::string text) {
  for (char& letter : text) {
    if (letter >= 'a' && letter <= 'z') {
      letter = static_cast<char>(letter - 'a' + 'A');
    }
  }
  return text;
}

}  // namespace

Machine::Machine(const Host& host, Bundle& bundle, UniqueIds unique_ids)
    : host_(host),
      bundle_(bundle),
      unique_ids_(unique_ids),
      random_("machine " + host.name),
      machine_id_(in_upper_case(random_.hexadecimal(8))) {}

const Process& Machine::start(Moment moment, const Process* parent, std::string_view path,
                              std::string_view arguments, const Account& account) {
  const bool has_space = path.find(' ') != std::string_view::npos;
  std::string command_line = has_space ? quoted(path) : std::string(path);
  if (!arguments.empty()) {
    command_line.append(" ").append(arguments);
  }
  return start_as(moment, parent, file_at(path), command_line, account);
}

const Process& Machine::start_as(Moment moment, const Process* parent, const File& binary,
                                 std::string_view command_line, const Account& account) {
  last_pid_ += 4 * static_cast<int>(random_.between(3, 40));
  Process process;
  process.pid = last_pid_;
  process.name = binary.name;
  process.command_line = command_line;
  process.created = moment;
  process.binary = binary;
  process.account = &account;
  process.parent = parent;
  return add(std::move(process));
}

void Machine::start_kernel(Moment moment) {
  Process process;
  process.pid = 4;
  process.name = "System";
  process.created = moment;
  process.account = &system_account();
  appoint(Role::kernel, add(std::move(process)));
}

const Process& Machine::add(Process process) {
  process.host = &host_;
  if (unique_ids_ == UniqueIds::yes) {
    const std::string digits = in_upper_case(random_.hexadecimal(24));
    process.unique_id = "{" + machine_id_ + "-" + digits.substr(0, 4) + "-" + digits.substr(4, 4) +
                        "-" + digits.substr(8, 4) + "-" + digits.substr(12) + "}";
  }
  processes_.push_back(std::move(process));
  see_process_start(bundle_, processes_.back());
  return processes_.back();
}

const Process& Machine::open_shell(Moment moment, const Process& parent, std::string_view arguments,
                                   const Account& account) {
  const Process& shell = start(moment, &parent, system32("cmd.exe"), arguments, account);
  start_as(moment + 37, &shell, file_at(system32("conhost.exe")),
           R"(\??\C:\Windows\system32\conhost.exe 0xffffffff -ForceV1)", account);
  return shell;
}

std::string system32(std::string_view name) {
  return R"(C:\Windows\System32\)" + std::string(name);
}

}  // namespace samplestix
