// A variable as an analytics sees it, answered by the engine.
#pragma once

#include <string>

#include "kestrel/plugin/analytics.hpp"
#include "kestrel/session/store.hpp"

namespace kestrel::session {

/// Shows the attributes of a step's rows as they are now.
class StepInput : public plugin::AnalyticsInput {
 public:
  /// Asks the engine for the columns and their types. The store must outlive the input.
  static Result<std::unique_ptr<StepInput>> of(std::string variable, ir::StepId step, Store& store);

  std::string_view variable() const override { return variable_; }
  std::string_view entity_type() const override { return entity_type_; }
  const Schema& schema() const override { return schema_; }
  std::size_t row_count() const override { return row_count_; }
  Result<Done> write_parquet(const std::filesystem::path& file) override;
  Result<Table> columns(std::span<const std::string> names) override;

  ir::StepId step() const { return step_; }

 private:
  StepInput(std::string variable, ir::StepId step, Store& store);

  Result<sql::Query> query(std::span<const std::string> names) const;

  std::string variable_;
  std::string entity_type_;
  ir::StepId step_;
  Store* store_;
  Schema schema_;
  std::size_t row_count_ = 0;
};

}  // namespace kestrel::session
