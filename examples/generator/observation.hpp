// One STIX 2.0 observed-data object: what a log line said, as a small graph of entities.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "examples/generator/facts.hpp"
#include "examples/generator/json_text.hpp"

namespace samplestix {

/// What a log says about itself; becomes an x-oca-event.
struct LogEvent {
  std::string action;
  std::string code;
  std::string module;
  std::string provider;
  std::string category;
  std::vector<std::pair<std::string, std::string>> references;  // attribute, key of an object
  std::vector<std::string> addresses;                           // keys; becomes ip_refs
};

/// Collects the objects of one observation.
///
/// Each function adds an entity together with what it refers to, and returns the entity's key. An
/// entity already present is not added again. Keys count from "0" in the order of the calls.
class Observation {
 public:
  /// Requires first <= last and count >= 1.
  Observation(Moment first, Moment last, int count);

  /// Adds a process with its file, its account and its parent.
  std::string process(const Process& process);

  /// Adds a process, without its parent, and the connection it opened.
  std::string process_with_flow(const Process& process, const Flow& flow);

  std::string flow(const Flow& flow);
  std::string file(const File& file);
  std::string account(const Account& account);
  std::string host(const Host& host);
  std::string address(std::string_view value);
  std::string url(std::string_view value);

  /// Adds a domain name that resolves to the site's IPv4 address, or to nothing if it has none.
  std::string domain(const Site& site);

  std::string registry_value(const RegistryValue& value, Moment modified, const Account& writer);
  std::string event(const LogEvent& event);

  Moment first() const { return first_; }

  /// Returns the whole object as one line of JSON. Both ids come with their type in front.
  std::string str(const std::string& id, const std::string& created_by) const;

 private:
  std::string reserve();
  void fill(const std::string& key, const JsonObject& object);
  std::string single_value(const std::string& type, std::string_view value);
  std::string parent(const Process& process);
  JsonObject described(const Process& process);
  void add_binary(JsonObject& object, const Process& process);
  std::string directory(const std::string& path);

  Moment first_;
  Moment last_;
  int count_;
  std::vector<std::string> objects_;         // JSON; the index is the key
  std::map<std::string, std::string> keys_;  // what was added already, by type and value
};

}  // namespace samplestix
