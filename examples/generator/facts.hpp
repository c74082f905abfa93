// What exists and happens in the story: hosts, accounts, programs, processes, connections.
// Nothing here knows how any of it is written down.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "examples/generator/moment.hpp"

namespace samplestix {

/// Somebody, or something, that can own a process.
struct Account {
  std::string login;
  std::string display_name;
  std::string type;         // as STIX lists them: windows-domain, windows-local
  bool privileged = false;  // a member of the administrators
};

/// One computer of the company.
struct Host {
  std::string name;
  std::string ipv4;
  std::string ipv6;
  std::string mac;
  std::string os_name;
  std::string os_version;
};

/// A file on disk. Two files with the same content have the same hashes.
struct File {
  std::string name;
  std::string directory;
  std::string content;  // stands for the bytes; only the hashes made from it are written
};

/// Splits `C:\Windows\explorer.exe` into a file whose content is its own.
File file_at(std::string_view path);

/// Puts a file's directory and name together again.
std::string path_of(const File& file);

/// A running program. Owned by its machine; parents outlive their children.
struct Process {
  int pid = 0;
  std::string name;
  std::string command_line;
  std::string unique_id;  // empty where the host's log has none
  Moment created = 0;
  std::optional<File> binary;  // none for System
  const Account* account = nullptr;
  const Process* parent = nullptr;  // none for System
  const Host* host = nullptr;
};

/// A request for a page, as a web proxy sees it.
struct WebRequest {
  std::string method;
  std::string path;
  std::string site;
  std::string user_agent;
};

/// One network connection. Ports and times together make it different from all others.
struct Flow {
  std::string source;  // an address, IPv4 or IPv6
  std::string destination;
  int source_port = 0;
  int destination_port = 0;
  std::vector<std::string> protocols;
  Moment start = 0;
  Moment end = 0;
  std::int64_t source_bytes = 0;
  std::int64_t destination_bytes = 0;
  std::optional<WebRequest> request;
};

/// A name on the network and the addresses behind it.
struct Site {
  std::string domain;
  std::string ipv4;
  std::string ipv6;  // may be empty
};

/// A value somebody wrote to the Windows registry.
struct RegistryValue {
  std::string key;
  std::string name;
  std::string data;
  std::string type;
};

}  // namespace samplestix
