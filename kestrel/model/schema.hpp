// What columns a table has, and what they mean.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kestrel {

/// How the cells of a column are stored. Names in `data_type_name` are what the hunter reads.
enum class DataType : std::uint8_t {
  boolean,    // one byte, 0 or 1
  integer,    // 64 bits, signed
  real,       // IEEE 754 binary64
  text,       // `TextCell`, well-formed UTF-8
  timestamp,  // `Timestamp`: 64-bit nanoseconds since the epoch, UTC
  uuid,       // `Uuid`; the id of an entity, or a reference to one
  text_list,  // `ListCell` of `TextCell`
  uuid_list,  // `ListCell` of `Uuid`: a list of references
};

/// Returns the name of a data type in messages: "integer", "text", "list of text", ...
std::string_view data_type_name(DataType type);

/// One column of a table: an attribute of an entity.
struct Attribute {
  std::string name;  // dotted for nested objects: `hashes.MD5`, `hashes.'SHA-256'`
  DataType type = DataType::text;
  std::vector<std::string> targets;  // references only: entity types pointed at, as found, sorted
  bool hidden = false;               // kept for the engine's own use, never shown

  bool is_reference() const { return !targets.empty(); }
  friend bool operator==(const Attribute&, const Attribute&) = default;
};

/// The columns of a table, in stored order.
struct Schema {
  std::vector<Attribute> attributes;

  /// Returns the attribute of that name, or null.
  const Attribute* find(std::string_view name) const;

  /// Returns what an attribute of this schema is called where case does not count, as in SQL: its
  /// name, with `#2`, `#3`, ... behind it when earlier ones differ from it in ASCII case only.
  std::string column_name(const Attribute& attribute) const;

  /// Returns the names that may be shown and asked for, in stored order.
  std::vector<std::string> visible_names() const;

  friend bool operator==(const Schema&, const Schema&) = default;
};

}  // namespace kestrel
