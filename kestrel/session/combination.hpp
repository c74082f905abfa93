// What several sources hold as one: written as tables of the engine, when a hunt asks for them.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/sql/catalog.hpp"

namespace kestrel::session {

/// The relations of one part.
struct CombinedPart {
  ir::StepId source;
  const sql::Catalog* catalog = nullptr;
};

/// Entities with the same id are one: of each attribute the value of the last part that has one.
/// Observations with the same id are one, that of the first part.
class Combination {
 public:
  /// `suffix` tells the tables of several combinations apart.
  Combination(std::vector<CombinedPart> parts, std::string suffix);

  /// These name a relation. Statements that make it are handed out by `take_statements`; they must
  /// run before the relation is read.
  std::optional<sql::Relation> entities(std::string_view type);
  std::optional<sql::Relation> occurrences(std::string_view type);
  sql::Relation observations();

  std::vector<std::string> entity_types() const;
  std::vector<std::string> take_statements();

 private:
  struct Made {
    std::string name;
    Schema schema;
  };

  const Made& make(std::string name, Schema schema, const std::string& select);
  const Made* made(const std::string& name) const;

  std::vector<CombinedPart> parts_;
  std::string suffix_;
  std::deque<Made> made_;
  std::vector<std::string> statements_;
};

}  // namespace kestrel::session
