// Every huntflow that somebody wrote: flows, examples, and what pages of the manual show.
#pragma once

#include <string>
#include <vector>

namespace kestrel::fuzz {

/// One block of a huntflow, with a name that leads to it.
struct WrittenHuntflow {
  std::string name;
  std::string text;
  bool fails = false;  // its comments say so: what it is about may be a mistake in the text
};

/// Collects each cell of each `.hf` under tests, examples and bench, and each `hf` block of a page.
std::vector<WrittenHuntflow> written_huntflows();

}  // namespace kestrel::fuzz
