#include "examples/generator/observation.hpp"

#include "examples/generator/random.hpp"

namespace samplestix {
namespace {

constexpr Moment reporting_delay = 1500;  // from the last sighting to the observation's creation

JsonObject object_of(std::string_view type) {
  JsonObject object;
  object.text("type", type);
  return object;
}

/// Makes up the hashes of a file. They look like hashes and belong to no real file.
std::string hashes_of(const File& file) {
  Random random("content of " + file.content);
  JsonObject hashes;
  hashes.text("MD5", random.hexadecimal(32));
  hashes.text("SHA-1", random.hexadecimal(40));
  hashes.text("SHA-256", random.hexadecimal(64));
  return hashes.str();
}

std::int64_t size_of(const File& file) {
  return Random("size of " + file.content).between(24'000, 4'200'000);
}

/// A packet carries at most 1400 bytes here, and every connection has at least one each way.
std::int64_t packets(std::int64_t bytes) {
  return bytes / 1400 + 1;
}

std::string request_extension(const WebRequest& request) {
  const std::string header =
      JsonObject().text("Host", request.site).text("User-Agent", request.user_agent).str();
  JsonObject extension;
  extension.text("request_method", request.method);
  extension.text("request_value", request.path);
  extension.json("request_header", header);
  return JsonObject().json("http-request-ext", extension.str()).str();
}

}  // namespace

Observation::Observation(Moment first, Moment last, int count)
    : first_(first), last_(last), count_(count) {}

std::string Observation::reserve() {
  objects_.emplace_back();
  return std::to_string(objects_.size() - 1);
}

void Observation::fill(const std::string& key, const JsonObject& object) {
  objects_[std::stoul(key)] = object.str();
}

std::string Observation::single_value(const std::string& type, std::string_view value) {
  std::string& key = keys_[type + "|" + std::string(value)];
  if (key.empty()) {
    key = reserve();
    fill(key, object_of(type).text("value", value));
  }
  return key;
}

std::string Observation::address(std::string_view value) {
  const bool is_ipv6 = value.find(':') != std::string_view::npos;
  return single_value(is_ipv6 ? "ipv6-addr" : "ipv4-addr", value);
}

std::string Observation::url(std::string_view value) {
  return single_value("url", value);
}

std::string Observation::domain(const Site& site) {
  const std::string key = reserve();
  JsonObject object = object_of("domain-name");
  object.text("value", site.domain);
  if (!site.ipv4.empty()) {
    object.list("resolves_to_refs", {address(site.ipv4)});
  }
  fill(key, object);
  return key;
}

std::string Observation::directory(const std::string& path) {
  std::string& key = keys_["directory|" + path];
  if (key.empty()) {
    key = reserve();
    fill(key, object_of("directory").text("path", path));
  }
  return key;
}

std::string Observation::file(const File& file) {
  std::string& key = keys_["file|" + path_of(file)];
  if (key.empty()) {
    key = reserve();
    JsonObject object = object_of("file");
    object.text("name", file.name).number("size", size_of(file)).json("hashes", hashes_of(file));
    object.text("parent_directory_ref", directory(file.directory));
    fill(key, object);
  }
  return key;
}

std::string Observation::account(const Account& account) {
  std::string& key = keys_["user-account|" + account.login];
  if (key.empty()) {
    key = reserve();
    JsonObject object = object_of("user-account");
    object.text("user_id", account.login).text("account_type", account.type);
    object.text("display_name", account.display_name).flag("is_privileged", account.privileged);
    fill(key, object);
  }
  return key;
}

JsonObject Observation::described(const Process& process) {
  JsonObject object = object_of("process");
  object.number("pid", process.pid).text("name", process.name);
  object.text_if_any("command_line", process.command_line);
  object.text_if_any("x_unique_id", process.unique_id);
  return object;
}

void Observation::add_binary(JsonObject& object, const Process& process) {
  if (process.binary) {
    object.text("binary_ref", file(*process.binary));
  }
}

std::string Observation::parent(const Process& process) {
  const std::string key = reserve();
  JsonObject object = described(process);
  add_binary(object, process);
  fill(key, object);
  return key;
}

std::string Observation::process(const Process& process) {
  const std::string key = reserve();
  JsonObject object = described(process);
  object.text("created", timestamp(process.created));
  add_binary(object, process);
  object.text("creator_user_ref", account(*process.account));
  if (process.parent != nullptr) {
    object.text("parent_ref", parent(*process.parent));
  }
  fill(key, object);
  return key;
}

std::string Observation::process_with_flow(const Process& process, const Flow& connection) {
  const std::string key = reserve();
  JsonObject object = described(process);
  add_binary(object, process);
  object.text("creator_user_ref", account(*process.account));
  object.list("opened_connection_refs", {flow(connection)});
  fill(key, object);
  return key;
}

std::string Observation::flow(const Flow& flow) {
  std::string& key = keys_["network-traffic|"];
  if (key.empty()) {
    key = reserve();
    JsonObject object = object_of("network-traffic");
    object.text("start", timestamp(flow.start)).text("end", timestamp(flow.end));
    object.text("src_ref", address(flow.source)).text("dst_ref", address(flow.destination));
    object.number("src_port", flow.source_port).number("dst_port", flow.destination_port);
    object.list("protocols", flow.protocols);
    object.number("src_byte_count", flow.source_bytes);
    object.number("dst_byte_count", flow.destination_bytes);
    object.number("src_packets", packets(flow.source_bytes));
    object.number("dst_packets", packets(flow.destination_bytes));
    if (flow.request) {
      object.json("extensions", request_extension(*flow.request));
    }
    fill(key, object);
  }
  return key;
}

std::string Observation::host(const Host& host) {
  const std::string key = reserve();
  JsonObject object = object_of("x-oca-asset");
  object.text("hostname", host.name).text("os_name", host.os_name);
  object.text("os_version", host.os_version);
  object.list("ip_refs", {address(host.ipv4), address(host.ipv6)});
  object.list("mac_refs", {single_value("mac-addr", host.mac)});
  fill(key, object);
  return key;
}

std::string Observation::registry_value(const RegistryValue& value, Moment modified,
                                        const Account& writer) {
  const std::string key = reserve();
  JsonObject entry;
  entry.text("name", value.name).text("data", value.data).text("data_type", value.type);
  JsonObject object = object_of("windows-registry-key");
  object.text("key", value.key).json("values", "[" + entry.str() + "]");
  object.text("modified", timestamp(modified)).text("creator_user_ref", account(writer));
  fill(key, object);
  return key;
}

std::string Observation::event(const LogEvent& event) {
  const std::string key = reserve();
  JsonObject object = object_of("x-oca-event");
  object.text("action", event.action).list("category", {event.category});
  object.text("code", event.code).text("module", event.module).text("provider", event.provider);
  object.text("created", timestamp(last_));
  for (const auto& [attribute, target] : event.references) {
    object.text(attribute, target);
  }
  if (!event.addresses.empty()) {
    object.list("ip_refs", event.addresses);
  }
  fill(key, object);
  return key;
}

std::string Observation::str(const std::string& id, const std::string& created_by) const {
  JsonObject objects;
  for (std::size_t key = 0; key < objects_.size(); ++key) {
    objects.json(std::to_string(key), objects_[key]);
  }
  JsonObject observation = object_of("observed-data");
  observation.text("id", id).text("created_by_ref", created_by);
  observation.text("created", timestamp(last_ + reporting_delay));
  observation.text("modified", timestamp(last_ + reporting_delay));
  observation.text("first_observed", timestamp(first_)).text("last_observed", timestamp(last_));
  observation.number("number_observed", count_).json("objects", objects.str());
  return observation.str();
}

}  // namespace samplestix
