// Every sentence of this source, so that they sound alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/base/diagnostic.hpp"

namespace kestrel::source_stix::messages {

Diagnostic not_found(std::string_view written, const std::vector<std::string>& looked_at);
Diagnostic is_folder(std::string_view place);
Diagnostic not_regular(std::string_view place);
Diagnostic unreadable(std::string_view place, int error_number);
Diagnostic not_json(std::string_view place, std::string_view start);
Diagnostic not_bundle(std::string_view place, std::string_view found);
Diagnostic truncated(std::string_view place, std::uint64_t offset, std::uint64_t object);
Diagnostic malformed(std::string_view place, std::uint64_t offset, std::uint64_t object,
                     std::string_view expected, std::string_view found);
Diagnostic not_utf8(std::string_view place, std::uint64_t offset);
Diagnostic object_too_large(std::string_view place, std::uint64_t offset, std::uint64_t object,
                            std::size_t limit);
Diagnostic nesting_too_deep(std::string_view place, std::uint64_t offset, std::size_t limit);
/// Reasons for what is left out, as `Skipped` has them.
std::string type_not_read(std::string_view type);
std::string reference_fault(std::string_view type, std::string_view attribute,
                            std::string_view fault);
std::string relationship_not_read(std::string_view relationship, std::string_view source_type,
                                  std::string_view target_type);
std::string object_not_there(std::string_view type);
std::string too_many_attributes(std::string_view type, std::size_t limit);
std::string too_many_types(std::size_t limit);

Diagnostic no_room(std::string_view place);
Diagnostic cancelled(std::string_view place);

}  // namespace kestrel::source_stix::messages
