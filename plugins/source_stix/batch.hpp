// What one piece of a file says, typed and with ids, but not yet in tables. Made by one thread
// without asking anybody; put into the tables piece by piece, in the order of the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/base/timestamp.hpp"
#include "kestrel/model/cell.hpp"
#include "kestrel/model/schema.hpp"
#include "kestrel/model/uuid.hpp"
#include "plugins/source_stix/tokens.hpp"
#include "plugins/source_stix/vocabulary.hpp"

namespace kestrel::source_stix {

/// One cell on its way into a column.
class Value {
 public:
  Value() = default;
  static Value boolean(bool value) { return {DataType::boolean, std::uint8_t{value}}; }
  static Value integer(std::int64_t value) { return {DataType::integer, value}; }
  static Value real(double value) { return {DataType::real, value}; }
  static Value text(std::string_view value) { return {DataType::text, TextCell(value)}; }
  static Value uuid(const Uuid& value) { return {DataType::uuid, value}; }
  static Value list(DataType type, const ListCell& value) { return {type, value}; }

  DataType type() const { return type_; }

  /// Returns the cell, which must be what `DataType` says for the type.
  template <typename Cell>
  Cell as() const {
    Cell cell;
    std::memcpy(static_cast<void*>(&cell), bytes_, sizeof cell);
    return cell;
  }

  /// Returns a text; for a short one the view points into this value.
  std::string_view view() const { return reinterpret_cast<const TextCell*>(bytes_)->view(); }

 private:
  template <typename Cell>
  Value(DataType type, const Cell& cell) : type_(type) {
    std::memcpy(bytes_, &cell, sizeof cell);
  }

  alignas(TextCell) std::byte bytes_[16] = {};
  DataType type_ = DataType::text;
};

/// What a fact is for.
enum class Use : std::uint8_t {
  cell,        // goes into its column
  unresolved,  // a reference as written; becomes a cell, or nothing, once all objects are known
  identity,    // counts for the id only
  own_id,      // what the data calls `id` and is not the id
  nothing,
};

/// One attribute of one entity.
struct Fact {
  Value value;
  Key* key = nullptr;
  Type* target = nullptr;  // references: the type pointed at
  Token token = 0;         // where the value stands
  Use use = Use::cell;
};

/// A range of one of the batch's lists.
struct Range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// One entity as seen in one place.
struct Sighting {
  Type* type = nullptr;
  Range facts;
  Uuid id;
};

/// A reference from an observation to a top-level object (STIX 2.1).
struct ObjectReference {
  Type* type = nullptr;
  Uuid id;
};

/// A type that a list of references was seen to point at.
struct ListTarget {
  Key* key = nullptr;
  Type* type = nullptr;
  friend bool operator==(const ListTarget&, const ListTarget&) = default;
};

/// One top-level object: an observation, or an entity on its own.
struct Element {
  bool is_observation = false;
  std::uint32_t number = 0;  // in the piece, with those left out
  Uuid id;
  Timestamp first_observed;
  Timestamp last_observed;
  std::int64_t number_observed = 1;
  Range own_facts;  // what else the source says of the observation
  Range sightings;
  Range references;
};

/// A relationship between two top-level objects (STIX 2.1) that is as good as an attribute of its
/// source.
struct Relationship {
  std::uint32_t number = 0;  // of the element in the piece
  ObjectReference source;
  ObjectReference target;
  Key* attribute = nullptr;  // a list of references
};

/// Something that was left out.
struct Omission {
  std::uint32_t number = 0;  // of the first element in the piece
  std::uint64_t count = 1;   // how many for the same reason
  std::string_view what;     // as in `Skipped`; a literal
  std::string reason;
  const Key* key = nullptr;  // references: the attribute
};

/// Memory for texts that live as long as their batch; used again by the next one.
class Scratch {
 public:
  /// Returns room for `size` bytes, aligned to 16.
  char* allocate(std::size_t size);
  void clear();

 private:
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };
  std::vector<Block> blocks_;
  std::size_t block_ = 0;
  std::size_t used_ = 0;
};

/// All that a piece of a file says. Its texts lie in the piece itself or in `scratch`.
struct Batch {
  std::vector<Element> elements;
  std::vector<Sighting> sightings;
  std::vector<Fact> facts;      // of sightings
  std::vector<Fact> own_facts;  // of observations
  std::vector<ObjectReference> references;
  std::vector<ListTarget> list_targets;
  std::vector<Relationship> relationships;
  std::vector<Omission> omissions;
  Scratch scratch;
  std::uint32_t element_count = 0;  // with those left out
  bool has_telemetry = false;       // some element is an observation or an entity

  void clear();

  /// Notes that something of the element at hand was left out.
  void omit(std::string_view what, std::string reason);

  /// The same for a reference; `fault` says what is wrong with it, a literal.
  void omit_reference(const Key& key, const char* fault);

 private:
  template <typename Same>
  bool count_again(Same same);
};

}  // namespace kestrel::source_stix
