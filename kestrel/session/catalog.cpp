#include "kestrel/session/catalog.hpp"

#include <utility>

#include <fmt/format.h>

namespace kestrel::session {

void Catalog::add(ir::StepId read, std::shared_ptr<const Dataset> dataset, engine::Engine& engine) {
  const std::string suffix = fmt::format("@{}", datasets_.size() + 1);
  for (const EntityTable& table : dataset->entities) {
    engine.serve(table.type + suffix, table.entities);
    engine.serve("occurrences of " + table.type + suffix, table.occurrences);
  }
  engine.serve("observations" + suffix, dataset->observations);
  datasets_.emplace(read.index, Loaded{std::move(dataset), suffix});
}

void Catalog::add_combination(ir::StepId combine, const std::vector<ir::StepId>& parts) {
  std::vector<CombinedPart> known;
  known.reserve(parts.size());
  for (const ir::StepId part : parts) {
    known.push_back({part, this});
  }
  combinations_.emplace(combine.index,
                        Combination(std::move(known), fmt::format("@all{}", combine.index)));
}

void Catalog::add_chosen(ir::StepId identify, std::optional<Table> ids, engine::Engine& engine) {
  std::optional<std::string> name;
  if (ids) {
    name = fmt::format("chosen by %{}", identify.index);
    engine.serve(*name, *std::move(ids));
  }
  chosen_.emplace(identify.index, std::move(name));
}

void Catalog::keep_ids(ir::StepId step, Table ids, engine::Engine& engine) {
  std::string name = fmt::format("ids of %{}", step.index);
  engine.serve(name, std::move(ids));
  kept_ids_.emplace(step.index, std::move(name));
}

const Dataset* Catalog::dataset(ir::StepId source) const {
  const auto found = datasets_.find(source.index);
  return found == datasets_.end() ? nullptr : found->second.dataset.get();
}

std::vector<std::string> Catalog::take_statements() {
  std::vector<std::string> statements;
  for (auto& [index, combination] : combinations_) {
    for (std::string& statement : combination.take_statements()) {
      statements.push_back(std::move(statement));
    }
  }
  return statements;
}

std::optional<sql::Relation> Catalog::chosen(ir::StepId identify) const {
  const auto found = chosen_.find(identify.index);
  if (found == chosen_.end() || !found->second) {
    return std::nullopt;
  }
  return sql::Relation{*found->second, nullptr};
}

std::optional<sql::Relation> Catalog::kept_ids(ir::StepId step) const {
  const auto found = kept_ids_.find(step.index);
  return found == kept_ids_.end() ? std::nullopt
                                  : std::optional(sql::Relation{found->second, nullptr});
}

void Catalog::add_updates(const std::string& type, std::uint32_t as_of, Table table,
                          engine::Engine& engine) {
  const std::string name = fmt::format("updates of {}@{}", type, as_of);
  updates_[type].push_back({as_of, name, std::make_unique<Schema>(table.schema())});
  engine.serve(name, std::move(table));
}

void Catalog::remove_updates_after(std::uint32_t as_of) {
  for (auto& [type, versions] : updates_) {
    std::erase_if(versions, [&](const Version& version) { return version.as_of > as_of; });
  }
}

std::optional<sql::Relation> Catalog::entities(ir::StepId read, std::string_view type) const {
  if (const auto all = combinations_.find(read.index); all != combinations_.end()) {
    return all->second.entities(type);
  }
  const Loaded& loaded = datasets_.at(read.index);
  const EntityTable* table = loaded.dataset->find(type);
  if (table == nullptr) {
    return std::nullopt;
  }
  return sql::Relation{table->type + loaded.suffix, &table->entities.schema()};
}

std::optional<sql::Relation> Catalog::occurrences(ir::StepId read, std::string_view type) const {
  if (const auto all = combinations_.find(read.index); all != combinations_.end()) {
    return all->second.occurrences(type);
  }
  const Loaded& loaded = datasets_.at(read.index);
  const EntityTable* table = loaded.dataset->find(type);
  if (table == nullptr) {
    return std::nullopt;
  }
  return sql::Relation{"occurrences of " + table->type + loaded.suffix,
                       &table->occurrences.schema()};
}

sql::Relation Catalog::observations(ir::StepId read) const {
  if (const auto all = combinations_.find(read.index); all != combinations_.end()) {
    return all->second.observations();
  }
  const Loaded& loaded = datasets_.at(read.index);
  return {"observations" + loaded.suffix, &loaded.dataset->observations.schema()};
}

std::vector<std::string> Catalog::entity_types(ir::StepId read) const {
  if (const auto all = combinations_.find(read.index); all != combinations_.end()) {
    return all->second.entity_types();
  }
  std::vector<std::string> types;
  for (const EntityTable& table : datasets_.at(read.index).dataset->entities) {
    types.push_back(table.type);
  }
  return types;
}

std::optional<sql::Relation> Catalog::updates(std::string_view type, std::uint32_t as_of) const {
  const auto found = updates_.find(type);
  if (found == updates_.end()) {
    return std::nullopt;
  }
  for (auto version = found->second.rbegin(); version != found->second.rend(); ++version) {
    if (version->as_of <= as_of) {
      return sql::Relation{version->name, version->schema.get()};
    }
  }
  return std::nullopt;
}

}  // namespace kestrel::session
