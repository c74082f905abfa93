#include "kestrel/lang/dump.hpp"

#include <variant>

#include <fmt/format.h>

#include "kestrel/ir/dump.hpp"

namespace kestrel::lang {
namespace {

std::string written(const ast::TimeRange& range) {
  if (const auto* absolute = std::get_if<ast::TimeRange::Absolute>(&range.range)) {
    return fmt::format("start {} stop {}", format_timestamp(absolute->start),
                       format_timestamp(absolute->stop));
  }
  return fmt::format("last {} seconds", std::get<ast::TimeRange::Relative>(range.range).seconds);
}

struct Writer {
  std::string text;

  void line(const std::string& content) { text += "  " + content + "\n"; }

  void expression(const ast::Expression& expression) {
    line("input " + expression.input.text);
    if (expression.where) {
      line("where " + ir::describe(*expression.where));
    }
    for (const ir::AttributePath& attribute : expression.attributes) {
      line("attribute " + attribute.text);
    }
    if (expression.sort) {
      line(fmt::format("sort by {} {}", expression.sort->attribute.text,
                       expression.sort->descending ? "desc" : "asc"));
    }
    if (expression.limit) {
      line(fmt::format("limit {}", *expression.limit));
    }
    if (expression.offset) {
      line(fmt::format("offset {}", *expression.offset));
    }
  }

  void operator()(const ast::Get& get) {
    text += "get\n";
    line("type " + get.type.text);
    if (get.source) {
      line("from " + get.source->text);
    }
    line("where " + ir::describe(get.where));
    if (get.time_range) {
      line(written(*get.time_range));
    }
    if (get.limit) {
      line(fmt::format("limit {}", *get.limit));
    }
  }
  void operator()(const ast::Assign& assign) {
    text += "assign\n";
    expression(assign.expression);
  }
  void operator()(const ast::Apply& apply) {
    text += "apply\n";
    line("analytics " + apply.uri);
    for (const ast::Name& input : apply.inputs) {
      line("input " + input.text);
    }
    for (const ast::Argument& argument : apply.arguments) {
      for (const ast::Argument::Value& value : argument.values) {
        line(fmt::format("argument {} = {}", argument.key.text, value.text));
      }
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
  for (const Token& token : tokens) {
    const LineColumn place = source.locate(token.span.begin);
    text += fmt::format("{}:{} {} {}\n", place.line, place.column, token_kind_name(token.kind),
                        token.text);
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
