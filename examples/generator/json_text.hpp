// Writing JSON, compactly and in the order given. Reading is not needed here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace samplestix {

/// Quotes and escapes a text that is valid UTF-8.
std::string json_quoted(std::string_view value);

/// Writes a list of texts: `["ipv4","udp"]`.
std::string json_list(const std::vector<std::string>& values);

/// Collects the members of one JSON object in the order in which they are given.
class JsonObject {
 public:
  JsonObject& text(std::string_view key, std::string_view value);
  JsonObject& number(std::string_view key, std::int64_t value);
  JsonObject& flag(std::string_view key, bool value);
  JsonObject& list(std::string_view key, const std::vector<std::string>& values);

  /// Adds a member whose value is JSON already.
  JsonObject& json(std::string_view key, std::string_view value);

  /// Adds a text member unless the value is empty.
  JsonObject& text_if_any(std::string_view key, std::string_view value);

  /// Returns the object as JSON.
  std::string str() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

}  // namespace samplestix
