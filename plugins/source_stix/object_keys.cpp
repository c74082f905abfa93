#include "plugins/source_stix/object_keys.hpp"

#include "plugins/source_stix/spelling.hpp"

namespace kestrel::source_stix {

bool ObjectKeys::set(std::span<const std::string_view> keys) {
  others_.clear();
  count_ = keys.size();
  are_positions_ = true;
  for (std::size_t index = 0; index < keys.size() && are_positions_; ++index) {
    are_positions_ = numbered(keys[index]) == index;
  }
  positions_.clear();
  if (are_positions_) {
    return true;
  }
  for (std::size_t index = 0; index < keys.size(); ++index) {
    if (!positions_.emplace(keys[index], index).second) {
      return false;
    }
  }
  return true;
}

std::optional<std::size_t> ObjectKeys::position(std::string_view key) const {
  const auto look_up = [&](const auto& places) {
    const auto found = places.find(key);
    return found == places.end() ? std::nullopt : std::optional(found->second);
  };
  const auto position = are_positions_ ? numbered(key) : look_up(positions_);
  return position || others_.empty() ? position : look_up(others_);
}

std::optional<std::size_t> ObjectKeys::numbered(std::string_view key) const {
  constexpr std::size_t most_digits = 9;
  if (key.empty() || key.size() > most_digits || (key[0] == '0' && key.size() > 1)) {
    return std::nullopt;
  }
  std::size_t number = 0;
  for (const char letter : key) {
    if (!is_digit(letter)) {
      return std::nullopt;
    }
    number = number * 10 + static_cast<std::size_t>(letter - '0');
  }
  return number < count_ ? std::optional(number) : std::nullopt;
}

}  // namespace kestrel::source_stix
