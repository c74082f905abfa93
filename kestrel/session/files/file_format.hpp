// What a file of rows is written as, told by the end of its name.
#pragma once

#include <cstdint>
#include <filesystem>

#include "kestrel/base/result.hpp"

namespace kestrel::session {

enum class RowFormat : std::uint8_t { csv, json, json_lines, parquet };
enum class Compression : std::uint8_t { none, gzip, bzip2, xz, zstandard, zip };

struct FileFormat {
  RowFormat rows = RowFormat::csv;
  Compression compression = Compression::none;
};

/// Returns the format that `procs.csv`, `procs.json.gz`, `procs.jsonl`, `procs.parquet`, ... say,
/// in any case. Fails for other names, with the slug `unknown-file-format` and without a place.
Result<FileFormat> file_format(const std::filesystem::path& file);

}  // namespace kestrel::session
