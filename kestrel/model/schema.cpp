#include "kestrel/model/schema.hpp"

#include <algorithm>

namespace kestrel {

std::string_view data_type_name(DataType type) {
  switch (type) {
    case DataType::boolean:
      return "boolean";
    case DataType::integer:
      return "integer";
    case DataType::real:
      return "real";
    case DataType::text:
      return "text";
    case DataType::timestamp:
      return "timestamp";
    case DataType::uuid:
      return "id";
    case DataType::text_list:
      return "list of text";
    case DataType::uuid_list:
      return "list of ids";
  }
  return "";
}

const Attribute* Schema::find(std::string_view name) const {
  const auto found =
      std::find_if(attributes.begin(), attributes.end(),
                   [&](const Attribute& attribute) { return attribute.name == name; });
  return found == attributes.end() ? nullptr : &*found;
}

std::vector<std::string> Schema::visible_names() const {
  std::vector<std::string> names;
  for (const Attribute& attribute : attributes) {
    if (!attribute.hidden) {
      names.push_back(attribute.name);
    }
  }
  return names;
}

}  // namespace kestrel
