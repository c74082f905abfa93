// NEW: entities that are written down.
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "kestrel/lang/messages.hpp"
#include "kestrel/lang/primary_attribute.hpp"
#include "kestrel/lang/verbs/table.hpp"
#include "kestrel/model/identity.hpp"

namespace kestrel::lang {
namespace {

Result<ast::New::Row> parse_row(Cursor& cursor) {
  KESTREL_CHECK(cursor.expect_punctuation("{"));
  ast::New::Row row;
  do {
    const Token key = cursor.peek();
    KESTREL_TRY(std::string name, cursor.string());
    KESTREL_CHECK(cursor.expect_punctuation(":"));
    KESTREL_TRY(ast::Value value, cursor.cell());
    row.emplace_back(ast::Name{std::move(name), key.span}, std::move(value));
  } while (cursor.accept_punctuation(","));
  KESTREL_CHECK(cursor.expect_punctuation("}"));
  return row;
}

Result<ast::Body> parse(Cursor& cursor) {
  ast::New made;
  if (!cursor.at_punctuation("[")) {
    KESTREL_TRY(made.type, cursor.entity_type());
  }
  const std::uint32_t begin = cursor.peek().span.begin;
  KESTREL_CHECK(cursor.expect_punctuation("["));
  const bool objects = cursor.at_punctuation("{");
  if (!objects && cursor.peek().kind != TokenKind::string) {
    return messages::expected("a quoted text or `{`", cursor.peek());
  }
  do {
    if (objects) {
      KESTREL_TRY(ast::New::Row row, parse_row(cursor));
      made.rows.push_back(std::move(row));
    } else {
      const Token token = cursor.peek();
      KESTREL_TRY(std::string text, cursor.string());
      made.texts.push_back({std::move(text), token.span});
    }
  } while (cursor.accept_punctuation(","));
  KESTREL_CHECK(cursor.expect_punctuation("]"));
  made.data_span = cursor.since(begin);
  return ast::Body(std::move(made));
}

const ast::Value* find(const ast::New::Row& row, std::string_view key) {
  const ast::Value* found = nullptr;  // of a key that is there twice, the last counts
  for (const auto& [name, value] : row) {
    found = name.text == key ? &value : found;
  }
  return found;
}

// The cells of a row by name; of a key that is there twice, the last counts.
using Cells = std::unordered_map<std::string_view, const ast::Value*>;

Cells cells_of(const ast::New::Row& row) {
  Cells cells;
  for (const auto& [name, value] : row) {
    cells.insert_or_assign(name.text, &value);
  }
  return cells;
}

// The type that the rows tell, or the declared one if none tells any.
Result<std::string> type_of(const ast::New& made, std::vector<Diagnostic>& warnings) {
  const ast::Value* first = nullptr;
  const ast::New::Row* lacking = nullptr;
  for (const ast::New::Row& row : made.rows) {
    const ast::Value* told = find(row, "type");
    if (told == nullptr) {
      lacking = &row;
      continue;
    }
    const auto* text = std::get_if<std::string>(&told->value);
    if (text == nullptr || text->empty()) {
      return messages::entity_type_is_no_text(told->span);
    }
    if (first != nullptr && std::get<std::string>(first->value) != *text) {
      return messages::mixed_entity_types(told->span, *text, first->span,
                                          std::get<std::string>(first->value));
    }
    first = told;
  }
  if (first != nullptr && lacking != nullptr) {
    return messages::entity_type_missing_in_row(lacking->front().first.span, first->span);
  }
  if (first == nullptr) {
    return made.type ? Result<std::string>(made.type->text)
                     : Result<std::string>(messages::missing_entity_type(made.data_span));
  }
  const std::string& type = std::get<std::string>(first->value);
  if (made.type && made.type->text != type) {
    warnings.push_back(messages::declared_type_ignored(made.type->span, made.type->text, type));
  }
  return type;
}

void write(IdentityText& text, const ast::Value& value) {
  struct Writer {
    IdentityText& text;
    void operator()(ast::Value::Null /*null*/) const { text.raw("null"); }
    void operator()(bool truth) const { text.boolean(truth); }
    void operator()(std::int64_t number) const { text.integer(number); }
    void operator()(double number) const { text.real(number); }
    void operator()(const std::string& content) const { text.text(content); }
  };
  std::visit(Writer{text}, value.value);
}

// Rows that nothing tells apart are entities of their own: their places make them different, and
// the same in every run.
std::string written(const ast::New& made, const std::string& type, std::size_t number) {
  std::string lines;
  IdentityText text;
  const auto begin = [&](std::size_t row, bool has_id) {
    text.clear();
    text.open_object();
    text.member("type");
    text.text(type);
    if (!has_id) {
      text.member("id");
      text.text(fmt::format("new {} row {}", number, row));
    }
  };
  const auto end = [&] {
    text.close_object();
    lines.append(text.view()).push_back('\n');
  };
  for (std::size_t row = 0; row < made.texts.size(); ++row) {
    begin(row, false);
    text.member(primary_attribute(type));
    write(text, made.texts[row]);
    end();
  }
  for (std::size_t row = 0; row < made.rows.size(); ++row) {
    const Cells cells = cells_of(made.rows[row]);
    begin(row, cells.contains("id"));
    for (const auto& [name, value] : made.rows[row]) {
      if (name.text != "type" && cells.at(name.text) == &value) {
        text.member(name.text);
        write(text, value);
      }
    }
    end();
  }
  return lines;
}

// Attributes that are written down, but never with a value.
std::vector<std::string> null_attributes(const ast::New& made) {
  std::vector<std::string_view> names;  // in written order
  std::unordered_map<std::string_view, bool> has_value;
  for (const ast::New::Row& row : made.rows) {
    const Cells cells = cells_of(row);
    for (const auto& [name, value] : row) {
      const auto [known, is_new] = has_value.try_emplace(name.text, false);
      if (is_new) {
        names.push_back(name.text);
      }
      known->second =
          known->second || !std::holds_alternative<ast::Value::Null>(cells.at(name.text)->value);
    }
  }
  std::erase_if(names, [&](std::string_view name) { return has_value.at(name); });
  return {names.begin(), names.end()};
}

}  // namespace

Result<Instruction> lower(const ast::New& made, Span origin, Scope& scope) {
  Instruction instruction{Action::define, {}, "new", {}, {}, std::nullopt, origin};
  KESTREL_TRY(std::string type, type_of(made, instruction.warnings));
  std::string rows = written(made, type, scope.graph().steps().size());
  instruction.step = scope.graph().add(
      {ir::Given{std::move(type), std::move(rows), {}, null_attributes(made)}, {}, origin});
  return instruction;
}

Verb new_verb() {
  return {
      "NEW",
      "NEW [<entity type>] [\"<text>\", ...] or NEW [<entity type>] [{\"<attribute>\": <value>, "
      "...}, ...]",
      "Makes entities that are written down.",
      true,
      false,
      &parse};
}

}  // namespace kestrel::lang
