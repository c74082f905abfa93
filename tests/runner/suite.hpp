// All the flows that were asked for, one after the other.
#pragma once

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/runner/run_flow.hpp"

namespace kestrel::flows {

/// Which flows run.
struct Selection {
  std::vector<std::filesystem::path> places;  // flows, pages of the manual, or folders of them
  std::string filter;                         // only flows whose name contains this
  bool slow = false;                          // also those that end in `.slow.hf`
};

/// How many ended how. Updated ones have passed.
struct Tally {
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::size_t skipped = 0;
};

/// Runs the selection and writes a line for each flow to `report` as it ends. Rewrites expectations
/// when the settings say so.
Tally run_suite(const Selection& selection, const Settings& settings, std::FILE* report);

}  // namespace kestrel::flows
