// For tests: reads text as a bundle file and shows what came of it as text.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/base/result.hpp"
#include "kestrel/model/dataset.hpp"
#include "plugins/source_stix/piece.hpp"

namespace kestrel::source_stix {

/// How a test reads: the outcome must not depend on it.
struct Reading {
  std::size_t threads = 1;
  PieceSizes sizes;
};

/// A folder that is removed with all it holds.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::string& path() const { return path_; }

  /// Writes a file and returns its path.
  std::string write(std::string_view name, std::string_view content) const;

 private:
  std::string path_;
};

using Read = Result<std::shared_ptr<const Dataset>>;

/// Reads files as one dataset.
Read read_files(const std::vector<std::string>& places, const Reading& reading = {});

/// Writes one file and reads it.
Read read_text(std::string_view content, const Reading& reading = {});

/// Shows all tables: a line for the columns, a line a row; then what was skipped.
std::string shown(const Dataset& dataset);

/// Shows a dataset, or the slug and message of a diagnostic.
std::string shown(const Read& read);

/// Shows the rows of one entity table without `id` and `#records`.
std::string shown_entities(const Read& read, std::string_view type);

/// Wraps objects into a bundle, and an observation around objects.
std::string bundle(std::string_view objects);
std::string observation(std::string_view objects, std::string_view number = "1");

}  // namespace kestrel::source_stix
