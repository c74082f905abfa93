// What lies around the objects of a file: the head of a bundle, its tail, and what the file is at
// all.
#pragma once

#include <cstdint>

#include "kestrel/base/context.hpp"
#include "kestrel/base/result.hpp"
#include "plugins/source_stix/file.hpp"
#include "plugins/source_stix/reader.hpp"

namespace kestrel::source_stix {

/// Where the objects of a file begin, and how they are separated.
struct Opening {
  Layout layout = Layout::list;
  bool is_in_bundle = false;  // else the list, or the objects, stand at the top
  bool is_typed = false;      // the bundle has said that it is one
  bool has_objects = true;    // false: a bundle without any, which ends at `objects`
  std::uint64_t objects = 0;  // the first byte of the first object, or of what closes the list
};

/// Finds the objects of the document that begins at `offset`: in a bundle, in a list, or one after
/// the other.
Result<Opening> open_document(const File& file, std::uint64_t offset, const Context& context);

/// Reads on behind the list of a bundle to the end of the document; returns its offset.
Result<std::uint64_t> close_document(const File& file, const Opening& opening, std::uint64_t offset,
                                     const Context& context);

/// Returns the offset of the next byte that is not white space, the size of the file if there is
/// none.
Result<std::uint64_t> skip_white_space(const File& file, std::uint64_t offset,
                                       const Context& context);

/// Finds the end of a run of objects that begins at `begin`: the first border at `target` or
/// behind it, or the end of the list, whichever comes first. Exact and strict, unlike a guess.
struct Stretch {
  std::uint64_t end = 0;   // behind the last object
  std::uint64_t next = 0;  // where the next one begins
  bool is_last = false;    // what follows closes the list, or the file ends
};
Result<Stretch> measure(const File& file, Layout layout, std::uint64_t begin, std::uint64_t target,
                        std::uint64_t first_object, std::size_t largest_object,
                        const Context& context);

}  // namespace kestrel::source_stix
