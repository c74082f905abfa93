#include "kestrel/session/files/save.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "kestrel/session/files/compressed_file.hpp"
#include "kestrel/session/files/csv_rows.hpp"
#include "kestrel/session/session.hpp"

namespace kestrel::session {
namespace {

Diagnostic unwritable(const std::filesystem::path& file, const std::string& reason) {
  return error("file-unwritable", fmt::format("`{}` could not be written", file.string()))
      .note(reason)
      .help("name a file in a folder that may be written, on a disk with room");
}

/// A file that is removed unless it was moved to its place.
class PartialFile {
 public:
  explicit PartialFile(std::filesystem::path path) : path_(std::move(path)) {}
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;
  ~PartialFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// What is not on the disk yet could be lost with the machine, after the file got its name.
bool flushed(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  const bool good = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) {
    ::close(descriptor);
  }
  return good;
}

// Times are text in ISO 8601, which JSON has no type for.
std::string for_json(const Table& empty) {
  std::string list;
  for (const Attribute& attribute : empty.schema().attributes) {
    const std::string column = sql::quoted_identifier(attribute.name);
    list += list.empty() ? "" : ", ";
    list += attribute.type == DataType::timestamp
                ? fmt::format("{} AS {}", sql::timestamp_text(column), column)
                : column;
  }
  return list;
}

Result<Done> write_plain(ir::StepId step, const sql::Query& rows, const FileFormat& format,
                         const std::filesystem::path& file, Store& store) {
  if (format.rows == RowFormat::csv) {
    KESTREL_TRY(const Table table, store.run(rows, step, "select what is saved"));
    std::string text;
    write_csv_rows(text, table);
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    stream.close();
    return stream ? Result<Done>(Done{}) : unwritable(file, std::strerror(errno));
  }
  sql::Query query = rows;
  std::string options;
  if (format.rows == RowFormat::parquet) {
    const std::string_view codec = format.compression == Compression::gzip        ? "gzip"
                                   : format.compression == Compression::zstandard ? "zstd"
                                                                                  : "snappy";
    options = fmt::format("FORMAT parquet, COMPRESSION {}", codec);
  } else {
    query.text = fmt::format("SELECT * FROM ({}) LIMIT 0", rows.text);
    KESTREL_TRY(const Table empty, store.run(query, step, "describe what is saved"));
    query.text = fmt::format("SELECT {} FROM ({})", for_json(empty), rows.text);
    options = format.rows == RowFormat::json ? "FORMAT json, ARRAY true" : "FORMAT json";
  }
  query.text =
      fmt::format("COPY ({}) TO {} ({})", query.text, sql::quoted_text(file.string()), options);
  KESTREL_CHECK(store.run(query, step, "write what is saved"));
  return Done{};
}

}  // namespace

Result<Done> save(ir::StepId step, const std::string& place, const Settings& settings,
                  Store& store) {
  const std::filesystem::path target(place);
  KESTREL_TRY(const FileFormat format, file_format(target));
  KESTREL_CHECK(store.prepare(step));
  KESTREL_TRY(const sql::Written rows, sql::write_rows(store.graph(), step, store.catalog(),
                                                       store.updates(), sql::Form::file));
  const PartialFile plain(settings.scratch_folder / fmt::format("save-{}", step.index));
  KESTREL_CHECK(write_plain(step, rows.query, format, plain.path(), store));
  std::error_code problem;
  std::filesystem::create_directories(target.parent_path(), problem);
  const PartialFile partial(target.parent_path() /
                            fmt::format(".{}.{}.part", target.filename().string(), ::getpid()));
  const bool is_packed_inside =
      format.rows == RowFormat::parquet &&
      (format.compression == Compression::gzip || format.compression == Compression::zstandard);
  if (format.compression == Compression::none || is_packed_inside) {
    std::filesystem::copy_file(plain.path(), partial.path(),
                               std::filesystem::copy_options::overwrite_existing, problem);
    if (problem) {
      return unwritable(target, problem.message());
    }
  } else {
    auto packed = pack(plain.path(), partial.path(), format.compression, target.stem().string(),
                       store.context());
    if (!packed) {
      Diagnostic diagnostic = std::move(packed).diagnostic();
      return diagnostic.slug == "cancelled" ? diagnostic
                                            : unwritable(target, diagnostic.notes.front());
    }
  }
  if (!flushed(partial.path())) {
    return unwritable(target, std::strerror(errno));
  }
  std::filesystem::rename(partial.path(), target, problem);
  if (problem) {
    return unwritable(target, problem.message());
  }
  return Done{};
}

}  // namespace kestrel::session
