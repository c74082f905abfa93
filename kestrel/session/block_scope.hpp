// What statements of one block see: the session's variables, its sources, its analytics.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kestrel/lang/scope.hpp"
#include "kestrel/plugin/registry.hpp"
#include "kestrel/session/session.hpp"
#include "kestrel/session/store.hpp"

namespace kestrel::session {

/// Lives while one block is compiled.
class BlockScope : public lang::Scope {
 public:
  BlockScope(const Settings& settings, const plugin::Registry& registry, Store& store,
             const std::map<std::string, Variable>& variables, std::optional<ir::StepId>& last_read,
             plugin::Surroundings surroundings);

  ir::Graph& graph() override { return store_->graph(); }
  std::optional<ir::StepId> find_variable(const std::string& name) const override;
  std::vector<std::string> variable_names() const override;
  Result<ir::StepId> read(const ast::Source& source) override;
  std::optional<ir::StepId> last_read() const override { return *last_read_; }
  Result<std::pair<std::string, std::string>> analytics(const std::string& uri,
                                                        Span span) const override;
  std::vector<ir::StepId> reads() const override { return store_->read_steps(); }
  Result<ir::StepId> load(const std::string& path, Span path_span,
                          const std::optional<ast::Name>& type) override;
  lang::Rules rules() const override { return settings_->rules; }

  /// Returns where SAVE writes a path: what `~` and `$NAME` stand for put in, absolute.
  std::filesystem::path target(const std::string& path) const;

  /// Returns what the hunter should know about the statements compiled since the last call.
  std::vector<Diagnostic> take_warnings() { return std::exchange(warnings_, {}); }

  Timestamp now() const override { return settings_->now(); }
  std::uint32_t updates() const override { return store_->updates(); }

 private:
  Result<Done> expect_analytics_interface(const std::string& scheme, Span span) const;

  const Settings* settings_;
  const plugin::Registry* registry_;
  Store* store_;
  const std::map<std::string, Variable>* variables_;
  std::optional<ir::StepId>* last_read_;
  plugin::Surroundings surroundings_;
  std::vector<Diagnostic> warnings_;
};

}  // namespace kestrel::session
