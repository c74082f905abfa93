// One hunt in progress: runs blocks, keeps variables, shows displays. The door for every front end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/base/context.hpp"
#include "kestrel/base/diagnostic.hpp"
#include "kestrel/base/source_text.hpp"
#include "kestrel/base/timestamp.hpp"
#include "kestrel/ir/graph.hpp"
#include "kestrel/lang/scope.hpp"
#include "kestrel/plugin/registry.hpp"
#include "kestrel/session/completion/completion.hpp"
#include "kestrel/session/displays/display.hpp"

namespace kestrel::session {

/// What an application decides for its session.
struct Settings {
  std::size_t memory_limit = 0;  // bytes that columns and the engine may use
  std::size_t threads = 1;
  std::filesystem::path scratch_folder;  // private to this session, must exist
  std::filesystem::path engine_folder;   // where the engine's library is; empty: beside the program
  bool show_summary = true;
  std::string default_source_scheme = "file";
  std::vector<std::string> default_analytics_schemes = {"native",
                                                        "docker"};  // the first that lists the name
  std::function<Timestamp()> now;                                   // for LAST
  lang::Rules rules;                                                // of GET and FIND
  std::filesystem::path home_folder;  // what `~` in a path stands for; empty: nothing
  std::function<std::optional<std::string>(const std::string&)>
      environment;  // for `$NAME` in paths
};

/// The stages that `--show` can print.
enum class Stage : std::uint8_t { tokens, ast, ir, plan, sql, timings };

/// Receives what a block gives, in order, as it comes.
class Output {
 public:
  virtual ~Output() = default;
  virtual void show(const Display& display) = 0;
  virtual void report(const Diagnostic& diagnostic) = 0;
  virtual void stage(Stage stage, std::string_view text) = 0;
};

/// One block of a huntflow and where it comes from.
struct Block {
  std::string name;  // `hunt.hf`, `In[3]`; stands in diagnostics
  std::string text;
  std::filesystem::path huntflow_folder;  // empty when there is no file
  std::set<Stage> shown;
};

/// What is known of a variable.
struct Variable {
  ir::StepId step;
  std::string birth;                       // verb, lower case
  std::vector<std::string> dependencies;   // variables it was made from
  std::optional<std::string> data_source;  // as resolved: `file:///data/bundle.json`
};

/// One thread at a time, but for `Context::cancel`.
class Session {
 public:
  Session(Settings settings, plugin::Registry registry, Context& context);
  ~Session();

  /// Runs a block: statement after statement, up to the first that fails. What came before a
  /// failure was shown and stays defined. Returns whether all went well. Survives our own faults,
  /// which it reports with the slug `internal-error`.
  bool run(const Block& block, Output& output);

  /// Parses and compiles a block without running it, after the blocks checked before. No source is
  /// read and nothing is written; LOAD looks into its file. Returns whether nothing is wrong.
  bool check(const Block& block, Output& output);

  /// Returns the canonical layout of a block, or nothing after telling what is wrong with it. Both
  /// survive our own faults, as `run` does.
  std::optional<std::string> format(const Block& block, Output& output);

  /// Returns how the word before the cursor, an offset in bytes, could go on: what the grammar
  /// expects there, with names that the session knows by now or that earlier statements of the text
  /// define. Only the text before the cursor counts; it may be broken. Keywords are in lower case
  /// where the word is. Reads no data source.
  std::vector<Completion> complete(std::string_view text, std::size_t cursor);

  /// Tells whether a text is the beginning of a block that goes on on the next line.
  static bool is_incomplete(std::string_view text);

  const SourceTexts& texts() const;
  const std::map<std::string, Variable>& variables() const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace kestrel::session
