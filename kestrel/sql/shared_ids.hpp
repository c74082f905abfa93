// The ids of steps that a statement speaks of: each is written once, in front of the statement.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "kestrel/ir/graph.hpp"

namespace kestrel::sql {

/// Without it, a chain of steps each of which mentions the one before twice would give a statement
/// twice as long, and as slow, with every step.
class SharedIds {
 public:
  /// Tells whether the ids of a step were added.
  bool knows(ir::StepId step) const { return find(step) != nullptr; }

  /// Adds a step with the SELECT that gives its ids, as the column `id`. What that mentions must
  /// have been added before.
  void add(ir::StepId step, std::string select);

  /// Writes the SELECT that stands for the ids of a step, which must be known.
  std::string mention(ir::StepId step);

  std::size_t size() const { return entries_.size(); }

  /// Forgets the entries from `size` on, which nothing mentions.
  void truncate(std::size_t size) { entries_.resize(size); }

  /// Writes what stands in front of the statement: `WITH ids_4 AS (...) `, or nothing. What is
  /// mentioned several times is worked out once.
  std::string preface() const;

 private:
  struct Entry {
    ir::StepId step;
    std::string select;
    std::size_t mentions = 0;
  };

  const Entry* find(ir::StepId step) const;

  std::vector<Entry> entries_;
};

}  // namespace kestrel::sql
