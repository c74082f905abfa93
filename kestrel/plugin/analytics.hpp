// What the session needs from whoever answers to the word before `://` in APPLY.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "kestrel/base/context.hpp"
#include "kestrel/base/result.hpp"
#include "kestrel/model/schema.hpp"
#include "kestrel/model/table.hpp"

namespace kestrel::plugin {

/// One variable as an analytics sees it: its attributes, those of referenced entities under dotted
/// names, and last `type`. Ids are text (`process--<uuid>`). Made when asked for, and only the
/// columns asked for.
class AnalyticsInput {
 public:
  virtual ~AnalyticsInput() = default;

  virtual std::string_view variable() const = 0;
  virtual std::string_view entity_type() const = 0;
  virtual const Schema& schema() const = 0;
  virtual std::size_t row_count() const = 0;

  /// Writes all columns as a Parquet file: lists as JSON text, booleans as 0 and 1, times as text.
  virtual Result<Done> write_parquet(const std::filesystem::path& file) = 0;

  /// Returns some columns, in the order asked for, rows in the variable's order. A name that the
  /// schema lacks is our bug and asserts.
  virtual Result<Table> columns(std::span<const std::string> names) = 0;
};

/// One APPLY, with everything resolved.
struct AnalyticsCall {
  std::string name;  // what follows `://`
  std::vector<std::pair<std::string, std::string>>
      arguments;                         // in written order, lists joined by commas
  std::vector<AnalyticsInput*> inputs;   // in the order of ON
  std::filesystem::path scratch_folder;  // empty, private to this call, removed after it

  /// Returns the value of an argument, if it was given. The name must match exactly.
  std::optional<std::string_view> argument(std::string_view wanted) const;
};

/// Rows that come back for one input, from a hostile hand: a Parquet file, or columns. Must have a
/// column `id`; the session checks everything before it merges.
using AnalyticsOutput = std::variant<std::filesystem::path, Table>;

/// What an analytics gave back.
struct AnalyticsOutcome {
  std::vector<std::optional<AnalyticsOutput>>
      outputs;                      // by input; none: the variable stays as it is
  std::optional<std::string> html;  // one display, from a hostile hand
};

/// Runs analytics of one kind. One object serves one session, one call at a time.
///
/// Diagnostics need no place: the session points them at the APPLY.
class AnalyticsInterface {
 public:
  virtual ~AnalyticsInterface() = default;

  /// Returns the word before `://`, in lower case. Saved huntflows contain it: never change it.
  virtual std::string_view scheme() const = 0;

  /// Returns the names that can be applied now, sorted, for completion and near names.
  virtual Result<std::vector<std::string>> list() = 0;

  /// Runs one analytics to its end. May block; polls `context`; when cancelled it fails with the
  /// slug `cancelled` and leaves nothing running.
  virtual Result<AnalyticsOutcome> apply(const AnalyticsCall& call, Context& context) = 0;
};

}  // namespace kestrel::plugin
