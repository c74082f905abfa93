#include "kestrel/lang/relations.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kestrel::lang {
namespace {

constexpr auto table = std::to_array<Relation>({
    {"process", "created", "process", {"child_refs"}, {"parent_ref"}},
    {"process", "created", "network-traffic", {"opened_connection_refs"}, {}},
    {"process", "loaded", "file", {"binary_ref", "image_ref"}, {}},
    {"user-account", "owned", "process", {}, {"creator_user_ref"}},
    {"user-account", "owned", "email-addr", {}, {"belongs_to_ref"}},
    {"ipv4-addr", "created", "network-traffic", {}, {"src_ref"}},
    {"ipv6-addr", "created", "network-traffic", {}, {"src_ref"}},
    {"mac-addr", "created", "network-traffic", {}, {"src_ref"}},
    {"domain-name", "created", "network-traffic", {}, {"src_ref"}},
    {"ipv4-addr", "accepted", "network-traffic", {}, {"dst_ref"}},
    {"ipv6-addr", "accepted", "network-traffic", {}, {"dst_ref"}},
    {"mac-addr", "accepted", "network-traffic", {}, {"dst_ref"}},
    {"domain-name", "accepted", "network-traffic", {}, {"dst_ref"}},
    {"artifact", "created", "network-traffic", {}, {"src_payload_ref"}},
    {"artifact", "accepted", "network-traffic", {}, {"dst_payload_ref"}},
    {"network-traffic",
     "contained",
     "network-traffic",
     {"encapsulates_refs"},
     {"encapsulated_by_ref"}},
    {"directory", "contained", "file", {"contains_refs"}, {"parent_directory_ref"}},
    {"directory", "contained", "directory", {"contains_refs"}, {}},
    {"file", "contained", "artifact", {"content_ref"}, {}},
    {"file", "contained", "file", {"contains_refs"}, {}},
    {"archive-ext", "contained", "file", {"contains_refs"}, {}},
    {"email-addr", "created", "email-message", {}, {"from_ref", "sender_ref"}},
    {"email-addr", "accepted", "email-message", {}, {"to_refs", "cc_refs", "bcc_refs"}},
    {"autonomous-system", "owned", "ipv4-addr", {}, {"belongs_to_refs"}},
    {"autonomous-system", "owned", "ipv6-addr", {}, {"belongs_to_refs"}},
    {"windows-service-ext", "loaded", "file", {"service_dll_refs"}, {}},
    {"windows-service-ext", "loaded", "user-account", {"creator_user_ref"}, {}},
});

constexpr std::array<std::string_view, 6> words{"accepted", "contained", "created",
                                                "linked",   "loaded",    "owned"};

}  // namespace

std::span<const Relation> relations() {
  return table;
}

std::span<const std::string_view> relation_words() {
  return words;
}

const Relation* find_relation(std::string_view actor, std::string_view relation,
                              std::string_view object) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Relation& row) {
    return row.actor == actor && row.relation == relation && row.object == object;
  });
  return found == table.end() ? nullptr : &*found;
}

std::vector<std::string> relations_between(std::string_view one, std::string_view other) {
  std::vector<std::string> found;
  for (const Relation& row : table) {
    if ((row.actor == one && row.object == other) || (row.actor == other && row.object == one)) {
      found.push_back(fmt::format("`{} {} {}`", row.actor, row.relation, row.object));
    }
  }
  return found;
}

}  // namespace kestrel::lang
