#include "kestrel/session/analytics/input.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace kestrel::session {

StepInput::StepInput(std::string variable, ir::StepId step, Store& store)
    : variable_(std::move(variable)),
      entity_type_(ir::entity_type_of(store.graph(), step)),
      step_(step),
      store_(&store) {}

Result<std::unique_ptr<StepInput>> StepInput::of(std::string variable, ir::StepId step,
                                                 Store& store) {
  std::unique_ptr<StepInput> input(new StepInput(std::move(variable), step, store));
  KESTREL_TRY(const Size size, store.size(step));
  input->row_count_ = size.entities;
  std::vector<std::string> names =
      sql::attribute_names(store.graph(), step, store.catalog(), store.updates());
  if (std::find(names.begin(), names.end(), "type") == names.end()) {
    names.emplace_back("type");
  }
  KESTREL_TRY(sql::Query query, input->query(names));
  query.text = fmt::format("SELECT * FROM ({}) LIMIT 0", query.text);
  KESTREL_TRY(const Table empty, store.run(query, step, "describe what an analytics gets"));
  input->schema_ = empty.schema();
  return input;
}

Result<sql::Query> StepInput::query(std::span<const std::string> names) const {
  KESTREL_TRY(sql::Written written,
              sql::write_columns(store_->graph(), step_, store_->catalog(), store_->updates(),
                                 {names.begin(), names.end()}));
  return std::move(written.query);
}

Result<Done> StepInput::write_parquet(const std::filesystem::path& file) {
  KESTREL_TRY(sql::Query query, this->query(schema_.visible_names()));
  query.text = fmt::format("COPY ({}) TO {} (FORMAT parquet, COMPRESSION snappy)", query.text,
                           sql::quoted_text(file.string()));
  KESTREL_CHECK(store_->run(query, step_, "write what an analytics gets"));
  return Done{};
}

Result<Table> StepInput::columns(std::span<const std::string> names) {
  for (const std::string& name : names) {
    KESTREL_ASSERT(schema_.find(name) != nullptr);
  }
  KESTREL_TRY(const sql::Query query, this->query(names));
  return store_->run(query, step_, "select what an analytics gets");
}

}  // namespace kestrel::session
