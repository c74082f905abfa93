// Which processes are the same one, seen at different times: ids of processes are used again.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "kestrel/ir/step.hpp"

namespace kestrel::session {

/// A process as one observation shows it.
struct ProcessSighting {
  std::uint32_t entity = 0;  // a number of the caller's
  std::int64_t pid = 0;
  std::optional<std::string_view> name;
  std::optional<std::int64_t> parent_pid;
  Timestamp first;
  Timestamp last;
  bool is_known = false;      // one of those that others are compared with at first
  bool is_candidate = false;  // one that may be chosen
};

/// Returns the entities that are the same processes as the known ones: those like a known one, and
/// those like such a one, so that a process that changed its name is followed (language reference
/// 5.6). Sorted, each once.
///
/// Time goes with n log n for n sightings, however many share a pid.
std::vector<std::uint32_t> same_processes(std::span<const ProcessSighting> sightings,
                                          const ir::ProcessWindows& windows);

}  // namespace kestrel::session
