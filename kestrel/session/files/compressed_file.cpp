#include "kestrel/session/files/compressed_file.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

namespace kestrel::session {
namespace {

constexpr std::size_t buffer_size = std::size_t{1} << 18;

using Reader = std::unique_ptr<::archive, decltype(&::archive_read_free)>;
using Writer = std::unique_ptr<::archive, decltype(&::archive_write_free)>;
using Entry = std::unique_ptr<::archive_entry, decltype(&::archive_entry_free)>;

Diagnostic unreadable(const std::filesystem::path& file, const std::string& reason) {
  return error("file-unreadable", fmt::format("`{}` could not be read", file.string()))
      .note(reason)
      .help("name a file that is whole and may be read");
}

Diagnostic unwritable(const std::filesystem::path& file, const std::string& reason) {
  return error("file-unwritable", fmt::format("`{}` could not be written", file.string()))
      .note(reason)
      .help("name a file in a folder that may be written, on a disk with room");
}

std::string words_of(::archive* archive) {
  const char* words = ::archive_error_string(archive);
  return words == nullptr ? "it is damaged" : words;
}

Diagnostic cancelled() {
  return error("cancelled", "the statement was stopped");
}

int add_filter(::archive* archive, Compression compression) {
  switch (compression) {
    case Compression::gzip:
      return ::archive_write_add_filter_gzip(archive);
    case Compression::bzip2:
      return ::archive_write_add_filter_bzip2(archive);
    case Compression::xz:
      return ::archive_write_add_filter_xz(archive);
    case Compression::zstandard:
      return ::archive_write_add_filter_zstd(archive);
    case Compression::none:
    case Compression::zip:
      break;
  }
  return ::archive_write_add_filter_none(archive);
}

}  // namespace

Result<Done> unpack(const std::filesystem::path& packed, const std::filesystem::path& plain,
                    const Context& context) {
  const Reader reader(::archive_read_new(), &::archive_read_free);
  ::archive_read_support_filter_all(reader.get());
  ::archive_read_support_format_zip(reader.get());
  ::archive_read_support_format_raw(reader.get());
  ::archive_entry* entry = nullptr;
  if (::archive_read_open_filename(reader.get(), packed.c_str(), buffer_size) != ARCHIVE_OK ||
      ::archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK) {
    return unreadable(packed, words_of(reader.get()));
  }
  std::ofstream out(plain, std::ios::binary);
  std::array<char, buffer_size> buffer{};
  std::uint64_t total = 0;
  for (;;) {
    const ::la_ssize_t count = ::archive_read_data(reader.get(), buffer.data(), buffer.size());
    if (count < 0) {
      return unreadable(packed, words_of(reader.get()));
    }
    if (count == 0) {
      break;
    }
    total += static_cast<std::uint64_t>(count);
    if (total > largest_unpacked_file) {
      return unreadable(packed,
                        fmt::format("it holds more than {} GB", largest_unpacked_file >> 30));
    }
    if (context.cancelled()) {
      return cancelled();
    }
    out.write(buffer.data(), count);
  }
  out.close();
  if (!out) {
    return unwritable(plain, std::strerror(errno));
  }
  return Done{};
}

Result<Done> pack(const std::filesystem::path& plain, const std::filesystem::path& packed,
                  Compression compression, const std::string& name, const Context& context) {
  std::ifstream in(plain, std::ios::binary);
  const Writer writer(::archive_write_new(), &::archive_write_free);
  add_filter(writer.get(), compression);
  if (compression == Compression::zip) {
    ::archive_write_set_format_zip(writer.get());
  } else {
    ::archive_write_set_format_raw(writer.get());
  }
  const Entry entry(::archive_entry_new(), &::archive_entry_free);
  ::archive_entry_set_pathname(entry.get(), name.c_str());
  ::archive_entry_set_filetype(entry.get(), AE_IFREG);
  ::archive_entry_set_perm(entry.get(), 0644);
  std::error_code ignored;
  ::archive_entry_set_size(entry.get(),
                           static_cast<::la_int64_t>(std::filesystem::file_size(plain, ignored)));
  if (::archive_write_open_filename(writer.get(), packed.c_str()) != ARCHIVE_OK ||
      ::archive_write_header(writer.get(), entry.get()) != ARCHIVE_OK) {
    return unwritable(packed, words_of(writer.get()));
  }
  std::array<char, buffer_size> buffer{};
  while (in) {
    in.read(buffer.data(), buffer.size());
    const auto count = static_cast<std::size_t>(in.gcount());
    if (count > 0 && ::archive_write_data(writer.get(), buffer.data(), count) !=
                         static_cast<::la_ssize_t>(count)) {
      return unwritable(packed, words_of(writer.get()));
    }
    if (context.cancelled()) {
      return cancelled();
    }
  }
  if (::archive_write_close(writer.get()) != ARCHIVE_OK) {
    return unwritable(packed, words_of(writer.get()));
  }
  return Done{};
}

}  // namespace kestrel::session
