// Steps -> SQL. The only way from the graph to the engine.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "kestrel/base/result.hpp"
#include "kestrel/ir/graph.hpp"
#include "kestrel/sql/catalog.hpp"
#include "kestrel/sql/query.hpp"

namespace kestrel::sql {

/// A statement, and what the hunter should know about it.
struct Written {
  Query query;
  std::vector<Diagnostic> warnings;  // attributes of a GET that the data lacks
  std::size_t shared_steps = 0;      // whose ids the statement works out
  std::vector<std::pair<std::size_t, std::string>> stix_ids;  // columns with the UUID alone of ids
                                                              // of an entity type
};

/// How cells leave the engine.
enum class Form {
  display,    // as they are
  analytics,  // as analytics expect them: lists as JSON text, booleans as 0 and 1, times as text
  file,       // as they are, with the entity type as last column, every row
};

/// Writes the rows of a step: its attributes, those behind references included, or those of its
/// projection, in order; what `as_of` updates gave counts. Rows appear in the step's order, else
/// as the source has them.
///
/// For display, rows that are null throughout are left out, and so are repetitions of a row, as
/// DISP always did: only a projection without `id` can have either.
Result<Written> write_rows(const ir::Graph& graph, ir::StepId step, const Catalog& catalog,
                           std::uint32_t as_of, Form form);

/// Writes some attributes of a step in the form for analytics, without leaving rows out.
Result<Written> write_columns(const ir::Graph& graph, ir::StepId step, const Catalog& catalog,
                              std::uint32_t as_of, const std::vector<std::string>& names);

/// Writes the sizes of steps: a row for each, `step` (its position among them), `entities` and
/// `records`.
Result<Written> write_sizes(const ir::Graph& graph, const std::vector<ir::StepId>& steps,
                            const Catalog& catalog);

/// Asks whether a process of a step has `x_unique_id`: one row with one truth. The text is empty
/// where no process of the source has any.
Result<Written> write_has_unique_process(const ir::Graph& graph, ir::StepId step,
                                         const Catalog& catalog);

/// Writes how the processes of a step, and all others with the same pid, were seen: a row for each
/// observation, `id`, `pid`, `name`, `parent_pid`, `first_observed`, `last_observed`, `is_known`
/// (one of the step's). No rows where a process of the step has `x_unique_id`. The text is empty
/// where the source's processes have no pid.
Result<Written> write_process_sightings(const ir::Graph& graph, ir::StepId step,
                                        const Catalog& catalog);

/// Writes the ids of a step's entities: a row of `id` for each.
Result<Written> write_ids(const ir::Graph& graph, ir::StepId step, const Catalog& catalog);

/// Writes the observations that a step's entities occur in: rows of `record`, some repeated.
Result<Written> write_records(const ir::Graph& graph, ir::StepId step, const Catalog& catalog);

/// A statement that selects values of one type.
struct WrittenValues : Written {
  DataType type = DataType::text;
};

/// Writes one attribute of a step: rows of `value` and `row`, the place in the step's order. Fails
/// with the slug `unknown-attribute`.
Result<WrittenValues> write_values(const ir::Graph& graph, ir::StepId step, const Catalog& catalog,
                                   const ir::AttributePath& attribute, std::uint32_t as_of);

/// Returns the names of a step's attributes, in the order that write_rows gives them.
std::vector<std::string> attribute_names(const ir::Graph& graph, ir::StepId step,
                                         const Catalog& catalog, std::uint32_t as_of);

}  // namespace kestrel::sql
