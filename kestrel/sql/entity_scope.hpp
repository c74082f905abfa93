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
  bool is_json = false;   // text taken out of JSON: what looks like a number may be compared as one
  std::string uuid = {};  // of a STIX id: where its UUID stands
  std::string id_type = {};  // and the entity type before it
};

/// A list attribute on the way to its elements: `values[*].data`,
/// `opened_connection_refs[*].dst_port`.
struct ListPath {
  TypedExpression list;              // text_list, uuid_list, or text that holds a JSON array
  std::vector<std::string> targets;  // of a uuid_list
  std::string rest;                  // what follows `[*].`, may be empty
};

/// An attribute that the rows have themselves, whatever the entity says: what a transform adds,
/// what a JOIN brings, a key or a sum of a GROUP.
struct RowColumn {
  Attribute attribute;
  std::string column;    // its name in the relation
  bool leading = false;  // shown before the attributes of the entity
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

  /// Gives the rows an attribute of their own. It takes the place of one with the same name.
  void add_column(RowColumn column);
  const std::vector<RowColumn>& columns() const { return columns_; }

  /// Takes the entity away: rows have only columns of their own, no id.
  void detach() { detached_ = true; }
  bool is_detached() const { return detached_; }

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

  /// Returns the attributes of the rows and of the entity itself, references included, hidden ones
  /// not: what a JOIN brings, what GROUP sums up.
  std::vector<Attribute> own_attributes(std::uint32_t as_of) const;

  /// Returns the column that holds an attribute as it is stored: for a reference the UUID it points
  /// at. Nothing if the rows and the entity have none of that name.
  std::optional<TypedExpression> stored(std::string_view name, std::uint32_t as_of);

 private:
  struct Place {
    std::string alias;
    std::string type;
    bool is_root = false;
  };

  /// An attribute and where it is.
  struct Found {
    const Attribute* attribute = nullptr;
    std::string expression;
    bool is_fixed = false;  // analytics cannot change it
  };

  std::optional<TypedExpression> resolve(const Place& place, std::string_view path,
                                         std::uint32_t as_of);
  std::optional<TypedExpression> as_spelled(const Place& place, std::string_view path,
                                            std::uint32_t as_of);
  std::optional<TypedExpression> direct(const Place& place, std::string_view name,
                                        std::uint32_t as_of);
  std::optional<TypedExpression> behind_reference(const Place& place, const Found& reference,
                                                  std::string_view rest, std::uint32_t as_of);
  std::string joined(const Place& place, const Found& reference, const std::string& target);
  std::string joined_updates(const Place& place, const Relation& updates, std::uint32_t as_of);
  std::optional<Found> find(const Place& place, std::string_view name) const;
  Place root() const { return {alias_, type_, true}; }
  void expand_references(const std::vector<Attribute>& attributes, const std::string& type,
                         const std::string& prefix, std::uint32_t as_of,
                         std::vector<std::string>& chain, std::vector<std::string>& names) const;
  void expand(const std::string& type, const std::string& prefix, std::uint32_t as_of,
              std::vector<std::string>& chain, std::vector<std::string>& names) const;

  const Catalog* catalog_;
  ir::StepId read_;
  std::string type_;
  std::string alias_;
  std::vector<RowColumn> columns_;
  bool detached_ = false;
  std::map<std::string, std::string> aliases_;  // by what they join
  std::string joins_;
};

}  // namespace kestrel::sql
