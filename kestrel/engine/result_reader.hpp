// A DuckDB result as one of our tables.
#pragma once

#include <memory>

#include "kestrel/base/context.hpp"
#include "kestrel/base/result.hpp"
#include "kestrel/engine/handles.hpp"
#include "kestrel/model/table.hpp"

namespace kestrel::engine {

/// Copies a result. Whole numbers of any width become integers, decimals and floats reals; a type
/// that has no counterpart is our bug and asserts: statements cast what they select. When cancelled
/// it stops where it is.
Table read_result(::duckdb_result& result, std::shared_ptr<BlockStore> blocks,
                  const Context& context);

}  // namespace kestrel::engine
