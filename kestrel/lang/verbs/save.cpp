// SAVE: writes the rows of a variable to a file.
#include <utility>

#include "kestrel/lang/verbs/table.hpp"

namespace kestrel::lang {
namespace {

Result<ast::Body> parse(Cursor& cursor) {
  ast::Save save;
  KESTREL_TRY(save.input, cursor.variable());
  KESTREL_CHECK(cursor.expect_keyword("TO"));
  KESTREL_TRY(WrittenPath path, cursor.path(Expected::path, "a file such as `procs.csv`"));
  save.path = std::move(path.text);
  save.path_span = path.span;
  return ast::Body(std::move(save));
}

}  // namespace

Result<Instruction> lower(const ast::Save& save, Span origin, Scope& scope) {
  KESTREL_TRY(const ir::StepId step, scope.variable(save.input));
  Instruction instruction{Action::save,      step,         "save", save.input.text,
                          {save.input.text}, std::nullopt, origin};
  instruction.path = save.path;
  instruction.path_span = save.path_span;
  return instruction;
}

Verb save_verb() {
  return {"SAVE",
          "SAVE <variable> TO <file>",
          "Writes the rows of a variable to a CSV, JSON, JSON lines or Parquet file.",
          false,
          false,
          &parse};
}

}  // namespace kestrel::lang
