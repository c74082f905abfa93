#include "kestrel/lang/dump.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <variant>

#include <fmt/format.h>

#include "kestrel/base/letters.hpp"
#include "kestrel/base/unicode.hpp"
#include "kestrel/ir/dump.hpp"
#include "kestrel/lang/cursor.hpp"

namespace kestrel::lang {
namespace {

std::string written(const ast::TimeRange& range) {
  if (const auto* absolute = std::get_if<ast::TimeRange::Absolute>(&range.range)) {
    return fmt::format("start {} stop {}", format_timestamp(absolute->start),
                       format_timestamp(absolute->stop));
  }
  return fmt::format("last {} seconds", std::get<ast::TimeRange::Relative>(range.range).seconds);
}

std::string quoted(const std::string& text) {
  return ir::describe(ir::Literal{text, {}});
}

// A path without quotes where the language needs none.
std::string written_path(const std::string& path) {
  const bool is_plain = !path.empty() && std::all_of(path.begin(), path.end(), [](char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 ||
           std::string_view("_-./:,").find(letter) != std::string_view::npos;
  });
  return is_plain ? path : quoted(path);
}

std::string written(const ast::Value& value) {
  struct Cell {
    std::string operator()(ast::Value::Null /*null*/) const { return "null"; }
    std::string operator()(bool truth) const { return truth ? "true" : "false"; }
    std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
    std::string operator()(double number) const { return ir::describe(ir::Literal{number, {}}); }
    std::string operator()(const std::string& text) const { return quoted(text); }
  };
  return std::visit(Cell{}, value.value);
}

struct Writer {
  std::string text;

  void line(const std::string& content) { text += "  " + content + "\n"; }

  void expression(const ast::Expression& expression) {
    if (expression.transform) {
      line(fmt::format("add {}", fmt::join(ir::added_by(*expression.transform), ", ")));
    }
    line("input " + expression.input.text);
    if (expression.where) {
      line("where " + ir::describe(*expression.where));
    }
    for (const ir::AttributePath& attribute : expression.attributes) {
      line("attribute " + attribute.text);
    }
    if (expression.sort) {
      sort(*expression.sort);
    }
    if (expression.limit) {
      line(fmt::format("limit {}", *expression.limit));
    }
    if (expression.offset) {
      line(fmt::format("offset {}", *expression.offset));
    }
  }

  void sort(const ast::SortBy& by) {
    line(fmt::format("sort by {}{}", by.attribute.text,
                     !by.descending   ? ""
                     : *by.descending ? " desc"
                                      : " asc"));
  }

  void limits(const std::optional<ast::TimeRange>& range,
              const std::optional<std::uint64_t>& limit) {
    if (range) {
      line(written(*range));
    }
    if (limit) {
      line(fmt::format("limit {}", *limit));
    }
  }

  void operator()(const ast::Get& get) {
    text += "get\n";
    line("type " + get.type.text);
    if (get.source) {
      line("from " + written_path(get.source->text));
    }
    line("where " + ir::describe(get.where));
    limits(get.time_range, get.limit);
  }
  void operator()(const ast::Find& find) {
    text += "find\n";
    line("type " + find.type.text);
    line("relation " + lowered(find.relation.text) + (find.reversed ? " by" : ""));
    line("input " + find.input.text);
    if (find.where) {
      line("where " + ir::describe(*find.where));
    }
    limits(find.time_range, find.limit);
  }
  void operator()(const ast::New& made) {
    text += "new\n";
    if (made.type) {
      line("type " + made.type->text);
    }
    for (const ast::Value& value : made.texts) {
      line("text " + written(value));
    }
    for (const ast::New::Row& row : made.rows) {
      std::string cells;
      for (const auto& [name, value] : row) {
        cells +=
            fmt::format("{}{}: {}", cells.empty() ? "" : ", ", quoted(name.text), written(value));
      }
      line("row " + cells);
    }
  }
  void operator()(const ast::Load& load) {
    text += "load\n";
    line("path " + written_path(load.path));
    if (load.type) {
      line("type " + load.type->text);
    }
  }
  void operator()(const ast::Save& save) {
    text += "save\n";
    line("input " + save.input.text);
    line("path " + written_path(save.path));
  }
  void operator()(const ast::Merge& merge) {
    text += "merge\n";
    for (const ast::Name& input : merge.inputs) {
      line("input " + input.text);
    }
  }
  void operator()(const ast::Sort& statement) {
    text += "sort\n";
    line("input " + statement.input.text);
    sort(statement.by);
  }
  void operator()(const ast::Group& group) {
    text += "group\n";
    line("input " + group.input.text);
    for (const ir::GroupKey& key : group.keys) {
      line(key.bin ? fmt::format("by {} in steps of {}{}", key.attribute.text,
                                 *key.bin * key.second.value_or(1), key.second ? " s" : "")
                   : "by " + key.attribute.text);
    }
    for (const ir::Aggregate& aggregate : group.aggregates) {
      line(fmt::format("with {}({}) as {}", ir::name_of(aggregate.aggregation),
                       aggregate.attribute.text, aggregate.name));
    }
  }
  void operator()(const ast::Join& join) {
    text += "join\n";
    line("left " + join.left.text);
    line("right " + join.right.text);
    if (join.by) {
      line(fmt::format("by {} = {}", join.by->first.text, join.by->second.text));
    }
  }
  void operator()(const ast::Describe& describe) {
    text += "describe\n";
    line("input " + describe.input.text);
    line("attribute " + describe.attribute.text);
  }
  void operator()(const ast::Explain& explain) {
    text += "explain\n";
    line("input " + explain.input.text);
  }
  void operator()(const ast::Assign& assign) {
    text += "assign\n";
    expression(assign.expression);
  }
  void operator()(const ast::Apply& apply) {
    text += "apply\n";
    line("analytics " + written_path(apply.uri));
    for (const ast::Name& input : apply.inputs) {
      line("input " + input.text);
    }
    for (const ast::Argument& argument : apply.arguments) {
      std::string values;
      for (const ir::Literal& value : argument.values) {
        values += (values.empty() ? "" : ", ") + ir::describe(value);
      }
      line(fmt::format("argument {} = {}", argument.key.text, values));
    }
  }
  void operator()(const ast::Info& info) {
    text += "info\n";
    line("input " + info.input.text);
  }
  void operator()(const ast::Display& display) {
    text += "display\n";
    expression(display.expression);
  }
};

}  // namespace

std::string dump(const std::vector<Token>& tokens, const SourceText& source) {
  std::string text;
  LineColumn place;
  std::size_t known = 0;  // the offset of `place`: lines may be long, so columns are counted on
  for (const Token& token : tokens) {
    const std::string_view between = source.text().substr(known, token.span.begin - known);
    if (const std::size_t last = between.rfind('\n'); last != std::string_view::npos) {
      place = source.locate(known + last + 1);
      place.column += count_characters(between.substr(last + 1));
    } else {
      place.column += count_characters(between);
    }
    known = token.span.begin;
    text += fmt::format("{}:{} {} {}\n", place.line, place.column, token_kind_name(token.kind),
                        made_inert(token.text));
  }
  return text;
}

std::string dump(const ast::Block& block) {
  Writer writer;
  for (const ast::Statement& statement : block) {
    if (statement.output) {
      writer.text += statement.output->text + " = ";
    }
    std::visit(writer, statement.body);
  }
  return writer.text;
}

}  // namespace kestrel::lang
