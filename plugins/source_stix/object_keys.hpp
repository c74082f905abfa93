// Which object of an observation a key means.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>

namespace kestrel::source_stix {

/// Almost every observation numbers its objects 0, 1, 2, ...: then a key is a position. Others cost
/// a table.
class ObjectKeys {
 public:
  /// Takes the keys of an observation, as spelled, in the order of its objects. False if one is
  /// there twice. They must stay.
  bool set(std::span<const std::string_view> keys);

  /// Lets an object of the observation be called by another key too, as spelled; it must stay.
  void add(std::string_view key, std::size_t position) { others_.emplace(key, position); }

  /// Returns the position of the object with this key.
  std::optional<std::size_t> position(std::string_view key) const;

 private:
  std::optional<std::size_t> numbered(std::string_view key) const;

  std::size_t count_ = 0;
  bool are_positions_ = true;
  std::unordered_map<std::string_view, std::size_t> positions_;
  std::unordered_map<std::string_view, std::size_t> others_;
};

}  // namespace kestrel::source_stix
