// Files in compressed form, from and to plain ones (libarchive).
#pragma once

#include <cstdint>
#include <filesystem>

#include "kestrel/base/context.hpp"
#include "kestrel/base/result.hpp"
#include "kestrel/session/files/file_format.hpp"

namespace kestrel::session {

/// More than this is taken for an attempt to fill the disk.
inline constexpr std::uint64_t largest_unpacked_file = std::uint64_t{64} << 30;

/// Writes what a file holds, unpacked, to another. What it is packed with is found out by its
/// content; of a zip archive the first file counts. Fails with the slug `file-unreadable`, and with
/// `cancelled`.
Result<Done> unpack(const std::filesystem::path& packed, const std::filesystem::path& plain,
                    const Context& context);

/// Writes a file in compressed form to another. In a zip archive it is called `name`. Fails with
/// the slug `file-unwritable`, and with `cancelled`.
Result<Done> pack(const std::filesystem::path& plain, const std::filesystem::path& packed,
                  Compression compression, const std::string& name, const Context& context);

}  // namespace kestrel::session
