// Examples in a page of the manual: a fenced block `hf`, and the `out` that it gives.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/runner/flow.hpp"

namespace kestrel::flows {

/// A flow in a page, and where its output stands there.
struct Example {
  Flow flow;
  std::size_t begin = 0;  // bytes [begin, end) of the page are the output
  std::size_t end = 0;
};

/// Finds the examples: each block `hf` whose next block is `out`. Other blocks are only shown. A
/// directive may stand behind `hf`, where readers of the page do not see it: `hf exit: 1`.
std::vector<Example> examples_of(const std::string& page, const std::string& name);

}  // namespace kestrel::flows
