#include "examples/generator/json_text.hpp"

namespace samplestix {

std::string json_quoted(std::string_view value) {
  std::string quoted = "\"";
  for (const char byte : value) {
    if (byte == '"' || byte == '\\') {
      quoted += '\\';
    }
    quoted += byte;  // the story has no control characters
  }
  return quoted + '"';
}

std::string json_list(const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) {
    list += (list.empty() ? "" : ",") + json_quoted(value);
  }
  return "[" + list + "]";
}

JsonObject& JsonObject::json(std::string_view key, std::string_view value) {
  if (!members_.empty()) {
    members_ += ',';
  }
  members_.append(json_quoted(key)).append(":").append(value);
  return *this;
}

JsonObject& JsonObject::text(std::string_view key, std::string_view value) {
  return json(key, json_quoted(value));
}

JsonObject& JsonObject::number(std::string_view key, std::int64_t value) {
  return json(key, std::to_string(value));
}

JsonObject& JsonObject::flag(std::string_view key, bool value) {
  return json(key, value ? "true" : "false");
}

JsonObject& JsonObject::list(std::string_view key, const std::vector<std::string>& values) {
  return json(key, json_list(values));
}

JsonObject& JsonObject::text_if_any(std::string_view key, std::string_view value) {
  return value.empty() ? *this : text(key, value);
}

}  // namespace samplestix
