// What a session knows by name, for completion. Reads no data: only what is known already counts.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/lang/ast.hpp"
#include "kestrel/session/session.hpp"
#include "kestrel/session/store.hpp"

namespace kestrel::session {

/// A name and what there is to say about it, in one line.
struct KnownName {
  std::string name;
  std::string help;
};

/// Looks into a session. `earlier` are the statements that stand before the place in question but
/// did not run yet: the variables that they define count too.
class KnownNames {
 public:
  KnownNames(const std::map<std::string, Variable>& variables, Store& store,
             const ast::Block& earlier);

  /// Returns the variables, by name.
  std::vector<KnownName> variables() const;

  /// Returns the common entity types and those of the data read so far, sorted.
  std::vector<KnownName> entity_types() const;

  /// Returns what entities of a type have in the data read so far, those behind references
  /// included; what they often have, where there is none yet.
  std::vector<std::string> attributes_of_type(std::string_view entity_type) const;

  /// Returns the attributes of a variable, or none if there is no such variable.
  std::vector<std::string> attributes_of_variable(const std::string& name) const;

 private:
  const std::string* type_of(const std::string& variable) const;
  std::string described(const Variable& variable) const;
  std::vector<ir::StepId> read_sources() const;

  const std::map<std::string, Variable>* variables_;
  Store* store_;
  std::map<std::string, std::string> earlier_;  // entity types by variable; empty: not known
};

}  // namespace kestrel::session
