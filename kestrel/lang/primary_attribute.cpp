#include "kestrel/lang/primary_attribute.hpp"

#include <algorithm>
#include <array>

namespace kestrel::lang {
namespace {

struct Primary {
  std::string_view type;
  std::string_view attribute;
};

constexpr auto primaries = std::to_array<Primary>({
    {"autonomous-system", "number"},
    {"directory", "path"},
    {"file", "name"},
    {"mutex", "name"},
    {"process", "name"},
    {"software", "name"},
    {"user-account", "user_id"},
    {"windows-registry-key", "key"},
    {"windows-registry-value-type", "name"},
    {"x-ibm-finding", "name"},
    {"x-oca-asset", "hostname"},
    {"x-oca-event", "action"},
    {"x509-certificate", "serial_number"},
});

}  // namespace

std::string_view primary_attribute(std::string_view entity_type) {
  const auto found = std::find_if(primaries.begin(), primaries.end(), [&](const Primary& primary) {
    return primary.type == entity_type;
  });
  return found == primaries.end() ? "value" : found->attribute;
}

}  // namespace kestrel::lang
