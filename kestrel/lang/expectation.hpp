// What could stand where a text ends. The parser takes note of it on its way, so that completion
// needs no grammar of its own.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kestrel::lang {

enum class Expected : std::uint8_t {
  keyword,  // `text` says which, in upper case; so do verb, unit and punctuation
  verb,     // behind `name =`
  unit,     // of time
  punctuation,
  statement,  // a verb, or a name that is given anew
  variable,
  entity_type,
  relation,
  attribute,        // of the subject
  typed_attribute,  // the same; an entity type and `:` may stand before it
  reference,        // `variable.attribute`
  value,            // of a comparison: anything, a reference among it
  argument,         // of an analytics: the same, or an attribute of the subject
  source,           // what FROM reads, but for a variable
  analytics,
  path,  // of a file of rows
  timestamp,
};

/// One thing that could stand there.
struct Expectation {
  Expected kind = Expected::keyword;
  std::string_view text = {};  // lives as long as the program
};

/// Whose attributes are meant.
struct Subject {
  std::string variable;                     // empty: any entity of the type
  std::string entity_type;                  // empty: that of the variable
  std::span<const std::string_view> added;  // by a transform
};

/// Everything that could stand there.
struct Expectations {
  std::vector<Expectation> all;  // in the order of the grammar
  std::string_view verb;  // of the statement, in upper case; empty: none, or `name = variable`
  Subject subject;
};

}  // namespace kestrel::lang
