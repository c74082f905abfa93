// What makes two sightings one entity: the attributes that count, by entity type, and the id that
// follows from their values. The same values give the same id in every run and on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "kestrel/model/uuid.hpp"

namespace kestrel {

/// Returns the attributes that make an entity of this type what it is, in byte order. Those that an
/// entity has are used. Empty: entities of this type are never the same.
///
/// `hashes` stands for one hash, see `preferred_hash`; `extensions` for all extensions as they are;
/// a reference for the id of the entity it points at.
std::span<const std::string_view> identity_attributes(std::string_view entity_type);

/// The attributes that may name a process in one of its extensions, the best first. Used when a
/// process lacks `x_unique_id`, and then in its place.
std::span<const std::string_view> process_extension_ids();

/// Tells whether `candidate` counts before `chosen` when an entity has several hashes: MD5, SHA-1,
/// SHA-256, SHA-512, then others by name (STIX 2.1, section 2.9). Empty names are no hash.
bool is_preferred_hash(std::string_view candidate, std::string_view chosen);

/// Writes the JSON text that an id is made from: no spaces, `/` escaped, other than ASCII kept.
///
/// Members must be written in byte order of their names. The text can be used again after `clear`.
class IdentityText {
 public:
  void clear() { size_ = 0; }
  void open_object() { open('{'); }
  void close_object() { put("}"); }
  void open_list() { open('['); }
  void close_list() { put("]"); }
  void member(std::string_view name);
  void text(std::string_view value);
  void integer(std::int64_t value);
  void real(double value);
  void boolean(bool value) { raw(value ? "true" : "false"); }
  void raw(std::string_view json);  // a value that is JSON already
  void reference(std::string_view entity_type, const Uuid& target);

  std::string_view view() const { return {bytes_.get(), size_}; }

  /// Returns the id that this text stands for.
  Uuid id() const { return uuid_version_5(stix_namespace, view()); }

 private:
  void open(char bracket);
  void separate();
  void quote(std::string_view value);
  void put(std::string_view bytes) {
    std::memcpy(room(bytes.size()), bytes.data(), bytes.size());
    size_ += bytes.size();
  }

  // Returns where so many bytes can be written behind the text; they are not part of it yet.
  char* room(std::size_t size) {
    if (capacity_ - size_ < size) {
      grow(size);
    }
    return bytes_.get() + size_;
  }
  void grow(std::size_t size);

  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

/// Writes a number as JSON: the shortest form that reads back as the same number, with a point or
/// an exponent.
std::string format_real(double value);

}  // namespace kestrel
