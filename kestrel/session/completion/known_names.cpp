#include "kestrel/session/completion/known_names.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "kestrel/lang/lexer.hpp"
#include "kestrel/model/vocabulary.hpp"
#include "kestrel/plan/reachable.hpp"
#include "kestrel/sql/entity_scope.hpp"
#include "kestrel/sql/write.hpp"

namespace kestrel::session {
namespace {

// Names come from data: one that the language cannot spell is of no use in a huntflow.
bool is_attribute(std::string_view name) {
  return !name.empty() && lang::Lexer(name, 0).attribute(0).text == name &&
         name.find(':') == std::string_view::npos;
}

bool is_entity_type(std::string_view name) {
  const lang::Token token = lang::Lexer(name, 0).general(0);
  return token.kind == lang::TokenKind::word && token.text == name;
}

void keep_attributes(std::vector<std::string>& names) {
  std::erase_if(names, [](const std::string& name) { return !is_attribute(name); });
}

// Tells whether the attributes of a step can be named without reading or combining anything.
bool has_known_attributes(ir::StepId step, Store& store) {
  const std::vector<ir::StepId> parts = plan::reachable(store.graph(), step);
  return std::all_of(parts.begin(), parts.end(), [&](ir::StepId part) {
    const ir::Operation& operation = store.graph().at(part).operation;
    const bool is_prepared = std::holds_alternative<ir::Read>(operation) ||
                             std::holds_alternative<ir::Given>(operation) ||
                             std::holds_alternative<ir::Identify>(operation);
    return !std::holds_alternative<ir::Combine>(operation) &&
           (!is_prepared || store.catalog().knows(part));
  });
}

/// What a statement says about its rows: their type, or a variable that has the same.
struct Told {
  std::string entity_type;
  std::string like = {};
};

struct TypeReader {
  Told operator()(const ast::Get& get) const { return {get.type.text}; }
  Told operator()(const ast::Find& find) const { return {find.type.text}; }
  Told operator()(const ast::New& made) const { return {made.type ? made.type->text : ""}; }
  Told operator()(const ast::Load& load) const { return {load.type ? load.type->text : ""}; }
  Told operator()(const ast::Assign& assign) const { return {"", assign.expression.input.text}; }
  Told operator()(const ast::Merge& merge) const { return {"", merge.inputs.front().text}; }
  Told operator()(const ast::Sort& sort) const { return {"", sort.input.text}; }
  Told operator()(const ast::Group& group) const { return {"", group.input.text}; }
  Told operator()(const ast::Join& join) const { return {"", join.left.text}; }
  template <typename Other>
  Told operator()(const Other& /*gives no rows*/) const {
    return {""};
  }
};

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", number, number == 1 ? one : many);
}

}  // namespace

KnownNames::KnownNames(const std::map<std::string, Variable>& variables, Store& store,
                       const ast::Block& earlier)
    : variables_(&variables), store_(&store) {
  for (const ast::Statement& statement : earlier) {
    if (!statement.output) {
      continue;
    }
    const Told told = std::visit(TypeReader(), statement.body);
    const std::string* like = told.like.empty() ? nullptr : type_of(told.like);
    earlier_.insert_or_assign(statement.output->text, like == nullptr ? told.entity_type : *like);
  }
}

const std::string* KnownNames::type_of(const std::string& variable) const {
  if (const auto found = earlier_.find(variable); found != earlier_.end()) {
    return &found->second;
  }
  const auto found = variables_->find(variable);
  return found == variables_->end() ? nullptr
                                    : &ir::entity_type_of(store_->graph(), found->second.step);
}

std::string KnownNames::described(const Variable& variable) const {
  std::string help = ir::entity_type_of(store_->graph(), variable.step);
  if (const auto rows = store_->ran(variable.step).rows) {
    help += ", " + (ir::is_grouped(store_->graph(), variable.step)
                        ? counted(*rows, "group", "groups")
                        : counted(*rows, "entity", "entities"));
  }
  return help;
}

std::vector<KnownName> KnownNames::variables() const {
  std::map<std::string, std::string> all = earlier_;
  for (const auto& [name, variable] : *variables_) {
    if (!all.contains(name)) {
      all.emplace(name, described(variable));
    }
  }
  std::vector<KnownName> names;
  names.reserve(all.size());
  for (const auto& [name, help] : all) {
    names.push_back({name, help});
  }
  return names;
}

// Sources of the graph whose content is known by now.
std::vector<ir::StepId> KnownNames::read_sources() const {
  std::vector<ir::StepId> sources;
  const auto steps = static_cast<std::uint32_t>(store_->graph().steps().size());
  for (std::uint32_t index = 0; index < steps; ++index) {
    if (store_->catalog().dataset({index}) != nullptr) {
      sources.push_back({index});
    }
  }
  return sources;
}

std::vector<KnownName> KnownNames::entity_types() const {
  std::set<std::string, std::less<>> types;
  for (const std::string_view type : common_entity_types()) {
    types.emplace(type);
  }
  for (const ir::StepId source : read_sources()) {
    for (const std::string& type : store_->catalog().entity_types(source)) {
      if (is_entity_type(type)) {
        types.insert(type);
      }
    }
  }
  std::vector<KnownName> names;
  for (const std::string& type : types) {
    constexpr std::size_t most_named = 4;
    const auto attributes = common_attributes(type);
    const auto named = attributes.first(std::min(attributes.size(), most_named));
    names.push_back({type, fmt::format("{}", fmt::join(named, ", "))});
  }
  return names;
}

std::vector<std::string> KnownNames::attributes_of_type(std::string_view entity_type) const {
  std::vector<std::string> names;
  for (const ir::StepId source : read_sources()) {
    if (!store_->catalog().entities(source, entity_type)) {
      continue;
    }
    const sql::EntityScope scope(store_->catalog(), source, std::string(entity_type), "e");
    for (std::string& name : scope.expanded_names(store_->updates())) {
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(std::move(name));
      }
    }
  }
  keep_attributes(names);
  if (names.empty()) {
    const auto common = common_attributes(entity_type);
    names.assign(common.begin(), common.end());
  }
  return names;
}

std::vector<std::string> KnownNames::attributes_of_variable(const std::string& name) const {
  if (const auto known = variables_->find(name);
      known != variables_->end() && !earlier_.contains(name) &&
      has_known_attributes(known->second.step, *store_)) {
    std::vector<std::string> names = sql::attribute_names(store_->graph(), known->second.step,
                                                          store_->catalog(), store_->updates());
    keep_attributes(names);
    return names;
  }
  const std::string* type = type_of(name);
  return type == nullptr ? std::vector<std::string>() : attributes_of_type(*type);
}

}  // namespace kestrel::session
