#include "kestrel/model/schema.hpp"

#include <algorithm>

#include "kestrel/base/letters.hpp"

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

std::string Schema::column_name(const Attribute& attribute) const {
  int alike = 1;
  for (const Attribute& earlier : attributes) {
    if (&earlier == &attribute) {
      break;
    }
    alike += same_word(earlier.name, attribute.name);
  }
  return alike == 1 ? attribute.name : attribute.name + "#" + std::to_string(alike);
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
