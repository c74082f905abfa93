// Finds what is wrong with statements without running them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "kestrel/lang/ast.hpp"
#include "kestrel/lang/parse.hpp"
#include "kestrel/lang/verb.hpp"
#include "kestrel/session/block_scope.hpp"

namespace kestrel::session {

/// What LOAD does while statements are checked. Only its file tells the type of its entities.
enum class LoadedFiles : std::uint8_t {
  read,        // as when it runs
  left_alone,  // nothing is said of what it would have given
};

/// Compiles statements in order, each as if those before it had run. Reads no source and writes no
/// file; the graph grows by steps that nothing rests on.
///
/// A statement that fails leaves its variable unknown, and what is said of such a variable is not
/// told: the first fault is the one to mend.
class Check {
 public:
  /// `variables` and `last_read` are those of the session by now.
  Check(const Settings& settings, const plugin::Registry& registry, Store& store,
        std::map<std::string, Variable> variables, std::optional<ir::StepId> last_read,
        LoadedFiles loaded_files);

  /// Takes note of a statement that ran and failed.
  void fail(const ast::Statement& statement);

  /// Returns what is wrong, and warnings, statement by statement: at most `most_faults` errors.
  /// `unread` are the statements between these that could not be parsed.
  std::vector<Diagnostic> statements(std::span<const ast::Statement> statements,
                                     std::span<const lang::Unread> unread, const SourceText& text,
                                     const plugin::Surroundings& surroundings,
                                     std::size_t most_faults = lang::most_faults);

 private:
  Result<Done> statement(const ast::Statement& statement, BlockScope& scope);
  Result<Done> known_attributes(const lang::Instruction& instruction);
  void define(const std::string& name, const lang::Instruction& instruction);
  void lose(const std::string& name);
  bool rests_on_unknown(const Diagnostic& diagnostic, const SourceText& text) const;

  const Settings* settings_;
  const plugin::Registry* registry_;
  Store* store_;
  std::map<std::string, Variable> variables_;
  std::optional<ir::StepId> last_read_;
  LoadedFiles loaded_files_;
  std::set<std::string> unknown_;            // variables
  bool last_read_unknown_ = false;           // a GET failed that names a source
  bool attributes_unknown_ = false;          // analytics that did not run would have added some
  std::set<std::filesystem::path> written_;  // where SAVE would have written
};

}  // namespace kestrel::session
