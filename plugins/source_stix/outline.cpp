#include "plugins/source_stix/outline.hpp"

#include <array>
#include <string>
#include <string_view>

#include "plugins/source_stix/messages.hpp"
#include "plugins/source_stix/scanner.hpp"

namespace kestrel::source_stix {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

Result<std::string> start_of(const File& file, std::uint64_t offset) {
  std::array<char, 64> buffer{};
  KESTREL_TRY(const std::size_t size, file.read(offset, buffer.data(), buffer.size()));
  return std::string(buffer.data(), size);
}

// What a bundle has said of itself in the members read so far.
struct Members {
  std::string type;
  bool has_objects = false;  // and they are no list
};

// Reads one member, up to its value when that is the list of objects: then true is returned.
Result<bool> read_member(Scanner& scanner, Members& members) {
  KESTREL_TRY(const std::string key, scanner.string());
  KESTREL_CHECK(scanner.take(':', "`:`"));
  KESTREL_TRY(const int first, scanner.peek());
  if (key == "objects" && first == '[' && (members.type.empty() || members.type == "bundle")) {
    return true;
  }
  if (key == "type" && first == '"') {
    KESTREL_TRY(members.type, scanner.string());
    return false;
  }
  members.has_objects = members.has_objects || key == "objects";
  KESTREL_CHECK(scanner.skip_value());
  return false;
}

Result<Opening> open_object(const File& file, Scanner& scanner) {
  Opening opening;
  opening.objects = scanner.offset();
  KESTREL_CHECK(scanner.take('{', "`{`"));
  Members members;
  KESTREL_TRY(bool closes, scanner.accept('}'));
  while (!closes) {
    KESTREL_TRY(const bool is_list, read_member(scanner, members));
    if (is_list) {
      KESTREL_CHECK(scanner.take('[', "`[`"));
      KESTREL_CHECK(scanner.peek());
      opening.is_in_bundle = true;
      opening.is_typed = members.type == "bundle";
      opening.objects = scanner.offset();
      return opening;
    }
    KESTREL_TRY(closes, scanner.accept('}'));
    if (!closes) {
      KESTREL_CHECK(scanner.take(',', "`,` or `}`"));
    }
  }
  if (members.type == "bundle" && members.has_objects) {
    return messages::not_bundle(file.place(), "a bundle whose `objects` is not a list");
  }
  if (members.type == "bundle") {
    opening.is_in_bundle = true;
    opening.has_objects = false;
    opening.objects = scanner.offset();
    return opening;
  }
  if (members.type.empty()) {
    return messages::not_bundle(file.place(), "a JSON object without `type`");
  }
  opening.layout = Layout::sequence;
  return opening;
}

}  // namespace

Result<Opening> open_document(const File& file, std::uint64_t offset, const Context& context) {
  KESTREL_TRY(const std::string start, start_of(file, offset));
  const bool is_first = offset == 0;
  if (start.starts_with(byte_order_mark)) {
    offset += byte_order_mark.size();  // files put together one behind the other keep theirs
  }
  Scanner scanner(file, offset, context);
  KESTREL_TRY(const int first, scanner.peek());
  if (first == '{') {
    return open_object(file, scanner);
  }
  if (first == '[') {
    KESTREL_CHECK(scanner.take('[', "`[`"));
    KESTREL_CHECK(scanner.peek());
    Opening opening;
    opening.objects = scanner.offset();
    return opening;
  }
  if (!is_first) {
    return scanner.unexpected("the end of the file");
  }
  if (first == Scanner::end_of_file || !scanner.skip_value()) {
    return messages::not_json(file.place(), start);
  }
  return messages::not_bundle(file.place(), first == '"' ? "a JSON text" : "a JSON value");
}

Result<std::uint64_t> close_document(const File& file, const Opening& opening, std::uint64_t offset,
                                     const Context& context) {
  Scanner scanner(file, offset, context);
  if (!opening.is_in_bundle || !opening.has_objects) {
    return offset;
  }
  Members members;
  for (;;) {
    KESTREL_TRY(const bool closes, scanner.accept('}'));
    if (closes) {
      break;
    }
    KESTREL_CHECK(scanner.take(',', "`,` or `}`"));
    KESTREL_TRY(const bool is_list, read_member(scanner, members));
    if (is_list) {
      return messages::not_bundle(file.place(), "a bundle with `objects` twice");
    }
  }
  if (!opening.is_typed && members.type != "bundle") {
    return messages::not_bundle(
        file.place(), members.type.empty() ? "a JSON object without `type`"
                                           : "an object of another `type` with a list `objects`");
  }
  return scanner.offset();
}

Result<std::uint64_t> skip_white_space(const File& file, std::uint64_t offset,
                                       const Context& context) {
  Scanner scanner(file, offset, context);
  KESTREL_CHECK(scanner.peek());
  return scanner.offset();
}

Result<Stretch> measure(const File& file, Layout layout, std::uint64_t begin, std::uint64_t target,
                        std::uint64_t first_object, std::size_t largest_object,
                        const Context& context) {
  Scanner scanner(file, begin, context);
  Stretch stretch{begin, begin, false};
  for (std::uint64_t object = first_object;; ++object) {
    scanner.set_object(object);
    KESTREL_TRY(const int first, scanner.peek());
    const bool ends = layout == Layout::list ? first == ']' && object == first_object
                                             : first == Scanner::end_of_file;
    if (ends) {
      stretch.is_last = true;
      return stretch;
    }
    const std::uint64_t start = scanner.offset();
    if (start >= target && object != first_object && first == '{') {
      stretch.next = start;
      return stretch;
    }
    KESTREL_CHECK(scanner.skip_value());
    stretch.end = scanner.offset();
    if (stretch.end - start > largest_object) {
      return messages::object_too_large(file.place(), start, object, largest_object);
    }
    if (layout == Layout::list) {
      KESTREL_TRY(const bool closes, scanner.accept(']'));
      if (closes) {
        stretch.is_last = true;
        return stretch;
      }
      KESTREL_CHECK(scanner.take(',', "`,` or `]`"));
    }
  }
}

}  // namespace kestrel::source_stix
