#include "kestrel/session/inform.hpp"

#include <utility>

#include <fmt/format.h>

#include "kestrel/sql/write.hpp"

namespace kestrel::session {
namespace {

struct Attributes {
  std::vector<std::string> direct;
  std::vector<std::string> indirect;  // those behind the same reference in one text
  std::vector<std::string> customized;
};

// The reference that an attribute lies behind, with its dot: `parent_ref.binary_ref.` of
// `parent_ref.binary_ref.name`. Empty for direct attributes.
std::string_view reference_of(std::string_view name) {
  const std::size_t mark = name.rfind("_ref.");
  return mark == std::string_view::npos ? std::string_view() : name.substr(0, mark + 5);
}

Attributes classified(const std::vector<std::string>& names) {
  Attributes attributes;
  std::string_view last_reference;
  for (const std::string& name : names) {
    const std::string_view reference = reference_of(name);
    if (!reference.empty()) {
      if (reference == last_reference) {
        attributes.indirect.back() += ", " + name;
      } else {
        attributes.indirect.push_back(name);
      }
    } else if (name.starts_with("x_")) {
      attributes.customized.push_back(name);
    } else {
      attributes.direct.push_back(name);
    }
    last_reference = reference;
  }
  return attributes;
}

}  // namespace

Result<DictionaryDisplay> describe_variable(const std::string& name, const Variable& variable,
                                            Store& store) {
  KESTREL_TRY(const Size size, store.size(variable.step));
  const Attributes attributes = classified(
      sql::attribute_names(store.graph(), variable.step, store.catalog(), store.updates()));
  DictionaryDisplay display{name, {}};
  const auto add = [&](const char* key, DictionaryDisplay::Value value) {
    display.entries.emplace_back(key, std::move(value));
  };
  add("Entity Type", ir::entity_type_of(store.graph(), variable.step));
  add("Number of Entities", std::to_string(size.entities));
  add("Number of Records", std::to_string(size.records));
  add("Entity Attributes", fmt::format("{}", fmt::join(attributes.direct, ", ")));
  add("Indirect Attributes", attributes.indirect);
  add("Customized Attributes", fmt::format("{}", fmt::join(attributes.customized, ", ")));
  add("Birth Command", variable.birth);
  if (variable.data_source) {
    add("Associated Datasource", *variable.data_source);
  } else {
    add("Associated Datasource", DictionaryDisplay::Null{});
  }
  add("Dependent Variables", fmt::format("{}", fmt::join(variable.dependencies, ", ")));
  return display;
}

}  // namespace kestrel::session
