// Runs one flow in its surroundings and holds what it gives against what was expected.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/runner/flow.hpp"

namespace kestrel::flows {

/// What all flows of a run share. Paths are absolute and without symbolic links.
struct Settings {
  std::filesystem::path kestrel;         // the program under test
  std::filesystem::path root;            // of the repository
  std::filesystem::path reference_data;  // need not exist
  std::filesystem::path sample;          // the sample bundle; need not exist
  std::string no_docker;                 // why flows that need Docker are skipped; empty: they run
  bool update = false;
};

enum class Verdict { passed, failed, skipped, updated };

struct Outcome {
  Verdict verdict = Verdict::passed;
  std::string reason;      // one line
  std::string difference;  // between expected and found
  std::string found;       // when updated: the new expectation
};

/// Runs a flow in a folder of its own under the temporary folder, which is removed after it. Writes
/// no expectation: that is up to who knows where it stands.
Outcome run_flow(const Flow& flow, const Settings& settings);

}  // namespace kestrel::flows
