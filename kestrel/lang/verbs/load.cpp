// LOAD: entities from a file of rows, such as SAVE writes.
#include <utility>

#include "kestrel/lang/verbs/table.hpp"

namespace kestrel::lang {
namespace {

Result<ast::Body> parse(Cursor& cursor) {
  ast::Load load;
  KESTREL_TRY(WrittenPath path, cursor.path(Expected::path, "a file such as `procs.csv`"));
  load.path = std::move(path.text);
  load.path_span = path.span;
  if (cursor.accept_clause("AS")) {
    KESTREL_TRY(load.type, cursor.entity_type());
  }
  return ast::Body(std::move(load));
}

}  // namespace

Result<Instruction> lower(const ast::Load& load, Span origin, Scope& scope) {
  KESTREL_TRY(const ir::StepId step, scope.load(load.path, load.path_span, load.type));
  return Instruction{Action::define, step, "load", {}, {}, std::nullopt, origin};
}

Verb load_verb() {
  return {"LOAD",
          "LOAD <file> [AS <entity type>]",
          "Loads entities from a CSV, JSON, JSON lines or Parquet file.",
          true,
          false,
          &parse};
}

}  // namespace kestrel::lang
