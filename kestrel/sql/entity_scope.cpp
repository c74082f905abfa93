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

// The name of an extension gives way: `extensions.'windows-process-ext'.window_title` is stored as
// `x_window_title` (language reference 4.3).
std::optional<std::string> short_name(std::string_view name) {
  constexpr std::string_view prefix = "extensions.";
  if (!name.starts_with(prefix)) {
    return std::nullopt;
  }
  name.remove_prefix(prefix.size());
  const bool quoted = name.starts_with('\'');
  const std::size_t end = quoted ? name.find("'.", 1) : name.find('.');
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  return "x_" + std::string(name.substr(end + (quoted ? 2 : 1)));
}

const Attribute* find_in(const Schema& schema, std::string_view name) {
  if (const Attribute* exact = schema.find(name)) {
    return exact;
  }
  if (const auto shortened = short_name(name)) {
    return find_in(schema, *shortened);
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

// A value inside of objects that are kept as JSON text.
TypedExpression inside_json(const std::string& text, std::string_view path) {
  std::string json_path = "$";
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    json_path += "." + quoted_identifier(without_quotes(path.substr(begin, end - begin)));
    begin = end + 1;
  }
  return {fmt::format("json_extract_string(CASE WHEN json_valid({0}) THEN {0} END, {1})", text,
                      quoted_text(json_path)),
          DataType::text, true};
}

std::string as_text(const TypedExpression& value) {
  switch (value.type) {
    case DataType::text_list:
    case DataType::uuid_list:
      return fmt::format("to_json({})::VARCHAR", value.text);
    case DataType::timestamp:
      return timestamp_text(value.text);
    default:
      return value.text + "::VARCHAR";
  }
}

// The first value that is there. Values of different types meet as numbers, else as texts.
TypedExpression first_of(const TypedExpression& first, const TypedExpression& second) {
  if (first.type == second.type) {
    return {fmt::format("COALESCE({}, {})", first.text, second.text), first.type};
  }
  const auto is_number = [](DataType type) {
    return type == DataType::integer || type == DataType::real;
  };
  if (is_number(first.type) && is_number(second.type)) {
    return {fmt::format("COALESCE({}::DOUBLE, {}::DOUBLE)", first.text, second.text),
            DataType::real};
  }
  return {fmt::format("COALESCE({}, {})", as_text(first), as_text(second)), DataType::text};
}

// STIX 2.1 calls the file that a process runs `image_ref`, STIX 2.0 `binary_ref`. Returns the path
// with the other name, empty if it has neither.
std::string other_spelling(std::string_view type, std::string_view path) {
  const std::size_t end = std::min(path.find('.'), path.size());
  const std::string_view first = path.substr(0, end);
  const std::string_view other =
      first == "binary_ref" ? "image_ref" : (first == "image_ref" ? "binary_ref" : "");
  return type != "process" || other.empty() ? ""
                                            : std::string(other) + std::string(path.substr(end));
}

// The first of several values that is there.
std::optional<TypedExpression> first_of(const std::vector<TypedExpression>& values) {
  std::optional<TypedExpression> first;
  for (auto value = values.rbegin(); value != values.rend(); ++value) {
    first = first ? first_of(*value, *first) : *value;
  }
  return first;
}

std::string stix_id(const std::string& type, const std::string& uuid) {
  return fmt::format("({} || {}::VARCHAR)", quoted_text(type + "--"), uuid);
}

TypedExpression stix_id_of(const std::string& type, const std::string& uuid) {
  return {stix_id(type, uuid), DataType::text, false, uuid, type};
}

}  // namespace

EntityScope::EntityScope(const Catalog& catalog, ir::StepId read, std::string type,
                         std::string alias)
    : catalog_(&catalog), read_(read), type_(std::move(type)), alias_(std::move(alias)) {}

void EntityScope::add_column(RowColumn column) {
  std::erase_if(columns_, [&](const RowColumn& known) {
    return known.attribute.name == column.attribute.name;
  });
  columns_.push_back(std::move(column));
}

std::optional<EntityScope::Found> EntityScope::find(const Place& place,
                                                    std::string_view name) const {
  if (place.is_root) {
    const auto own = std::find_if(columns_.begin(), columns_.end(), [&](const RowColumn& column) {
      return without_quotes(column.attribute.name) == without_quotes(name);
    });
    if (own != columns_.end()) {
      return Found{&own->attribute, column(place.alias, own->column), detached_ || own->leading};
    }
    if (detached_) {
      return std::nullopt;
    }
  }
  const auto relation = catalog_->entities(read_, place.type);
  const Attribute* attribute = relation ? find_in(*relation->schema, name) : nullptr;
  if (attribute == nullptr || attribute->hidden) {
    return std::nullopt;
  }
  return Found{attribute, column(place.alias, relation->schema->column_name(*attribute)), false};
}

std::optional<TypedExpression> EntityScope::attribute(std::string_view path, std::uint32_t as_of) {
  return resolve(root(), path, as_of);
}

std::optional<TypedExpression> EntityScope::stored(std::string_view name, std::uint32_t as_of) {
  const auto found = find(root(), name);
  if (found && found->attribute->is_reference()) {
    return TypedExpression{found->expression, found->attribute->type};
  }
  return direct(root(), name, as_of);
}

std::optional<TypedExpression> EntityScope::resolve(const Place& place, std::string_view path,
                                                    std::uint32_t as_of) {
  std::vector<TypedExpression> values;
  for (const std::string& spelling : {std::string(path), other_spelling(place.type, path)}) {
    if (auto value = spelling.empty() ? std::nullopt : as_spelled(place, spelling, as_of)) {
      values.push_back(std::move(*value));
    }
  }
  return first_of(std::move(values));
}

std::optional<TypedExpression> EntityScope::as_spelled(const Place& place, std::string_view path,
                                                       std::uint32_t as_of) {
  if (auto found = direct(place, path, as_of)) {
    return found;
  }
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos;
       dot = path.find('.', dot + 1)) {
    const auto reference = find(place, path.substr(0, dot));
    if (reference && reference->attribute->is_reference() &&
        reference->attribute->type == DataType::uuid) {
      return behind_reference(place, *reference, path.substr(dot + 1), as_of);
    }
    // Objects in entities of custom types are kept as JSON text (language reference 4.2).
    const auto value =
        place.type.starts_with("x-") ? direct(place, path.substr(0, dot), as_of) : std::nullopt;
    if (value && value->type == DataType::text) {
      return inside_json(value->text, path.substr(dot + 1));
    }
  }
  return std::nullopt;
}

std::optional<TypedExpression> EntityScope::direct(const Place& place, std::string_view name,
                                                   std::uint32_t as_of) {
  const auto found = find(place, name);
  if (found && found->attribute->type == DataType::uuid) {
    const Attribute& attribute = *found->attribute;
    if (!attribute.is_reference()) {
      return stix_id_of(place.type, found->expression);
    }
    if (attribute.targets.size() == 1) {
      return stix_id_of(attribute.targets.front(), found->expression);
    }
    return behind_reference(place, *found, "id", as_of);
  }
  if (found && found->attribute->type == DataType::uuid_list &&
      found->attribute->targets.size() == 1) {
    return TypedExpression{fmt::format("list_transform({}, lambda x: {})", found->expression,
                                       stix_id(found->attribute->targets.front(), "x")),
                           DataType::text_list};
  }
  if (found && found->is_fixed) {
    return TypedExpression{found->expression, found->attribute->type};
  }
  const auto updates =
      place.is_root && detached_ ? std::nullopt : catalog_->updates(place.type, as_of);
  const Attribute* updated = updates ? find_in(*updates->schema, name) : nullptr;
  if (updated != nullptr && updated->name != "id") {
    const std::string value =
        column(joined_updates(place, *updates, as_of), updates->schema->column_name(*updated));
    if (!found) {
      return TypedExpression{value, updated->type};
    }
    return first_of({value, updated->type}, {found->expression, found->attribute->type});
  }
  if (!found) {
    return std::nullopt;
  }
  return TypedExpression{found->expression, found->attribute->type};
}

std::optional<TypedExpression> EntityScope::behind_reference(const Place& place,
                                                             const Found& reference,
                                                             std::string_view rest,
                                                             std::uint32_t as_of) {
  std::vector<TypedExpression> values;
  for (const std::string& target : reference.attribute->targets) {
    if (!catalog_->entities(read_, target)) {
      continue;  // it points at entities that the source does not have
    }
    const Place there{joined(place, reference, target), target, false};
    if (auto value = resolve(there, rest, as_of)) {
      values.push_back(std::move(*value));
    }
  }
  return first_of(std::move(values));
}

std::string EntityScope::joined(const Place& place, const Found& reference,
                                const std::string& target) {
  const std::string key = place.alias + "." + reference.attribute->name + ">" + target;
  if (const auto known = aliases_.find(key); known != aliases_.end()) {
    return known->second;
  }
  std::string alias = fmt::format("{}_{}", alias_, aliases_.size() + 1);
  joins_ += fmt::format(" LEFT JOIN {} AS {} ON {} = {}",
                        quoted_identifier(catalog_->entities(read_, target)->name), alias,
                        column(alias, "id"), reference.expression);
  aliases_.emplace(key, alias);
  return alias;
}

std::string EntityScope::joined_updates(const Place& place, const Relation& updates,
                                        std::uint32_t as_of) {
  const std::string key = fmt::format("{}@{}", place.alias, as_of);
  if (const auto known = aliases_.find(key); known != aliases_.end()) {
    return known->second;
  }
  std::string alias = fmt::format("{}_{}", alias_, aliases_.size() + 1);
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
  Place place = root();
  std::string_view head = path.substr(0, mark);
  auto found = find(place, head);
  for (std::size_t dot = head.find('.'); !found && dot != std::string_view::npos;
       dot = head.find('.')) {
    const auto reference = find(place, head.substr(0, dot));
    if (!reference || reference->attribute->type != DataType::uuid ||
        reference->attribute->targets.size() != 1) {
      break;
    }
    const std::string& target = reference->attribute->targets.front();
    place = {joined(place, *reference, target), target, false};
    head.remove_prefix(dot + 1);
    found = find(place, head);
  }
  if (found && found->attribute->type == DataType::uuid_list) {
    return ListPath{
        {found->expression, DataType::uuid_list}, found->attribute->targets, std::string(rest)};
  }
  const auto value = resolve(place, head, as_of);
  if (!value || (value->type != DataType::text_list && value->type != DataType::text)) {
    return std::nullopt;
  }
  return ListPath{*value, {}, std::string(rest)};
}

std::vector<Attribute> EntityScope::own_attributes(std::uint32_t as_of) const {
  std::vector<Attribute> attributes;
  const auto add = [&](const Attribute& attribute) {
    const bool known =
        std::any_of(attributes.begin(), attributes.end(),
                    [&](const Attribute& other) { return other.name == attribute.name; });
    if (!known && !attribute.hidden) {
      attributes.push_back(attribute);
    }
  };
  const auto add_columns = [&](bool leading) {
    for (const RowColumn& column : columns_) {
      if (column.leading == leading) {
        add(column.attribute);
      }
    }
  };
  add_columns(true);
  if (const auto relation = detached_ ? std::nullopt : catalog_->entities(read_, type_)) {
    for (const Attribute& attribute : relation->schema->attributes) {
      const auto own = std::find_if(columns_.begin(), columns_.end(), [&](const RowColumn& column) {
        return column.attribute.name == attribute.name;
      });
      add(own == columns_.end() ? attribute : own->attribute);
    }
    if (const auto updates = catalog_->updates(type_, as_of)) {
      for (const Attribute& attribute : updates->schema->attributes) {
        add(attribute);
      }
    }
  }
  add_columns(false);
  return attributes;
}

std::vector<std::string> EntityScope::expanded_names(std::uint32_t as_of) const {
  std::vector<std::string> names;
  const std::vector<Attribute> attributes = own_attributes(as_of);
  for (const Attribute& attribute : attributes) {
    if (!attribute.is_reference()) {
      names.push_back(attribute.name);
    }
  }
  std::vector<std::string> chain{type_};
  expand_references(attributes, type_, "", as_of, chain, names);
  return names;
}

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
  if (std::count(chain.begin(), chain.end(), type) > 2) {
    return;  // a grandparent: what lies behind its references is far away
  }
  expand_references(relation->schema->attributes, type, prefix, as_of, chain, names);
}

// References to a type that is being expanded already are not followed, but for parents and
// grandparents of a process (language reference 4.6).
void EntityScope::expand_references(const std::vector<Attribute>& attributes,
                                    const std::string& type, const std::string& prefix,
                                    std::uint32_t as_of, std::vector<std::string>& chain,
                                    std::vector<std::string>& names) const {
  for (const Attribute& attribute : attributes) {
    if (attribute.type != DataType::uuid || !attribute.is_reference()) {
      continue;
    }
    for (const std::string& target : attribute.targets) {
      const bool parent =
          type == "process" && target == "process" && attribute.name == "parent_ref";
      if (!parent && std::count(chain.begin(), chain.end(), target) > 0) {
        continue;
      }
      chain.push_back(target);
      expand(target, prefix + attribute.name + ".", as_of, chain, names);
      chain.pop_back();
    }
  }
}

}  // namespace kestrel::sql
