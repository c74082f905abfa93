// The STIX bundle: all observations of the day, in order.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "examples/generator/observation.hpp"

namespace samplestix {

/// Collects observations in any order and writes them sorted by time, one per line.
class Bundle {
 public:
  void add(Observation observation) { observations_.push_back(std::move(observation)); }

  /// Returns the bundle as JSON. Ids depend only on the order of the observations.
  std::string str() const;

 private:
  std::vector<Observation> observations_;
};

}  // namespace samplestix
