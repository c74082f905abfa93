#include "kestrel/session/analytics/apply.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "kestrel/session/analytics/input.hpp"
#include "kestrel/session/analytics/merge.hpp"
#include "kestrel/session/displays/cell_text.hpp"

namespace kestrel::session {
namespace {

/// A folder that lives as long as one call.
class ScratchFolder {
 public:
  static Result<ScratchFolder> make(const std::filesystem::path& parent, std::uint32_t number) {
    ScratchFolder folder(parent / fmt::format("apply-{}", number));
    std::error_code problem;
    std::filesystem::remove_all(folder.path_, problem);
    std::filesystem::create_directories(folder.path_, problem);
    if (!problem) {
      std::filesystem::permissions(folder.path_, std::filesystem::perms::owner_all, problem);
    }
    if (problem) {
      return error("scratch-folder",
                   fmt::format("the folder `{}` could not be made", folder.path_.string()))
          .note(problem.message())
          .help("name a folder that can be written with `--cache`");
    }
    return folder;
  }

  ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder() {
    if (!path_.empty()) {
      std::error_code ignored;  // the session's own folder goes at its end
      std::filesystem::remove_all(path_, ignored);
    }
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
};

Diagnostic placed(Diagnostic diagnostic, Span origin) {
  if (!diagnostic.primary) {
    diagnostic.primary = origin;
  }
  return diagnostic;
}

// The values of an attribute, each once, in the order of the rows; nulls left out.
Result<std::string> values_of(const ir::Literal::Reference& reference, ir::StepId input,
                              Store& store) {
  KESTREL_CHECK(store.prepare(input));
  KESTREL_TRY(const sql::WrittenValues values,
              sql::write_values(store.graph(), input, store.catalog(), reference.attribute,
                                reference.as_of));
  sql::Query query = values.query;
  query.text = fmt::format(
      "SELECT value, min(row) AS row FROM ({}) WHERE value IS NOT NULL GROUP BY value ORDER BY row",
      query.text);
  KESTREL_TRY(const Table table, store.run(query, input, "select " + reference.attribute.text));
  std::string text;
  CellText cell;
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    text += row == 0 ? "" : ",";
    text += cell.of(table.column(0), row);
  }
  return text;
}

Result<std::vector<std::pair<std::string, std::string>>> arguments_of(
    const ir::Apply& apply, const std::vector<ir::StepId>& inputs, Store& store) {
  std::vector<std::pair<std::string, std::string>> arguments;
  for (const ir::Argument& argument : apply.arguments) {
    std::string text;
    for (const ir::Literal& value : argument.values) {
      text += &value == &argument.values.front() ? "" : ",";
      if (const auto* reference = std::get_if<ir::Literal::Reference>(&value.value)) {
        KESTREL_TRY(const std::string values,
                    values_of(*reference, inputs.at(reference->input), store));
        text += values;
      } else if (const auto* word = std::get_if<ir::Literal::Word>(&value.value)) {
        text += word->text;
      } else {
        text += std::get<std::string>(value.value);
      }
    }
    arguments.emplace_back(argument.key, std::move(text));
  }
  return arguments;
}

}  // namespace

Result<std::optional<HtmlDisplay>> apply(ir::StepId step, const std::vector<std::string>& variables,
                                         const Settings& settings, const plugin::Registry& registry,
                                         Store& store) {
  const ir::Step written = store.graph().at(step);
  const auto& apply = std::get<ir::Apply>(written.operation);
  std::vector<std::unique_ptr<StepInput>> inputs;
  bool empty = true;
  for (std::size_t index = 0; index < apply.input_count; ++index) {
    KESTREL_TRY(auto input, StepInput::of(variables.at(index), written.inputs[index], store));
    empty = empty && input->row_count() == 0;
    inputs.push_back(std::move(input));
  }
  if (empty) {
    return std::optional<HtmlDisplay>();
  }
  KESTREL_TRY(const ScratchFolder scratch,
              ScratchFolder::make(settings.scratch_folder, step.index));
  KESTREL_TRY(auto arguments, arguments_of(apply, written.inputs, store));
  plugin::AnalyticsCall call{apply.name, std::move(arguments), {}, scratch.path()};
  for (const auto& input : inputs) {
    call.inputs.push_back(input.get());
  }
  plugin::AnalyticsInterface* interface = registry.analytics_interface(apply.scheme);
  KESTREL_ASSERT(interface != nullptr);
  const auto since = std::chrono::steady_clock::now();
  auto outcome = interface->apply(call, store.context());
  store.time(fmt::format("apply {}://{}", apply.scheme, apply.name), since);
  if (!outcome) {
    return placed(std::move(outcome).diagnostic(), written.origin);
  }
  const std::uint32_t before = store.updates();
  for (std::size_t index = 0; index < outcome->outputs.size() && index < inputs.size(); ++index) {
    if (!outcome->outputs[index]) {
      continue;
    }
    auto update = prepare_update(*outcome->outputs[index], *inputs[index], apply.name, store);
    if (!update) {
      store.revert_updates(before);
      return placed(std::move(update).diagnostic(), written.origin);
    }
    if (*update) {
      KESTREL_CHECK(store.add_updates((*update)->entity_type, std::move((*update)->table)));
    }
  }
  if (outcome->html) {
    return std::optional(HtmlDisplay{*std::move(outcome->html)});
  }
  return std::optional<HtmlDisplay>();
}

}  // namespace kestrel::session
