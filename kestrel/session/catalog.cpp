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
  const Loaded& loaded = datasets_.at(read.index);
  const EntityTable* table = loaded.dataset->find(type);
  if (table == nullptr) {
    return std::nullopt;
  }
  return sql::Relation{table->type + loaded.suffix, &table->entities.schema()};
}

std::optional<sql::Relation> Catalog::occurrences(ir::StepId read, std::string_view type) const {
  const Loaded& loaded = datasets_.at(read.index);
  const EntityTable* table = loaded.dataset->find(type);
  if (table == nullptr) {
    return std::nullopt;
  }
  return sql::Relation{"occurrences of " + table->type + loaded.suffix,
                       &table->occurrences.schema()};
}

sql::Relation Catalog::observations(ir::StepId read) const {
  const Loaded& loaded = datasets_.at(read.index);
  return {"observations" + loaded.suffix, &loaded.dataset->observations.schema()};
}

std::vector<std::string> Catalog::entity_types(ir::StepId read) const {
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
