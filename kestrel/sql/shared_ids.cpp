#include "kestrel/sql/shared_ids.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "kestrel/base/assert.hpp"

namespace kestrel::sql {

const SharedIds::Entry* SharedIds::find(ir::StepId step) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& entry) { return entry.step == step; });
  return found == entries_.end() ? nullptr : &*found;
}

void SharedIds::add(ir::StepId step, std::string select) {
  KESTREL_ASSERT(!knows(step));
  entries_.push_back({step, std::move(select), 0});
}

std::string SharedIds::mention(ir::StepId step) {
  const Entry* known = find(step);
  KESTREL_ASSERT(known != nullptr);
  ++entries_[static_cast<std::size_t>(known - entries_.data())].mentions;
  return fmt::format("SELECT id FROM ids_{}", step.index);
}

std::string SharedIds::preface() const {
  std::string text;
  for (const Entry& entry : entries_) {
    text += fmt::format("{} ids_{} AS {}MATERIALIZED ({})", text.empty() ? "WITH" : ",",
                        entry.step.index, entry.mentions > 1 ? "" : "NOT ", entry.select);
  }
  return text.empty() ? text : text + " ";
}

}  // namespace kestrel::sql
