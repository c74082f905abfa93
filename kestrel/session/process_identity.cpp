#include "kestrel/session/process_identity.hpp"

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <utility>

namespace kestrel::session {
namespace {

/// What two sightings must agree on. Parts that do not matter are left empty.
struct Agreement {
  std::int64_t pid = 0;
  std::optional<std::string_view> name;
  std::optional<std::int64_t> parent_pid;
  friend bool operator==(const Agreement&, const Agreement&) = default;
};

struct AgreementHash {
  std::size_t operator()(const Agreement& agreement) const noexcept {
    std::size_t hash = std::hash<std::int64_t>()(agreement.pid);
    hash = hash * 31 + std::hash<std::optional<std::string_view>>()(agreement.name);
    return hash * 31 + std::hash<std::optional<std::int64_t>>()(agreement.parent_pid);
  }
};

/// Open intervals of time; tells whether one of them contains an instant.
class Intervals {
 public:
  void add(std::int64_t begin, std::int64_t end) { intervals_.emplace_back(begin, end); }

  // From now on `latest_[i]` is the last end of the first i + 1 intervals.
  void sort() {
    std::sort(intervals_.begin(), intervals_.end());
    std::int64_t latest = INT64_MIN;
    for (const auto& [begin, end] : intervals_) {
      latest = std::max(latest, end);
      latest_.push_back(latest);
    }
  }

  bool contain(std::int64_t instant) const {
    const auto behind = std::lower_bound(
        intervals_.begin(), intervals_.end(), instant,
        [](const auto& interval, std::int64_t wanted) { return interval.first < wanted; });
    return behind != intervals_.begin() &&
           latest_[static_cast<std::size_t>(behind - intervals_.begin()) - 1] > instant;
  }

 private:
  std::vector<std::pair<std::int64_t, std::int64_t>> intervals_;
  std::vector<std::int64_t> latest_;
};

/// The times around some sightings in which others that agree are the same process.
class Rule {
 public:
  Rule(bool by_name, bool by_parent, const ir::TimeMargin& window)
      : by_name_(by_name), by_parent_(by_parent), window_(window) {}

  void add(const ProcessSighting& sighting) {
    constexpr std::int64_t second = 1'000'000'000;
    if (applies(sighting)) {
      known_[agreement(sighting)].add(sighting.first.nanoseconds + window_.start * second,
                                      sighting.last.nanoseconds + window_.stop * second);
    }
  }

  void sort() {
    for (auto& [agreement, intervals] : known_) {
      intervals.sort();
    }
  }

  bool holds(const ProcessSighting& sighting, Timestamp instant) const {
    if (!applies(sighting)) {
      return false;
    }
    const auto found = known_.find(agreement(sighting));
    return found != known_.end() && found->second.contain(instant.nanoseconds);
  }

 private:
  bool applies(const ProcessSighting& sighting) const {
    return (!by_name_ || sighting.name) && (!by_parent_ || sighting.parent_pid);
  }
  Agreement agreement(const ProcessSighting& sighting) const {
    return {sighting.pid, by_name_ ? sighting.name : std::nullopt,
            by_parent_ ? sighting.parent_pid : std::nullopt};
  }

  bool by_name_;
  bool by_parent_;
  ir::TimeMargin window_;
  std::unordered_map<Agreement, Intervals, AgreementHash> known_;
};

// Returns, by sighting, whether it is a candidate that is the same as one of those marked.
std::vector<bool> like(std::span<const ProcessSighting> sightings, const std::vector<bool>& marked,
                       const ir::ProcessWindows& windows) {
  Rule rules[] = {{true, true, windows.name_and_parent},
                  {true, false, windows.name},
                  {false, true, windows.parent},
                  {false, false, windows.none}};
  for (std::size_t index = 0; index < sightings.size(); ++index) {
    if (marked[index]) {
      for (Rule& rule : rules) {
        rule.add(sightings[index]);
      }
    }
  }
  for (Rule& rule : rules) {
    rule.sort();
  }
  std::vector<bool> found(sightings.size(), false);
  for (std::size_t index = 0; index < sightings.size(); ++index) {
    const ProcessSighting& sighting = sightings[index];
    if (!sighting.is_candidate) {
      continue;
    }
    found[index] =
        std::any_of(std::begin(rules), std::end(rules),
                    [&](const Rule& rule) { return rule.holds(sighting, sighting.first); }) ||
        rules[3].holds(sighting, sighting.last);
  }
  return found;
}

}  // namespace

std::vector<std::uint32_t> same_processes(std::span<const ProcessSighting> sightings,
                                          const ir::ProcessWindows& windows) {
  std::vector<bool> known(sightings.size());
  std::transform(sightings.begin(), sightings.end(), known.begin(),
                 [](const ProcessSighting& sighting) { return sighting.is_known; });
  const std::vector<bool> anchors = like(sightings, known, windows);
  const std::vector<bool> chosen = like(sightings, anchors, windows);
  std::vector<std::uint32_t> entities;
  for (std::size_t index = 0; index < sightings.size(); ++index) {
    if (chosen[index]) {
      entities.push_back(sightings[index].entity);
    }
  }
  std::sort(entities.begin(), entities.end());
  entities.erase(std::unique(entities.begin(), entities.end()), entities.end());
  return entities;
}

}  // namespace kestrel::session
