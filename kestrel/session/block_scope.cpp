#include "kestrel/session/block_scope.hpp"

#include <algorithm>
#include <utility>

#include "kestrel/base/letters.hpp"
#include "kestrel/base/nearest_name.hpp"
#include "kestrel/lang/messages.hpp"
#include "kestrel/session/files/path_text.hpp"

namespace kestrel::session {
namespace {

constexpr std::string_view scheme_mark = "://";

/// One of the places of a FROM clause, and where it stands.
struct Part {
  std::string_view text;
  Span span;
};

// Places are separated by commas. The scheme stands before the first or before each of them.
std::vector<Part> parts_of(const ast::Source& source) {
  std::vector<Part> parts;
  std::string_view rest = source.text;
  std::uint32_t begin = source.text_begin;
  while (true) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const auto end = begin + static_cast<std::uint32_t>(comma);
    parts.push_back({rest.substr(0, comma), {begin, end, source.span.source}});
    if (comma == rest.size()) {
      return parts;
    }
    rest.remove_prefix(comma + 1);
    begin = end + 1;
  }
}

}  // namespace

BlockScope::BlockScope(const Settings& settings, const plugin::Registry& registry, Store& store,
                       const std::map<std::string, Variable>& variables,
                       std::optional<ir::StepId>& last_read, plugin::Surroundings surroundings)
    : settings_(&settings),
      registry_(&registry),
      store_(&store),
      variables_(&variables),
      last_read_(&last_read),
      surroundings_(std::move(surroundings)) {}

std::optional<ir::StepId> BlockScope::find_variable(const std::string& name) const {
  const auto found = variables_->find(name);
  return found == variables_->end() ? std::nullopt : std::optional(found->second.step);
}

std::vector<std::string> BlockScope::variable_names() const {
  std::vector<std::string> names;
  for (const auto& [name, variable] : *variables_) {
    names.push_back(name);
  }
  return names;
}

Result<ir::StepId> BlockScope::read(const ast::Source& source) {
  std::string scheme = settings_->default_source_scheme;
  plugin::DataSource* reader = nullptr;
  std::vector<std::string> places;
  for (Part part : parts_of(source)) {
    if (const std::size_t mark = part.text.find(scheme_mark); mark != std::string_view::npos) {
      scheme = lowered(part.text.substr(0, mark));
      part.text.remove_prefix(mark + scheme_mark.size());
    }
    plugin::DataSource* answering = registry_->source(scheme);
    if (answering == nullptr) {
      return lang::messages::unknown_scheme(part.span, scheme, "source",
                                            registry_->source_schemes());
    }
    if (reader != nullptr && answering != reader) {
      return lang::messages::mixed_sources(part.span);
    }
    reader = answering;
    std::string written(part.text);
    if (scheme == "file") {
      written = expanded_path(written, *settings_).string();
    }
    auto place = reader->resolve(written, surroundings_);
    if (!place) {
      Diagnostic diagnostic = std::move(place).diagnostic();
      diagnostic.primary = part.span;
      const auto near = nearest_name(source.text, variable_names());
      return near ? std::move(diagnostic).help("nearest variable is `" + *near + "`") : diagnostic;
    }
    places.push_back(*std::move(place));
  }
  KESTREL_TRY(const ir::StepId step, store_->read_step(*reader, scheme, places, source.span));
  *last_read_ = step;
  return step;
}

Result<ir::StepId> BlockScope::load(const std::string& path, Span path_span,
                                    const std::optional<ast::Name>& type) {
  const std::filesystem::path written = expanded_path(path, *settings_);
  std::vector<std::filesystem::path> candidates{surroundings_.current_folder / written};
  if (written.is_relative() && !surroundings_.huntflow_folder.empty() &&
      surroundings_.huntflow_folder != surroundings_.current_folder) {
    candidates.push_back(surroundings_.huntflow_folder / written);
  }
  std::string looked_at;
  for (const std::filesystem::path& candidate : candidates) {
    std::error_code ignored;
    if (!std::filesystem::exists(candidate, ignored)) {
      looked_at += (looked_at.empty() ? "" : ", ") + candidate.lexically_normal().string();
      continue;
    }
    auto step = store_->load_step(candidate.lexically_normal().string(),
                                  type ? std::optional(type->text) : std::nullopt, path_span);
    if (!step) {
      Diagnostic diagnostic = std::move(step).diagnostic();
      diagnostic.primary = path_span;
      return diagnostic;
    }
    const std::string& found = ir::entity_type_of(store_->graph(), *step);
    if (type && type->text != found) {
      warnings_.push_back(lang::messages::declared_type_ignored(type->span, type->text, found));
    }
    return step;
  }
  return error("file-not-found", "there is no file `" + path + "`")
      .at(path_span)
      .note("looked for " + looked_at)
      .help("name a file that SAVE wrote, or another with rows");
}

std::filesystem::path BlockScope::target(const std::string& path) const {
  return (surroundings_.current_folder / expanded_path(path, *settings_)).lexically_normal();
}

Result<std::pair<std::string, std::string>> BlockScope::analytics(const std::string& uri,
                                                                  Span span) const {
  const std::size_t mark = uri.rfind(scheme_mark);
  if (mark != std::string::npos) {
    std::string scheme = lowered(uri.substr(0, mark));
    KESTREL_CHECK(expect_analytics_interface(scheme, span));
    return std::pair(std::move(scheme), uri.substr(mark + scheme_mark.size()));
  }
  for (const std::string& scheme : settings_->default_analytics_schemes) {
    plugin::AnalyticsInterface* candidate = registry_->analytics_interface(scheme);
    const auto names = candidate == nullptr
                           ? Result<std::vector<std::string>>(std::vector<std::string>())
                           : candidate->list();
    if (names && std::find(names->begin(), names->end(), uri) != names->end()) {
      return std::pair(scheme, uri);
    }
  }
  for (const std::string& scheme : settings_->default_analytics_schemes) {
    KESTREL_CHECK(expect_analytics_interface(scheme, span));
  }
  return std::pair(settings_->default_analytics_schemes.front(), uri);
}

Result<Done> BlockScope::expect_analytics_interface(const std::string& scheme, Span span) const {
  if (registry_->analytics_interface(scheme) == nullptr) {
    return lang::messages::unknown_scheme(span, scheme, "analytics interface",
                                          registry_->analytics_schemes());
  }
  return Done{};
}

}  // namespace kestrel::session
