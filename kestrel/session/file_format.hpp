// What a file of rows is written as, told by the end of its name.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace kestrel::session {

enum class RowFormat : std::uint8_t { csv, json, json_lines, parquet };
enum class Compression : std::uint8_t { none, gzip, bzip2, xz, zstandard, zip };

struct FileFormat {
  RowFormat rows = RowFormat::csv;
  Compression compression = Compression::none;
};

/// Returns the format that `procs.csv`, `procs.json.gz`, `procs.jsonl`, `procs.parquet`, ... say,
/// in any case; nothing for other names.
std::optional<FileFormat> file_format(const std::filesystem::path& file);

/// Lists the ends that are known, for messages.
inline constexpr std::string_view known_file_formats =
    "`.csv`, `.json`, `.jsonl` or `.parquet`, with `.gz`, `.bz2`, `.xz`, `.zst` or `.zip` behind "
    "it";

}  // namespace kestrel::session
