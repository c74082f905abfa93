#include "kestrel/sql/entity_scope.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "kestrel/sql/query.hpp"

namespace kestrel::sql {
namespace {

std::string without_quotes(std::string_view name) {
  std::string plain(name);
  plain.erase(std::remove(plain.begin(), plain.end(), '\''), plain.end());
  return plain;
}

const Attribute* find_in(const Schema& schema, std::string_view name) {
  if (const Attribute* exact = schema.find(name)) {
    return exact;
  }
  const std::string plain = without_quotes(name);
  const auto found = std::find_if(schema.attributes.begin(), schema.attributes.end(),
                                  [&](const Attribute& attribute) {
                                    return attribute.name.find('\'') != std::string::npos &&
                                           without_quotes(attribute.name) == plain;
                                  });
  return found == schema.attributes.end() ? nullptr : &*found;
}

std::string column(const std::string& alias, std::string_view name) {
  return alias + "." + quoted_identifier(name);
}

std::string stix_id(const std::string& type, const std::string& uuid) {
  return fmt::format("({} || {}::VARCHAR)", quoted_text(type + "--"), uuid);
}

}  // namespace

EntityScope::EntityScope(const Catalog& catalog, ir::StepId read, std::string type,
                         std::string alias)
    : catalog_(&catalog), read_(read), type_(std::move(type)), alias_(std::move(alias)) {}

const Attribute* EntityScope::find_attribute(const std::string& type, std::string_view name) const {
  const auto relation = catalog_->entities(read_, type);
  const Attribute* attribute = relation ? find_in(*relation->schema, name) : nullptr;
  return attribute != nullptr && !attribute->hidden ? attribute : nullptr;
}

std::string EntityScope::attribute_column(const Place& place, const Attribute& attribute) const {
  return column(place.alias, catalog_->entities(read_, place.type)->schema->column_name(attribute));
}

std::optional<TypedExpression> EntityScope::attribute(std::string_view path, std::uint32_t as_of) {
  return resolve({alias_, type_}, path, as_of);
}

std::optional<TypedExpression> EntityScope::resolve(const Place& place, std::string_view path,
                                                    std::uint32_t as_of) {
  if (auto found = direct(place, path, as_of)) {
    return found;
  }
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos;
       dot = path.find('.', dot + 1)) {
    const Attribute* reference = find_attribute(place.type, path.substr(0, dot));
    if (reference != nullptr && reference->is_reference() && reference->type == DataType::uuid) {
      return behind_reference(place, *reference, path.substr(dot + 1), as_of);
    }
  }
  return std::nullopt;
}

std::optional<TypedExpression> EntityScope::direct(const Place& place, std::string_view name,
                                                   std::uint32_t as_of) {
  const Attribute* attribute = find_attribute(place.type, name);
  const auto updates = catalog_->updates(place.type, as_of);
  const Attribute* updated = updates ? find_in(*updates->schema, name) : nullptr;
  if (attribute != nullptr && attribute->type == DataType::uuid) {
    if (!attribute->is_reference()) {
      return TypedExpression{stix_id(place.type, attribute_column(place, *attribute)),
                             DataType::text};
    }
    if (attribute->targets.size() == 1) {
      return TypedExpression{
          stix_id(attribute->targets.front(), attribute_column(place, *attribute)), DataType::text};
    }
    return behind_reference(place, *attribute, "id", as_of);
  }
  if (updated != nullptr && updated->name != "id") {
    const std::string value =
        column(joined_updates(place, *updates, as_of), updates->schema->column_name(*updated));
    if (attribute == nullptr) {
      return TypedExpression{value, updated->type};
    }
    return TypedExpression{
        fmt::format("COALESCE({}, {})", value, attribute_column(place, *attribute)), updated->type};
  }
  if (attribute == nullptr) {
    return std::nullopt;
  }
  return TypedExpression{attribute_column(place, *attribute), attribute->type};
}

std::optional<TypedExpression> EntityScope::behind_reference(const Place& place,
                                                             const Attribute& reference,
                                                             std::string_view rest,
                                                             std::uint32_t as_of) {
  std::vector<TypedExpression> values;
  for (const std::string& target : reference.targets) {
    if (!catalog_->entities(read_, target)) {
      continue;  // it points at entities that the source does not have
    }
    const Place there{joined(place, reference, target), target};
    if (auto value = resolve(there, rest, as_of)) {
      values.push_back(std::move(*value));
    }
  }
  if (values.empty()) {
    return std::nullopt;
  }
  if (values.size() == 1) {
    return std::move(values.front());
  }
  const bool same_type =
      std::all_of(values.begin(), values.end(),
                  [&](const TypedExpression& value) { return value.type == values.front().type; });
  std::string list;
  for (const TypedExpression& value : values) {
    list += (list.empty() ? "" : ", ") + (same_type ? value.text : value.text + "::VARCHAR");
  }
  return TypedExpression{"COALESCE(" + list + ")",
                         same_type ? values.front().type : DataType::text};
}

std::string EntityScope::joined(const Place& place, const Attribute& reference,
                                const std::string& target) {
  const std::string key = place.alias + "." + reference.name + ">" + target;
  if (const auto known = aliases_.find(key); known != aliases_.end()) {
    return known->second;
  }
  const std::string alias = fmt::format("{}_{}", alias_, aliases_.size() + 1);
  joins_ += fmt::format(" LEFT JOIN {} AS {} ON {} = {}",
                        quoted_identifier(catalog_->entities(read_, target)->name), alias,
                        column(alias, "id"), attribute_column(place, reference));
  aliases_.emplace(key, alias);
  return alias;
}

std::string EntityScope::joined_updates(const Place& place, const Relation& updates,
                                        std::uint32_t as_of) {
  const std::string key = fmt::format("{}@{}", place.alias, as_of);
  if (const auto known = aliases_.find(key); known != aliases_.end()) {
    return known->second;
  }
  const std::string alias = fmt::format("{}_{}", alias_, aliases_.size() + 1);
  joins_ += fmt::format(" LEFT JOIN {} AS {} ON {} = {}", quoted_identifier(updates.name), alias,
                        column(alias, "id"), column(place.alias, "id"));
  aliases_.emplace(key, alias);
  return alias;
}

std::optional<ListPath> EntityScope::list(std::string_view path, std::uint32_t as_of) {
  const std::size_t mark = path.find("[*]");
  if (mark == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view rest = path.substr(mark + 3);
  rest.remove_prefix(rest.empty() ? 0 : 1);
  Place place{alias_, type_};
  std::string_view head = path.substr(0, mark);
  const Attribute* attribute = find_attribute(place.type, head);
  for (std::size_t dot = head.find('.'); attribute == nullptr && dot != std::string_view::npos;
       dot = head.find('.')) {
    const Attribute* reference = find_attribute(place.type, head.substr(0, dot));
    if (reference == nullptr || reference->type != DataType::uuid ||
        reference->targets.size() != 1) {
      break;
    }
    place = {joined(place, *reference, reference->targets.front()), reference->targets.front()};
    head.remove_prefix(dot + 1);
    attribute = find_attribute(place.type, head);
  }
  if (attribute != nullptr && attribute->type == DataType::uuid_list) {
    return ListPath{{attribute_column(place, *attribute), DataType::uuid_list},
                    attribute->targets,
                    std::string(rest)};
  }
  const auto value = direct(place, head, as_of);
  if (!value || (value->type != DataType::text_list && value->type != DataType::text)) {
    return std::nullopt;
  }
  return ListPath{*value, {}, std::string(rest)};
}

std::vector<std::string> EntityScope::expanded_names(std::uint32_t as_of) const {
  std::vector<std::string> names;
  std::vector<std::string> chain{type_};
  expand(type_, "", as_of, chain, names);
  return names;
}

// References to a type that is being expanded already are not followed, but for parents and
// grandparents of a process (language reference 4.6).
void EntityScope::expand(const std::string& type, const std::string& prefix, std::uint32_t as_of,
                         std::vector<std::string>& chain, std::vector<std::string>& names) const {
  const auto relation = catalog_->entities(read_, type);
  if (!relation) {
    return;
  }
  const auto add = [&](const std::string& name) {
    if (std::find(names.begin(), names.end(), prefix + name) == names.end()) {
      names.push_back(prefix + name);
    }
  };
  for (const Attribute& attribute : relation->schema->attributes) {
    if (!attribute.hidden && !attribute.is_reference()) {
      add(attribute.name);
    }
  }
  if (const auto updates = catalog_->updates(type, as_of)) {
    for (const Attribute& attribute : updates->schema->attributes) {
      add(attribute.name);
    }
  }
  const auto times_in_chain = [&](const std::string& name) {
    return std::count(chain.begin(), chain.end(), name);
  };
  if (times_in_chain(type) > 2) {
    return;  // a grandparent: what lies behind its references is far away
  }
  for (const Attribute& attribute : relation->schema->attributes) {
    if (attribute.type != DataType::uuid || !attribute.is_reference()) {
      continue;
    }
    for (const std::string& target : attribute.targets) {
      const bool parent =
          type == "process" && target == "process" && attribute.name == "parent_ref";
      if (!parent && times_in_chain(target) > 0) {
        continue;
      }
      chain.push_back(target);
      expand(target, prefix + attribute.name + ".", as_of, chain, names);
      chain.pop_back();
    }
  }
}

}  // namespace kestrel::sql
