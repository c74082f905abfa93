#include "kestrel/session/files/file_format.hpp"

#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "kestrel/base/letters.hpp"

namespace kestrel::session {
namespace {

template <typename Value>
using Suffix = std::pair<std::string_view, Value>;

constexpr std::array<Suffix<RowFormat>, 5> row_formats{{
    {".csv", RowFormat::csv},
    {".json", RowFormat::json},
    {".jsonl", RowFormat::json_lines},
    {".ndjson", RowFormat::json_lines},
    {".parquet", RowFormat::parquet},
}};

constexpr std::array<Suffix<Compression>, 5> compressions{{
    {".gz", Compression::gzip},
    {".bz2", Compression::bzip2},
    {".xz", Compression::xz},
    {".zst", Compression::zstandard},
    {".zip", Compression::zip},
}};

}  // namespace

Result<FileFormat> file_format(const std::filesystem::path& file) {
  std::filesystem::path name = file.filename();
  FileFormat format;
  for (const auto& [suffix, compression] : compressions) {
    if (same_word(name.extension().string(), suffix)) {
      format.compression = compression;
    }
  }
  if (format.compression != Compression::none) {
    name = name.stem();
  }
  for (const auto& [suffix, rows] : row_formats) {
    if (same_word(name.extension().string(), suffix)) {
      format.rows = rows;
      return format;
    }
  }
  return error("unknown-file-format",
               fmt::format("the name of `{}` does not say in which format it is", file.string()))
      .help(
          "name it `.csv`, `.json`, `.jsonl` or `.parquet`, with `.gz`, `.bz2`, `.xz`, `.zst` or "
          "`.zip` behind it");
}

}  // namespace kestrel::session
