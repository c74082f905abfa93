// One way to go on writing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kestrel::session {

/// What a completion is, for icons and colours.
enum class CompletionKind : std::uint8_t {
  keyword,
  variable,
  entity_type,
  attribute,
  relation,
  source,     // `scheme://`, or with a place behind it
  analytics,  // `scheme://`, or with a name behind it
  unit,
  timestamp,
  path,
  punctuation,
};

/// Returns the name of a kind in front ends: "keyword", "entity type", ...
std::string_view completion_kind_name(CompletionKind kind);

struct Completion {
  std::string text;          // the whole word; begins with what it takes the place of
  std::size_t replaced = 0;  // bytes before the cursor that it takes the place of
  CompletionKind kind = CompletionKind::keyword;
  std::string help;  // one line; may be empty

  /// Returns what is still to be written.
  std::string_view suffix() const { return std::string_view(text).substr(replaced); }
};

}  // namespace kestrel::session
