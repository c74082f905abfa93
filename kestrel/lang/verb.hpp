// A verb of the language: how it is written, what it means, what help says about it.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kestrel/lang/cursor.hpp"
#include "kestrel/lang/scope.hpp"

namespace kestrel::lang {

/// What the session does with a lowered statement.
enum class Action : std::uint8_t {
  define,   // the step becomes a variable
  display,  // the step's rows are shown
  inform,   // the step's variable is described
  apply,    // the step's analytics runs now
};

/// A statement in terms of the graph.
struct Instruction {
  Action action = Action::define;
  ir::StepId step;
  std::string verb;                        // lower case: `get`, `assign`, ...
  std::string variable;                    // shown or described: as written; defined: the output
  std::vector<std::string> dependencies;   // variables that were read, in written order
  std::optional<std::string> data_source;  // GET FROM a source: as written
  Span origin;
};

/// One row of the verb table.
struct Verb {
  std::string_view keyword;
  std::string_view usage;
  std::string_view summary;
  bool yields_variable = false;

  /// Reads what follows the keyword.
  Result<ast::Body> (*parse)(Cursor& cursor) = nullptr;
};

/// All verbs with a keyword, alphabetically. Help, highlighting and completion come from here.
std::span<const Verb> verbs();

/// Returns the verb of that keyword, in any case, or null.
const Verb* find_verb(std::string_view keyword);

/// These lower a statement: they append its steps to the scope's graph. One for each body.
Result<Instruction> lower(const ast::Get& get, Span origin, Scope& scope);
Result<Instruction> lower(const ast::Assign& assign, Span origin, Scope& scope);
Result<Instruction> lower(const ast::Apply& apply, Span origin, Scope& scope);
Result<Instruction> lower(const ast::Info& info, Span origin, Scope& scope);
Result<Instruction> lower(const ast::Display& display, Span origin, Scope& scope);

}  // namespace kestrel::lang
