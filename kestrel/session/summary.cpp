#include "kestrel/session/summary.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace kestrel::session {
namespace {

constexpr const char* related_footnote = "*Number of related records cached.";
constexpr const char* identity_type = "identity";  // who reported; not an entity of the hunt

// Related records are told of what was retrieved; what was derived from it shows zeros.
bool has_related(const Variable& variable) {
  return (variable.birth == "get" && variable.dependencies.empty()) || variable.birth == "find";
}

std::set<std::string> types_behind(const std::vector<std::string>& made,
                                   const std::map<std::string, Variable>& variables, Store& store) {
  std::set<std::string> types;
  for (const std::string& name : made) {
    const ir::StepId read = ir::source_of(store.graph(), variables.at(name).step);
    for (std::string& type : store.catalog().entity_types(read)) {
      types.insert(std::move(type));
    }
  }
  types.erase(identity_type);
  return types;
}

// What there is to say of sources that were read.
std::vector<std::string> source_footnotes(Store& store) {
  std::vector<std::string> footnotes;
  for (const ir::StepId read : store.take_reads()) {
    for (const Skipped& skipped : store.catalog().dataset(read)->skipped) {
      footnotes.push_back(fmt::format("{} {}{} not used: {} (first: {})", skipped.count,
                                      skipped.what, skipped.count == 1 ? " was" : "s were",
                                      skipped.reason, skipped.first_location));
    }
    const std::vector<std::string>& notes = store.catalog().dataset(read)->notes;
    footnotes.insert(footnotes.end(), notes.begin(), notes.end());
  }
  return footnotes;
}

}  // namespace

Result<SummaryDisplay> summarise(const std::vector<std::string>& made,
                                 const std::map<std::string, Variable>& variables, Store& store,
                                 std::chrono::nanoseconds time) {
  SummaryDisplay summary;
  std::vector<ir::StepId> steps;
  steps.reserve(made.size());
  for (const std::string& name : made) {
    steps.push_back(variables.at(name).step);
  }
  KESTREL_CHECK(store.count_all(steps));  // reads what was not read yet
  const std::set<std::string> types = types_behind(made, variables, store);
  summary.related_types.assign(types.begin(), types.end());
  for (const std::string& name : made) {
    const Variable& variable = variables.at(name);
    KESTREL_TRY(const Size size, store.size(variable.step));
    const std::string& entity_type = ir::entity_type_of(store.graph(), variable.step);
    SummaryDisplay::Row row{name, entity_type, size.entities, size.records, {}};
    row.related.resize(summary.related_types.size(), 0);
    if (has_related(variable) && size.entities > 0) {
      KESTREL_TRY(const auto related, store.related(variable.step));
      for (const auto& [type, number] : related) {
        const auto position =
            std::find(summary.related_types.begin(), summary.related_types.end(), type);
        if (position != summary.related_types.end()) {
          const std::uint64_t own = type == entity_type ? std::min(number, size.entities) : 0;
          row.related[static_cast<std::size_t>(position - summary.related_types.begin())] =
              number - own;
        }
      }
    }
    summary.rows.push_back(std::move(row));
  }
  summary.footnotes.emplace_back(related_footnote);
  for (std::string& footnote : source_footnotes(store)) {
    summary.footnotes.push_back(std::move(footnote));
  }
  summary.seconds = std::chrono::duration<double>(time).count();
  return summary;
}

}  // namespace kestrel::session
