// The names that one thread has met: entity types, and under each the paths of keys that become
// attributes. A guess what comes next saves most of the looking up.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace kestrel::source_stix {

class EntityBuilder;
struct NamedColumn;
struct Key;

/// What the objects of a type are to us.
enum class Kind : std::uint8_t {
  entity,
  custom_entity,  // `x-...`: nested objects stay JSON text
  observation,
  relationship,
  ignored,  // indicators and what else is no entity
};

/// What the value of a key is for.
enum class Role : std::uint8_t {
  attribute,
  reference,
  reference_list,
  type,
  id,
  objects,
  object_refs,
  first_observed,
  last_observed,
  number_observed,
  ignored,
};

struct Type {
  std::string spelled;                         // as in the file
  std::string name;                            // decoded
  std::span<const std::string_view> identity;  // the attributes that make it what it is
  Key* root = nullptr;
  EntityBuilder* table = nullptr;  // in the dataset, once a batch with this type was put there
  Kind kind = Kind::entity;
  bool is_process = false;
};

/// A key at one place of one type.
struct Key {
  static constexpr std::uint8_t no_rank = 0xFF;

  std::string spelled;            // as in the file
  Key* first_child = nullptr;     // the guess for the first key inside
  Key* next = nullptr;            // the guess for the key behind this one
  NamedColumn* column = nullptr;  // in its table, like `Type::table`
  Key* parent = nullptr;          // null: this is the root of its type
  Type* type = nullptr;
  Role role = Role::attribute;
  bool is_in_extensions = false;
  bool is_hash = false;                    // stands under `hashes`
  std::uint8_t identity_rank = no_rank;    // position among the identity attributes of its type
  std::uint8_t process_id_rank = no_rank;  // position in `process_extension_ids`
  std::string part;                        // decoded
  std::string name;                        // of the attribute: `hashes.'SHA-256'`

  bool is_top() const { return parent != nullptr && parent->parent == nullptr; }

  /// Returns where the key stands: `extensions.'x-sentinel-process'.storyline`.
  std::string path() const;
};

class Vocabulary {
 public:
  Vocabulary() = default;
  Vocabulary(const Vocabulary&) = delete;
  Vocabulary& operator=(const Vocabulary&) = delete;

  /// Returns the type of a name as spelled in the file, null if an escape in it is broken.
  Type* type(std::string_view spelled) {
    Type*& recent = recent_types_[slot(spelled)];
    if (recent == nullptr || recent->spelled != spelled) {
      recent = look_up_type(spelled);
    }
    return recent;
  }

  /// Returns the key `spelled` under `parent`, null if an escape in it is broken. `guess` is tried
  /// first; may be null.
  Key* key(Key* parent, std::string_view spelled, Key* guess) {
    return guess != nullptr && guess->spelled == spelled ? guess : look_up(parent, spelled);
  }

  /// Forgets everything when a hostile file has made it large. Between batches only.
  void trim();

 private:
  struct Place {
    const Key* parent;
    std::string_view spelled;
    friend bool operator==(const Place&, const Place&) = default;
  };
  struct PlaceHash {
    std::size_t operator()(const Place& place) const noexcept {
      return std::hash<std::string_view>()(place.spelled) * 31 +
             std::hash<const void*>()(place.parent);
    }
  };
  static constexpr std::size_t slot_bits = 8;

  static std::size_t slot(std::string_view spelled) {
    std::uint64_t last =
        spelled.size();  // types differ in their ends more than in their beginnings
    const std::size_t size = spelled.size() < 7 ? spelled.size() : 7;
    std::memcpy(reinterpret_cast<char*>(&last) + 1, spelled.data() + spelled.size() - size, size);
    return static_cast<std::size_t>((last * 0x9E3779B97F4A7C15ULL) >> (64 - slot_bits));
  }

  Type* look_up_type(std::string_view spelled);
  Key* look_up(Key* parent, std::string_view spelled);
  Key* add_key(Key* parent, std::string_view spelled);

  std::deque<Type> types_;
  std::deque<Key> keys_;
  std::unordered_map<std::string_view, Type*> types_by_spelling_;
  std::unordered_map<Place, Key*, PlaceHash> keys_by_place_;
  std::array<Type*, std::size_t{1} << slot_bits> recent_types_{};
};

}  // namespace kestrel::source_stix
