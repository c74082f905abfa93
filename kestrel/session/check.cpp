#include "kestrel/session/check.hpp"

#include <utility>
#include <variant>

#include "kestrel/lang/compile.hpp"
#include "kestrel/session/files/file_format.hpp"

namespace kestrel::session {
namespace {

/// Tells whether a statement defines a variable.
struct Producing {
  bool operator()(const ast::Apply&) const { return false; }
  bool operator()(const ast::Info&) const { return false; }
  bool operator()(const ast::Describe&) const { return false; }
  bool operator()(const ast::Explain&) const { return false; }
  bool operator()(const ast::Display&) const { return false; }
  bool operator()(const ast::Save&) const { return false; }
  template <typename Producer>
  bool operator()(const Producer&) const {
    return true;
  }
};

}  // namespace

Check::Check(const Settings& settings, const plugin::Registry& registry, Store& store,
             std::map<std::string, Variable> variables, std::optional<ir::StepId> last_read,
             LoadedFiles loaded_files)
    : settings_(&settings),
      registry_(&registry),
      store_(&store),
      variables_(std::move(variables)),
      last_read_(last_read),
      loaded_files_(loaded_files) {}

void Check::lose(const std::string& name) {
  variables_.erase(name);
  unknown_.insert(name);
}

void Check::fail(const ast::Statement& statement) {
  if (std::visit(Producing{}, statement.body)) {
    lose("_");
    lose(statement.output ? statement.output->text : "_");
  }
  const auto* get = std::get_if<ast::Get>(&statement.body);
  last_read_unknown_ = last_read_unknown_ || (get != nullptr && get->source);
  attributes_unknown_ = attributes_unknown_ || std::holds_alternative<ast::Apply>(statement.body);
}

void Check::define(const std::string& name, const lang::Instruction& instruction) {
  unknown_.erase(name);
  variables_.insert_or_assign(
      name, Variable{instruction.step, instruction.verb, instruction.dependencies, std::nullopt});
}

// Tells whether a fault is only that of a statement before, once more.
bool Check::rests_on_unknown(const Diagnostic& diagnostic, const SourceText& text) const {
  if (diagnostic.slug == "missing-source") {
    return last_read_unknown_;
  }
  if (!diagnostic.primary) {
    return false;
  }
  const Span& span = *diagnostic.primary;
  return unknown_.contains(std::string(text.text().substr(span.begin, span.end - span.begin)));
}

// What a source that was read already says of attributes.
Result<Done> Check::known_attributes(const lang::Instruction& instruction) {
  if (attributes_unknown_ || !store_->knows_sources(instruction.step)) {
    return Done{};
  }
  switch (instruction.action) {
    case lang::Action::define:
    case lang::Action::display:
    case lang::Action::save:
      return store_->verify_attributes(instruction.step);
    case lang::Action::describe:
      KESTREL_CHECK(sql::write_values(store_->graph(), instruction.step, store_->catalog(),
                                      *instruction.attribute, store_->updates()));
      break;
    case lang::Action::inform:
    case lang::Action::explain:
    case lang::Action::apply:
      break;
  }
  return Done{};
}

Result<Done> Check::statement(const ast::Statement& statement, BlockScope& scope) {
  const auto* load = std::get_if<ast::Load>(&statement.body);
  if (load != nullptr &&
      (loaded_files_ == LoadedFiles::left_alone || written_.contains(scope.target(load->path)))) {
    fail(statement);
    return Done{};
  }
  KESTREL_TRY(const lang::Instruction instruction, lang::compile(statement, scope));
  KESTREL_CHECK(known_attributes(instruction));
  if (instruction.action == lang::Action::define) {
    define("_", instruction);
    define(instruction.variable, instruction);
  } else if (instruction.action == lang::Action::save) {
    if (auto format = file_format(instruction.path); !format) {
      return std::move(format).diagnostic().at(instruction.path_span);
    }
    written_.insert(scope.target(instruction.path));
  } else if (instruction.action == lang::Action::apply) {
    attributes_unknown_ = true;
  }
  return Done{};
}

std::vector<Diagnostic> Check::statements(std::span<const ast::Statement> statements,
                                          std::span<const lang::Unread> unread,
                                          const SourceText& text,
                                          const plugin::Surroundings& surroundings,
                                          std::size_t most_faults) {
  BlockScope scope(*settings_, *registry_, *store_, variables_, last_read_, surroundings);
  std::vector<Diagnostic> found;
  std::size_t faults = 0;
  for (const ast::Statement& next : statements) {
    for (; !unread.empty() && unread.front().begin < next.span.begin; unread = unread.subspan(1)) {
      lose("_");
      lose(std::string(unread.front().output.value_or("_")));
      last_read_unknown_ = true;
      attributes_unknown_ = true;
    }
    const auto done = statement(next, scope);
    for (Diagnostic& warning : scope.take_warnings()) {
      found.push_back(std::move(warning));
    }
    if (done) {
      continue;
    }
    if (!rests_on_unknown(done.diagnostic(), text)) {
      found.push_back(done.diagnostic());
      ++faults;
    }
    fail(next);
    if (faults >= most_faults) {
      break;
    }
  }
  return found;
}

}  // namespace kestrel::session
