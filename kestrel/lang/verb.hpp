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
  define,    // the step becomes a variable
  display,   // the step's rows are shown
  inform,    // the step's variable is described
  describe,  // one attribute of the step's rows is described
  explain,   // how the step's rows come about is told
  apply,     // the step's analytics runs now
  save,      // the step's rows are written to a file
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
  std::optional<ir::AttributePath> attribute = {};  // DESCRIBE
  std::string path = {};                            // SAVE: as written
  Span path_span = {};
  std::vector<Diagnostic> warnings = {};
};

/// One row of the verb table.
struct Verb {
  std::string_view keyword;
  std::string_view usage;
  std::string_view summary;
  bool yields_variable = false;
  bool is_name_too = false;  // came after version 1.8: a variable may have this name

  /// Reads what follows the keyword.
  Result<ast::Body> (*parse)(Cursor& cursor) = nullptr;
};

/// All verbs with a keyword, alphabetically. Help, highlighting and completion come from here.
std::span<const Verb> verbs();

/// Returns the verb of that keyword, in any case, or null.
const Verb* find_verb(std::string_view keyword);

/// These lower a statement: they append its steps to the scope's graph. One for each body.
Result<Instruction> lower(const ast::Get& get, Span origin, Scope& scope);
Result<Instruction> lower(const ast::Find& find, Span origin, Scope& scope);
Result<Instruction> lower(const ast::New& made, Span origin, Scope& scope);
Result<Instruction> lower(const ast::Load& load, Span origin, Scope& scope);
Result<Instruction> lower(const ast::Assign& assign, Span origin, Scope& scope);
Result<Instruction> lower(const ast::Merge& merge, Span origin, Scope& scope);
Result<Instruction> lower(const ast::Sort& sort, Span origin, Scope& scope);
Result<Instruction> lower(const ast::Group& group, Span origin, Scope& scope);
Result<Instruction> lower(const ast::Join& join, Span origin, Scope& scope);
Result<Instruction> lower(const ast::Apply& apply, Span origin, Scope& scope);
Result<Instruction> lower(const ast::Info& info, Span origin, Scope& scope);
Result<Instruction> lower(const ast::Describe& describe, Span origin, Scope& scope);
Result<Instruction> lower(const ast::Explain& explain, Span origin, Scope& scope);
Result<Instruction> lower(const ast::Display& display, Span origin, Scope& scope);
Result<Instruction> lower(const ast::Save& save, Span origin, Scope& scope);

}  // namespace kestrel::lang
