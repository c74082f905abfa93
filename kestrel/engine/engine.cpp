#include "kestrel/engine/engine.hpp"

#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "kestrel/engine/handles.hpp"
#include "kestrel/engine/result_reader.hpp"
#include "kestrel/engine/served_tables.hpp"
#include "kestrel/engine/subnet_functions.hpp"

namespace kestrel::engine {
namespace {

Diagnostic refused(const char* words) {
  return error("engine", "the engine refused a statement")
      .note(words == nullptr ? "no reason was given" : words);
}

Value engine_value(const sql::Parameter& parameter) {
  struct Maker {
    Value operator()(std::int64_t number) const { return Value(duckdb_create_int64(number)); }
    Value operator()(double number) const { return Value(duckdb_create_double(number)); }
    Value operator()(bool truth) const { return Value(duckdb_create_bool(truth)); }
    Value operator()(const std::string& text) const {
      return Value(duckdb_create_varchar_length(text.data(), text.size()));
    }
  };
  return std::visit(Maker{}, parameter);
}

class DuckDbEngine : public Engine {
 public:
  Result<Done> start(const Settings& settings) {
    KESTREL_CHECK(load_library(settings.library_folder));
    Config config;
    duckdb_create_config(config.out());
    const auto set = [&](const char* name, const std::string& value) {
      duckdb_set_config(config.get(), name, value.c_str());
    };
    set("autoinstall_known_extensions", "false");
    set("autoload_known_extensions", "false");
    set("allow_community_extensions", "false");
    if (settings.memory_limit > 0) {
      set("memory_limit", fmt::format("{}B", settings.memory_limit));
    }
    if (settings.threads > 0) {
      set("threads", std::to_string(settings.threads));
    }
    if (!settings.exchange_folder.empty()) {
      set("temp_directory", (settings.exchange_folder / "engine").string());
    }
    char* problem = nullptr;
    if (duckdb_open_ext(nullptr, database_.out(), config.get(), &problem) != DuckDBSuccess) {
      Diagnostic diagnostic = refused(problem);
      duckdb_free(problem);
      return diagnostic;
    }
    if (duckdb_connect(database_.get(), connection_.out()) != DuckDBSuccess ||
        !tables_.register_with(database_.get(), connection_.get()) ||
        !register_subnet_functions(connection_.get())) {
      return refused("it could not be set up");
    }
    return shut_in(settings.exchange_folder);
  }

  // In this order: the folder can only be named while the outside is open, and nothing after the
  // lock.
  Result<Done> shut_in(const std::filesystem::path& folder) {
    std::vector<std::string> statements;
    if (!folder.empty()) {
      statements.push_back("SET allowed_directories = [" + sql::quoted_text(folder.string() + "/") +
                           "]");
    }
    statements.emplace_back("SET enable_external_access = false");
    statements.emplace_back("SET lock_configuration = true");
    for (const std::string& statement : statements) {
      KESTREL_CHECK(run({statement, {}}, Context()));
    }
    return Done{};
  }

  void serve(const std::string& name, Table table) override { tables_.add(name, std::move(table)); }

  Result<Table> run(const sql::Query& query, const Context& context) override {
    Prepared prepared;
    if (duckdb_prepare(connection_.get(), query.text.c_str(), prepared.out()) != DuckDBSuccess) {
      return refused(duckdb_prepare_error(prepared.get())).note(query.text);
    }
    for (std::size_t index = 0; index < query.parameters.size(); ++index) {
      const Value value = engine_value(query.parameters[index]);
      if (duckdb_bind_value(prepared.get(), index + 1, value.get()) != DuckDBSuccess) {
        return refused(duckdb_prepare_error(prepared.get()));
      }
    }
    Pending pending;
    const auto begin = query.is_scan ? duckdb_pending_prepared_streaming : duckdb_pending_prepared;
    if (begin(prepared.get(), pending.out()) != DuckDBSuccess) {
      return refused(duckdb_pending_error(pending.get()));
    }
    ::duckdb_pending_state state = DUCKDB_PENDING_RESULT_NOT_READY;
    while (state == DUCKDB_PENDING_RESULT_NOT_READY || state == DUCKDB_PENDING_NO_TASKS_AVAILABLE) {
      if (context.cancelled()) {
        duckdb_interrupt(connection_.get());
        return error("cancelled", "the statement was stopped");
      }
      state = duckdb_pending_execute_task(pending.get());
    }
    if (state == DUCKDB_PENDING_ERROR) {
      return refused(duckdb_pending_error(pending.get()));
    }
    QueryResult result;
    if (duckdb_execute_pending(pending.get(), &result.get()) != DuckDBSuccess) {
      return refused(duckdb_pending_error(pending.get()));
    }
    Table table = read_result(result.get(), blocks_, context);
    if (context.cancelled()) {
      duckdb_interrupt(connection_.get());
      return error("cancelled", "the statement was stopped");
    }
    if (const char* fault = duckdb_result_error(&result.get()); fault != nullptr && *fault != 0) {
      return refused(fault);
    }
    return table;
  }

 private:
  ServedTables tables_;  // before the database: its scans point here
  Database database_;
  Connection connection_;
  std::shared_ptr<BlockStore> blocks_ = std::make_shared<BlockStore>(SIZE_MAX, "");
};

}  // namespace

Result<std::unique_ptr<Engine>> Engine::open(const Settings& settings) {
  auto engine = std::make_unique<DuckDbEngine>();
  KESTREL_CHECK(engine->start(settings));
  return std::unique_ptr<Engine>(std::move(engine));
}

}  // namespace kestrel::engine
