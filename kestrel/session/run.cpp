// The road of a block: text -> tokens -> tree -> steps -> stages -> SQL -> displays.
#include <algorithm>
#include <chrono>
#include <exception>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "kestrel/ir/dump.hpp"
#include "kestrel/lang/compile.hpp"
#include "kestrel/lang/dump.hpp"
#include "kestrel/lang/format.hpp"
#include "kestrel/lang/parse.hpp"
#include "kestrel/plan/plan.hpp"
#include "kestrel/session/analytics/apply.hpp"
#include "kestrel/session/block_scope.hpp"
#include "kestrel/session/check.hpp"
#include "kestrel/session/completion/complete.hpp"
#include "kestrel/session/describe.hpp"
#include "kestrel/session/explain.hpp"
#include "kestrel/session/files/save.hpp"
#include "kestrel/session/inform.hpp"
#include "kestrel/session/session.hpp"
#include "kestrel/session/store.hpp"
#include "kestrel/session/summary.hpp"

namespace kestrel::session {
namespace {

// Those without a place come first.
bool stands_before(const Diagnostic& left, const Diagnostic& right) {
  const auto begin = [](const Diagnostic& diagnostic) {
    return diagnostic.primary ? diagnostic.primary->begin : 0;
  };
  return begin(left) < begin(right);
}

}  // namespace

class Session::Implementation {
 public:
  Implementation(Settings settings, plugin::Registry registry, Context& context)
      : settings_(std::move(settings)),
        registry_(std::move(registry)),
        store_(settings_, registry_, context) {}

  bool run(const Block& block, Output& output) {
    return survive(output, [&] { return run_block(block, output); });
  }

  bool check(const Block& block, Output& output) {
    return survive(output, [&] { return check_block(block, output); });
  }

  std::optional<std::string> format(const Block& block, Output& output) {
    std::optional<std::string> layout;
    survive(output, [&] {
      layout = format_block(block, output);
      return layout.has_value();
    });
    return layout;
  }

  std::vector<Completion> complete(std::string_view text, std::size_t cursor) {
    try {
      return session::complete(text, cursor, registry_, variables_, store_, settings_);
    } catch (const std::exception&) {
      return {};  // a fault of ours is told when a block runs, not while one is written
    }
  }

  const SourceTexts& texts() const { return texts_; }
  const std::map<std::string, Variable>& variables() const { return variables_; }

 private:
  // Does some work; a fault of ours is reported, and the session goes on.
  template <typename Work>
  static bool survive(Output& output, Work work) {
    try {
      return work();
    } catch (const InternalError& fault) {
      output.report(internal(fault.what()));
    } catch (const std::bad_alloc&) {
      output.report(error("out-of-memory", "there is no memory left for this statement")
                        .help("allow more with `--memory`, or retrieve less"));
    } catch (const std::exception& fault) {
      output.report(internal(fault.what()));
    }
    return false;
  }

  bool check_block(const Block& block, Output& output) {
    const std::uint32_t source = texts_.add(block.name, block.text);
    const SourceText& text = texts_.at(source);
    const lang::Parsed parsed = lang::parse(text.text(), source);
    if (!check_) {
      check_.emplace(settings_, registry_, store_, variables_, last_read_, LoadedFiles::read);
    }
    return report_all(parsed.diagnostics,
                      check_->statements(parsed.block, parsed.unread, text, surroundings(block)),
                      output);
  }

  std::optional<std::string> format_block(const Block& block, Output& output) {
    const std::uint32_t source = texts_.add(block.name, block.text);
    const std::string_view text = texts_.at(source).text();
    const lang::Parsed parsed = lang::parse(text, source);
    return report_all(parsed.diagnostics, {}, output) ? std::optional(lang::format(text, parsed))
                                                      : std::nullopt;
  }

  bool run_block(const Block& block, Output& output) {
    const auto begin = std::chrono::steady_clock::now();
    const std::uint32_t source = texts_.add(block.name, block.text);
    const SourceText& text = texts_.at(source);
    const lang::Parsed parsed = lang::parse(text.text(), source);
    const auto shows = [&](Stage stage) { return block.shown.contains(stage); };
    if (shows(Stage::tokens)) {
      output.stage(Stage::tokens, lang::dump(parsed.tokens, text));
    }
    if (!parsed.diagnostics.empty()) {
      Check rest(settings_, registry_, store_, variables_, last_read_, LoadedFiles::left_alone);
      return report_all(parsed.diagnostics,
                        rest.statements(parsed.block, parsed.unread, text, surroundings(block)),
                        output);
    }
    if (shows(Stage::ast)) {
      output.stage(Stage::ast, lang::dump(parsed.block));
    }
    check_.reset();
    BlockScope scope(settings_, registry_, store_, variables_, last_read_, surroundings(block));
    std::vector<std::string> made;
    bool good = true;
    for (std::size_t index = 0; index < parsed.block.size(); ++index) {
      const ast::Statement& statement = parsed.block[index];
      const auto first_step = static_cast<std::uint32_t>(store_.graph().steps().size());
      auto done = run_statement(statement, scope, made, output);
      show_stages(block, {first_step}, output);
      for (const Diagnostic& warning : scope.take_warnings()) {
        output.report(warning);
      }
      for (const Diagnostic& warning : store_.take_warnings()) {
        output.report(warning);
      }
      if (!done) {
        output.report(done.diagnostic());
        good = false;
        if (done.diagnostic().slug != "cancelled") {
          check_rest(std::span(parsed.block).subspan(index), block, text, output);
        }
        break;
      }
    }
    if (good && settings_.show_summary && !made.empty()) {
      const auto summary =
          summarise(made, variables_, store_, std::chrono::steady_clock::now() - begin);
      show_statements(block, output);
      if (summary) {
        output.show(*summary);
      } else {
        output.report(summary.diagnostic());
        good = false;
      }
    }
    report_timings(block, output);
    return good;
  }

  // The first statement ran and failed. What can be said of the others is told in one go.
  void check_rest(std::span<const ast::Statement> statements, const Block& block,
                  const SourceText& text, Output& output) {
    Check rest(settings_, registry_, store_, variables_, last_read_, LoadedFiles::left_alone);
    rest.fail(statements.front());
    report_all({},
               rest.statements(statements.subspan(1), {}, text, surroundings(block),
                               lang::most_faults - 1),
               output);
  }

  // Reports what was found, in the order of the text, up to as many errors as one block may have.
  // Returns whether there was none.
  static bool report_all(std::vector<Diagnostic> found, const std::vector<Diagnostic>& also_found,
                         Output& output) {
    found.insert(found.end(), also_found.begin(), also_found.end());
    std::stable_sort(found.begin(), found.end(), &stands_before);
    std::size_t errors = 0;
    for (const Diagnostic& diagnostic : found) {
      errors += diagnostic.severity == Severity::error ? 1 : 0;
      if (errors <= lang::most_faults) {
        output.report(diagnostic);
      }
    }
    return errors == 0;
  }

  Result<Done> run_statement(const ast::Statement& statement, BlockScope& scope,
                             std::vector<std::string>& made, Output& output) {
    KESTREL_TRY(const lang::Instruction instruction, lang::compile(statement, scope));
    last_instruction_ = instruction;
    for (const Diagnostic& warning : instruction.warnings) {
      output.report(warning);
    }
    switch (instruction.action) {
      case lang::Action::define:
        return define(instruction, made);
      case lang::Action::display:
        return display(instruction, output);
      case lang::Action::inform: {
        KESTREL_TRY(
            DictionaryDisplay described,
            describe_variable(instruction.variable, variables_.at(instruction.variable), store_));
        output.show(std::move(described));
        return Done{};
      }
      case lang::Action::describe: {
        KESTREL_TRY(DictionaryDisplay described,
                    describe_attribute(instruction.variable, instruction.step,
                                       *instruction.attribute, store_));
        output.show(std::move(described));
        return Done{};
      }
      case lang::Action::explain: {
        KESTREL_TRY(ExplanationDisplay explained,
                    explain(instruction.variable, instruction.step, variables_, store_));
        output.show(std::move(explained));
        return Done{};
      }
      case lang::Action::save:
        return save_rows(instruction, scope);
      case lang::Action::apply: {
        KESTREL_TRY(
            const std::optional<HtmlDisplay> drawn,
            apply(instruction.step, instruction.dependencies, settings_, registry_, store_));
        if (drawn) {
          output.show(*drawn);
        }
        return Done{};
      }
    }
    return Done{};
  }

  Result<Done> define(const lang::Instruction& instruction, std::vector<std::string>& made) {
    KESTREL_CHECK(store_.verify(instruction.step));
    Variable variable{instruction.step, instruction.verb, instruction.dependencies,
                      data_source(instruction)};
    variables_.insert_or_assign("_", variable);
    if (instruction.variable != "_") {
      variables_.insert_or_assign(instruction.variable, std::move(variable));
      std::erase(made, instruction.variable);
      made.push_back(instruction.variable);
    }
    return Done{};
  }

  std::optional<std::string> data_source(const lang::Instruction& instruction) const {
    for (const std::string& name : instruction.dependencies) {
      if (const auto& inherited = variables_.at(name).data_source) {
        return inherited;
      }
    }
    const ir::Graph& graph = store_.graph();
    const auto* read =
        std::get_if<ir::Read>(&graph.at(ir::source_of(graph, instruction.step)).operation);
    if (read == nullptr) {
      return std::nullopt;  // written down, or loaded
    }
    return fmt::format("{}://{}", read->scheme, fmt::join(read->places, ","));
  }

  Result<Done> save_rows(const lang::Instruction& instruction, const BlockScope& scope) {
    auto saved = save(instruction.step, scope.target(instruction.path).string(), settings_, store_);
    if (saved) {
      return Done{};
    }
    Diagnostic diagnostic = std::move(saved).diagnostic();
    if (diagnostic.slug.starts_with("file-") || diagnostic.slug == "unknown-file-format") {
      diagnostic.primary = instruction.path_span;
    }
    return diagnostic;
  }

  Result<Done> display(const lang::Instruction& instruction, Output& output) {
    KESTREL_TRY(Table table, store_.rows(instruction.step));
    const std::uint64_t rows = table.row_count();
    output.show(TableDisplay{instruction.variable, std::move(table), rows});
    return Done{};
  }

  // Relative places are looked up where the program runs, then where the huntflow lies.
  static plugin::Surroundings surroundings(const Block& block) {
    std::error_code problem;
    return {std::filesystem::current_path(problem), block.huntflow_folder};
  }

  void show_stages(const Block& block, ir::StepId first, Output& output) {
    const ir::Graph& graph = store_.graph();
    if (block.shown.contains(Stage::ir)) {
      std::vector<ir::NamedStep> names;
      for (const auto& [name, variable] : variables_) {
        if (name != "_") {
          names.push_back({variable.step, name});
        }
      }
      output.stage(Stage::ir, ir::dump(graph, first, names));
    }
    if (block.shown.contains(Stage::plan) && last_instruction_) {
      output.stage(Stage::plan, plan::dump(graph, plan::split(graph, last_instruction_->step)));
    }
    show_statements(block, output);
    last_instruction_.reset();
  }

  void show_statements(const Block& block, Output& output) {
    const std::vector<std::string> statements = store_.take_statements();
    if (block.shown.contains(Stage::sql) && !statements.empty()) {
      output.stage(Stage::sql, fmt::format("{}\n", fmt::join(statements, "\n")));
    }
  }

  void report_timings(const Block& block, Output& output) {
    const std::vector<Timing> timings = store_.take_timings();
    if (!block.shown.contains(Stage::timings)) {
      return;
    }
    std::string text;
    for (const Timing& timing : timings) {
      text +=
          fmt::format("{:9.3f} ms  {}\n",
                      std::chrono::duration<double, std::milli>(timing.time).count(), timing.work);
    }
    output.stage(Stage::timings, text);
  }

  static Diagnostic internal(const std::string& words) {
    return error("internal-error",
                 "this program broke one of its own promises; the session goes on")
        .note(words)
        .help("report it with the huntflow that led here");
  }

  Settings settings_;
  plugin::Registry registry_;
  Store store_;
  SourceTexts texts_;
  std::map<std::string, Variable> variables_;
  std::optional<ir::StepId> last_read_;
  std::optional<lang::Instruction> last_instruction_;
  std::optional<Check> check_;  // what `check` knows, until something runs
};

Session::Session(Settings settings, plugin::Registry registry, Context& context)
    : implementation_(
          std::make_unique<Implementation>(std::move(settings), std::move(registry), context)) {}

Session::~Session() = default;

bool Session::run(const Block& block, Output& output) {
  return implementation_->run(block, output);
}

bool Session::check(const Block& block, Output& output) {
  return implementation_->check(block, output);
}

std::optional<std::string> Session::format(const Block& block, Output& output) {
  return implementation_->format(block, output);
}

std::vector<Completion> Session::complete(std::string_view text, std::size_t cursor) {
  return implementation_->complete(text, cursor);
}

bool Session::is_incomplete(std::string_view text) {
  return lang::parse(text, 0).incomplete;
}

const SourceTexts& Session::texts() const {
  return implementation_->texts();
}

const std::map<std::string, Variable>& Session::variables() const {
  return implementation_->variables();
}

}  // namespace kestrel::session
