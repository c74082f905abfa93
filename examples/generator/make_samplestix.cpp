// Writes samplestix.json: one working day of a small company, with a break-in to be found.
//
// The bytes are the same on every machine. README.md beside this file tells what is in them.
#include <cerrno>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <system_error>

#include "examples/generator/office.hpp"

namespace {

constexpr int usage_error = 64;

std::string make_bundle() {
  using namespace samplestix;
  Bundle bundle;
  Office office(bundle);
  run_machines(office);
  run_command_shells(office);
  run_name_lookups(office);
  run_ordinary_traffic(office);
  run_intrusion(office);
  return bundle.str();
}

/// Writes a file aside and renames it, so that nobody ever reads half of it.
void write_whole(const std::filesystem::path& target, const std::string& text) {
  std::filesystem::path aside = target;
  aside += ".part";
  std::ofstream file(aside, std::ios::binary | std::ios::trunc);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  std::error_code failure;
  if (!file) {
    failure.assign(errno, std::generic_category());
  } else {
    std::filesystem::rename(aside, target, failure);
  }
  if (failure) {
    std::error_code ignored;
    std::filesystem::remove(aside, ignored);
    throw std::runtime_error("could not write `" + target.string() + "`: " + failure.message());
  }
}

}  // namespace

int main(int argument_count, char** arguments) {
  if (argument_count != 2) {
    std::cerr << "usage: make_samplestix <path of samplestix.json>\n";
    return usage_error;
  }
  try {
    write_whole(arguments[1], make_bundle());
  } catch (const std::exception& failure) {
    std::cerr << "make_samplestix: " << failure.what() << '\n';
    return 1;
  }
  return 0;
}
