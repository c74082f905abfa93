#include "kestrel/model/vocabulary.hpp"

#include <algorithm>
#include <array>

namespace kestrel {
namespace {

constexpr auto entity_types = std::to_array<std::string_view>({
    "artifact",
    "autonomous-system",
    "directory",
    "domain-name",
    "email-addr",
    "email-message",
    "file",
    "ipv4-addr",
    "ipv6-addr",
    "mac-addr",
    "mutex",
    "network-traffic",
    "process",
    "software",
    "url",
    "user-account",
    "windows-registry-key",
    "x-ibm-finding",
    "x-oca-asset",
    "x-oca-event",
});

constexpr auto of_value = std::to_array<std::string_view>({"value"});
constexpr auto of_name = std::to_array<std::string_view>({"name"});
constexpr auto of_artifact = std::to_array<std::string_view>(
    {"mime_type", "payload_bin", "url", "hashes.MD5", "hashes.'SHA-1'", "hashes.'SHA-256'"});
constexpr auto of_autonomous_system = std::to_array<std::string_view>({"number", "name"});
constexpr auto of_directory = std::to_array<std::string_view>({"path"});
constexpr auto of_email_address = std::to_array<std::string_view>({"value", "display_name"});
constexpr auto of_email_message = std::to_array<std::string_view>(
    {"subject", "date", "is_multipart", "from_ref.value", "sender_ref.value"});
constexpr auto of_file =
    std::to_array<std::string_view>({"name", "size", "hashes.MD5", "hashes.'SHA-1'",
                                     "hashes.'SHA-256'", "parent_directory_ref.path"});
constexpr auto of_network_traffic = std::to_array<std::string_view>(
    {"src_ref.value", "src_port", "dst_ref.value", "dst_port", "protocols", "src_byte_count",
     "dst_byte_count", "start", "end"});
constexpr auto of_process = std::to_array<std::string_view>(
    {"name", "pid", "command_line", "created", "cwd", "x_unique_id", "parent_ref.name",
     "parent_ref.pid", "parent_ref.command_line", "parent_ref.x_unique_id", "binary_ref.name",
     "binary_ref.hashes.MD5", "binary_ref.hashes.'SHA-256'", "binary_ref.parent_directory_ref.path",
     "creator_user_ref.user_id", "creator_user_ref.account_login"});
constexpr auto of_software = std::to_array<std::string_view>({"name", "version", "vendor"});
constexpr auto of_user_account =
    std::to_array<std::string_view>({"user_id", "account_login", "account_type", "is_privileged"});
constexpr auto of_registry_key = std::to_array<std::string_view>({"key", "values"});
constexpr auto of_certificate =
    std::to_array<std::string_view>({"issuer", "hashes.MD5", "hashes.'SHA-1'", "hashes.'SHA-256'"});
constexpr auto of_finding =
    std::to_array<std::string_view>({"name", "severity", "src_ip_ref.value", "dst_ip_ref.value"});
constexpr auto of_asset =
    std::to_array<std::string_view>({"name", "hostname", "device_id", "os_name", "os_version"});
constexpr auto of_event =
    std::to_array<std::string_view>({"action", "code", "created", "module", "provider"});

struct Row {
  std::string_view entity_type;
  std::span<const std::string_view> attributes;
};

const auto rows = std::to_array<Row>({
    {"artifact", of_artifact},
    {"autonomous-system", of_autonomous_system},
    {"directory", of_directory},
    {"domain-name", of_value},
    {"email-addr", of_email_address},
    {"email-message", of_email_message},
    {"file", of_file},
    {"ipv4-addr", of_value},
    {"ipv6-addr", of_value},
    {"mac-addr", of_value},
    {"mutex", of_name},
    {"network-traffic", of_network_traffic},
    {"process", of_process},
    {"software", of_software},
    {"url", of_value},
    {"user-account", of_user_account},
    {"windows-registry-key", of_registry_key},
    {"x-ibm-finding", of_finding},
    {"x-oca-asset", of_asset},
    {"x-oca-event", of_event},
    {"x509-certificate", of_certificate},
});

}  // namespace

std::span<const std::string_view> common_entity_types() {
  return entity_types;
}

std::span<const std::string_view> common_attributes(std::string_view entity_type) {
  const auto found = std::find_if(rows.begin(), rows.end(),
                                  [&](const Row& row) { return row.entity_type == entity_type; });
  return found == rows.end() ? std::span<const std::string_view>() : found->attributes;
}

}  // namespace kestrel
