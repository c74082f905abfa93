// One entity in a SELECT: finds what a dotted attribute means, and which joins that takes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kestrel/model/schema.hpp"
#include "kestrel/sql/catalog.hpp"

namespace kestrel::sql {

/// An expression and the type of its values.
struct TypedExpression {
  std::string text;
  DataType type = DataType::text;
};

/// A list attribute on the way to its elements: `values[*].data`,
/// `opened_connection_refs[*].dst_port`.
struct ListPath {
  TypedExpression list;              // text_list, uuid_list, or text that holds a JSON array
  std::vector<std::string> targets;  // of a uuid_list
  std::string rest;                  // what follows `[*].`, may be empty
};

/// Resolves attributes of an entity that the FROM clause calls `alias`.
///
/// References are left joins, made when asked for and shared by all attributes behind them. A
/// reference that points at several types joins each and takes the first that has a value.
class EntityScope {
 public:
  EntityScope(const Catalog& catalog, ir::StepId read, std::string type, std::string alias);

  const std::string& type() const { return type_; }
  const std::string& alias() const { return alias_; }

  /// Returns the value of an attribute as it is after `as_of` updates, or nothing if the entity has
  /// no such attribute. Quotes inside a name (`hashes.'SHA-256'`) may be left out.
  std::optional<TypedExpression> attribute(std::string_view path, std::uint32_t as_of);

  /// Splits a path at its first `[*]`, or returns nothing if it has none or the list is unknown.
  std::optional<ListPath> list(std::string_view path, std::uint32_t as_of);

  /// Returns the joins that the attributes asked for so far need, each with a space before it.
  const std::string& joins() const { return joins_; }

  /// Returns the names of all attributes, those behind references included, as DISP shows them:
  /// direct attributes without references, then references depth first (language reference 4.6).
  std::vector<std::string> expanded_names(std::uint32_t as_of) const;

 private:
  struct Place {
    std::string alias;
    std::string type;
  };

  std::optional<TypedExpression> resolve(const Place& place, std::string_view path,
                                         std::uint32_t as_of);
  std::optional<TypedExpression> direct(const Place& place, std::string_view name,
                                        std::uint32_t as_of);
  std::optional<TypedExpression> behind_reference(const Place& place, const Attribute& reference,
                                                  std::string_view rest, std::uint32_t as_of);
  std::string joined(const Place& place, const Attribute& reference, const std::string& target);
  std::string joined_updates(const Place& place, const Relation& updates, std::uint32_t as_of);
  std::string attribute_column(const Place& place, const Attribute& attribute) const;
  const Attribute* find_attribute(const std::string& type, std::string_view name) const;
  void expand(const std::string& type, const std::string& prefix, std::uint32_t as_of,
              std::vector<std::string>& chain, std::vector<std::string>& names) const;

  const Catalog* catalog_;
  ir::StepId read_;
  std::string type_;
  std::string alias_;
  std::map<std::string, std::string> aliases_;  // by what they join
  std::string joins_;
};

}  // namespace kestrel::sql
