#include "plugins/source_stix/messages.hpp"

#include <algorithm>
#include <cstring>

#include "kestrel/base/unicode.hpp"

namespace kestrel::source_stix::messages {
namespace {

// Text from outside, in backticks, short and unable to act on a terminal.
std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 200;
  std::string shown = "`";
  shown += made_inert(text.substr(0, longest));
  shown += text.size() > longest ? "...`" : "`";
  return shown;
}

std::string at_byte(std::uint64_t offset) {
  return "byte " + std::to_string(offset);
}

std::string in_object(std::uint64_t object) {
  return object == 0 ? "" : " in object " + std::to_string(object);
}

std::string in_megabytes(std::size_t bytes) {
  constexpr std::size_t megabyte = std::size_t{1} << 20;
  return bytes < megabyte ? std::to_string(bytes) + " bytes"
                          : std::to_string(bytes / megabyte) + " MB";
}

// What a file most likely is, by its first bytes.
std::string kind_of(std::string_view start) {
  const auto begins = [&](std::string_view mark) { return start.substr(0, mark.size()) == mark; };
  if (start.empty()) {
    return "nothing: the file is empty";
  }
  if (begins("PK\x03\x04")) {
    return "a zip archive";
  }
  if (begins("\x1F\x8B")) {
    return "gzip-compressed data";
  }
  if (begins("\xFD"
             "7zXZ")) {
    return "xz-compressed data";
  }
  if (begins("\x28\xB5\x2F\xFD")) {
    return "zstd-compressed data";
  }
  if (begins("PAR1")) {
    return "a Parquet file";
  }
  if (begins("ElfFile")) {
    return "a Windows event log";
  }
  if (begins("\xFF\xFE") || begins("\xFE\xFF")) {
    return "text in UTF-16";
  }
  const std::size_t first = start.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) {
    return "nothing but white space";
  }
  start.remove_prefix(first);
  if (start.front() == '<') {
    return "markup, such as HTML: " + quoted(start.substr(0, 20));
  }
  return quoted(start.substr(0, 20));
}

}  // namespace

Diagnostic not_found(std::string_view written, const std::vector<std::string>& looked_at) {
  Diagnostic diagnostic = error("source-not-found", "there is no file " + quoted(written));
  for (const std::string& place : looked_at) {
    diagnostic.notes.push_back("looked at " + quoted(place));
  }
  return std::move(diagnostic)
      .help("name a file that exists; an absolute path begins with `file:///`");
}

Diagnostic is_folder(std::string_view place) {
  return error("source-is-folder", "expected a file, found the folder " + quoted(place))
      .help("name the files in it, joined by commas without spaces");
}

Diagnostic not_regular(std::string_view place) {
  return error("source-unreadable",
               "expected a regular file, found a device or pipe at " + quoted(place))
      .help("write its content into a file first");
}

Diagnostic unreadable(std::string_view place, int error_number) {
  return error("source-unreadable", "cannot read " + quoted(place))
      .note(std::string("the system says: ") + std::strerror(error_number))
      .help("check the rights of the file and of its folder");
}

Diagnostic not_json(std::string_view place, std::string_view start) {
  return error("source-not-json",
               "expected a STIX bundle in " + quoted(place) + ", found " + kind_of(start))
      .help("name a STIX 2.0 or 2.1 bundle in JSON, unpacked");
}

Diagnostic not_bundle(std::string_view place, std::string_view found) {
  return error("source-not-bundle",
               "expected a STIX bundle in " + quoted(place) + ", found " + std::string(found))
      .help("name a file that begins with `{\"type\": \"bundle\"`");
}

Diagnostic truncated(std::string_view place, std::uint64_t offset, std::uint64_t object) {
  return error("json-truncated", quoted(place) + " ends at " + at_byte(offset) + in_object(object) +
                                     ", before its JSON does")
      .help("fetch or write the file again: its end is missing");
}

Diagnostic malformed(std::string_view place, std::uint64_t offset, std::uint64_t object,
                     std::string_view expected, std::string_view found) {
  return error("json-malformed", "expected " + std::string(expected) + " at " + at_byte(offset) +
                                     in_object(object) + " of " + quoted(place) + ", found " +
                                     (found.empty() ? "the end" : quoted(found.substr(0, 20))))
      .help("mend the file there, or write it again");
}

Diagnostic not_utf8(std::string_view place, std::uint64_t offset) {
  return error("text-not-utf8", "expected UTF-8 in " + quoted(place) +
                                    ", found a broken character at " + at_byte(offset))
      .help("convert the file to UTF-8");
}

Diagnostic object_too_large(std::string_view place, std::uint64_t offset, std::uint64_t object,
                            std::size_t limit) {
  return error("object-too-large", "object " + std::to_string(object) + " of " + quoted(place) +
                                       ", at " + at_byte(offset) + ", is larger than " +
                                       in_megabytes(limit));
}

Diagnostic nesting_too_deep(std::string_view place, std::uint64_t offset, std::size_t limit) {
  return error("nesting-too-deep", "JSON in " + quoted(place) + " nests deeper than " +
                                       std::to_string(limit) + " levels at " + at_byte(offset));
}

std::string type_not_read(std::string_view type) {
  return "the type " + quoted(type) + " is not read";
}

std::string reference_fault(std::string_view type, std::string_view attribute,
                            std::string_view fault) {
  return quoted(attribute) + " of " + quoted(type) + " " + std::string(fault);
}

std::string relationship_not_read(std::string_view relationship, std::string_view source_type,
                                  std::string_view target_type) {
  return quoted(relationship) + " from " + quoted(source_type) + " to " + quoted(target_type) +
         " is not read";
}

std::string object_not_there(std::string_view type) {
  return "its " + quoted(type) + " is not there";
}

std::string too_many_attributes(std::string_view type, std::size_t limit) {
  return quoted(type) + " has more than " + std::to_string(limit) + " attributes";
}

std::string too_many_types(std::size_t limit) {
  return "there are more than " + std::to_string(limit) + " types";
}

Diagnostic no_room(std::string_view place) {
  return error("out-of-space", "neither memory nor the spill folder has room for " + quoted(place));
}

Diagnostic cancelled(std::string_view place) {
  return error("cancelled", "reading " + quoted(place) + " was cancelled");
}

}  // namespace kestrel::source_stix::messages
