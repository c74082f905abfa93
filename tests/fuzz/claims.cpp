#include "tests/fuzz/claims.hpp"

#include <cstdint>
#include <variant>

#include <fmt/format.h>

#include "kestrel/base/unicode.hpp"
#include "kestrel/lang/dump.hpp"
#include "kestrel/lang/format.hpp"
#include "kestrel/lang/parse.hpp"
#include "kestrel/session/session.hpp"

namespace kestrel::fuzz {
namespace {

constexpr std::size_t most_faults = 20;

/// Visits each place in a tree.
template <typename Visitor>
class Places {
 public:
  explicit Places(Visitor visit) : visit_(visit) {}

  void operator()(const ast::Get& get) {
    name(get.type);
    if (get.source) {
      visit_(get.source->span);
      const auto begin = get.source->text_begin;
      visit_({begin, begin + static_cast<std::uint32_t>(get.source->text.size()), 0});
    }
    predicate(get.where);
    range(get.time_range);
  }
  void operator()(const ast::Find& find) {
    name(find.type);
    name(find.relation);
    name(find.input);
    if (find.where) {
      predicate(*find.where);
    }
    range(find.time_range);
  }
  void operator()(const ast::New& made) {
    if (made.type) {
      name(*made.type);
    }
    for (const ast::Value& value : made.texts) {
      visit_(value.span);
    }
    for (const ast::New::Row& row : made.rows) {
      for (const auto& [key, value] : row) {
        name(key);
        visit_(value.span);
      }
    }
    visit_(made.data_span);
  }
  void operator()(const ast::Load& load) {
    visit_(load.path_span);
    if (load.type) {
      name(*load.type);
    }
  }
  void operator()(const ast::Save& save) {
    name(save.input);
    visit_(save.path_span);
  }
  void operator()(const ast::Assign& assign) { expression(assign.expression); }
  void operator()(const ast::Display& display) { expression(display.expression); }
  void operator()(const ast::Merge& merge) {
    for (const ast::Name& input : merge.inputs) {
      name(input);
    }
  }
  void operator()(const ast::Sort& sort) {
    name(sort.input);
    visit_(sort.by.attribute.span);
  }
  void operator()(const ast::Group& group) {
    name(group.input);
    for (const ir::GroupKey& key : group.keys) {
      visit_(key.attribute.span);
    }
    for (const ir::Aggregate& aggregate : group.aggregates) {
      visit_(aggregate.attribute.span);
    }
  }
  void operator()(const ast::Join& join) {
    name(join.left);
    name(join.right);
    if (join.by) {
      visit_(join.by->first.span);
      visit_(join.by->second.span);
    }
  }
  void operator()(const ast::Apply& apply) {
    visit_(apply.uri_span);
    for (const ast::Name& input : apply.inputs) {
      name(input);
    }
    for (const ast::Argument& argument : apply.arguments) {
      name(argument.key);
      for (const ir::Literal& value : argument.values) {
        literal(value);
      }
    }
  }
  void operator()(const ast::Info& info) { name(info.input); }
  void operator()(const ast::Explain& explain) { name(explain.input); }
  void operator()(const ast::Describe& describe) {
    name(describe.input);
    visit_(describe.attribute.span);
  }

 private:
  void name(const ast::Name& name) { visit_(name.span); }

  void expression(const ast::Expression& expression) {
    if (expression.transform) {
      visit_(expression.transform_span);
    }
    name(expression.input);
    if (expression.where) {
      predicate(*expression.where);
    }
    for (const ir::AttributePath& attribute : expression.attributes) {
      visit_(attribute.span);
    }
    if (expression.sort) {
      visit_(expression.sort->attribute.span);
    }
  }

  void range(const std::optional<ast::TimeRange>& range) {
    if (range) {
      visit_(range->span);
    }
  }

  void literal(const ir::Literal& literal) {
    visit_(literal.span);
    if (const auto* reference = std::get_if<ir::Literal::Reference>(&literal.value)) {
      visit_(reference->attribute.span);
    }
  }

  void predicate(const ir::Predicate& predicate) {
    if (const auto* comparison = std::get_if<ir::Comparison>(&predicate.node)) {
      visit_(comparison->span);
      visit_(comparison->attribute.span);
      for (const ir::Literal& value : comparison->values) {
        literal(value);
      }
      return;
    }
    for (const ir::Predicate& part : std::get<ir::Junction>(predicate.node).parts) {
      this->predicate(part);
    }
  }

  Visitor visit_;
};

using Claim = std::optional<std::string>;

Claim broken_order(std::string_view text, const lang::Parsed& parsed) {
  std::size_t end = 0;
  for (const lang::Token& token : parsed.tokens) {
    if (token.span.begin < end || token.span.end <= token.span.begin ||
        token.span.end > text.size()) {
      return fmt::format("the token at {} does not follow the one before it", token.span.begin);
    }
    if (token.text != text.substr(token.span.begin, token.span.end - token.span.begin)) {
      return fmt::format("the token at {} is not what stands there", token.span.begin);
    }
    end = token.span.end;
  }
  end = 0;
  for (const ast::Statement& statement : parsed.block) {
    if (statement.span.begin < end || statement.span.end <= statement.span.begin ||
        statement.span.end > text.size()) {
      return fmt::format("the statement at {} does not follow the one before it",
                         statement.span.begin);
    }
    end = statement.span.end;
  }
  return std::nullopt;
}

Claim broken_places(const lang::Parsed& parsed) {
  Claim broken;
  for (const ast::Statement& statement : parsed.block) {
    const auto visit = [&](const Span& span) {
      if (span.begin < statement.span.begin || span.end < span.begin ||
          span.end > statement.span.end) {
        broken = fmt::format("a place from {} to {} lies outside of its statement, {} to {}",
                             span.begin, span.end, statement.span.begin, statement.span.end);
      }
    };
    if (statement.output) {
      visit(statement.output->span);
    }
    std::visit(Places(visit), statement.body);
  }
  return broken;
}

Claim broken_diagnostics(std::string_view text, const lang::Parsed& parsed) {
  if (parsed.diagnostics.size() > most_faults) {
    return fmt::format("there are {} diagnostics", parsed.diagnostics.size());
  }
  if (parsed.incomplete != lang::parse(text, 0).incomplete ||
      parsed.incomplete != session::Session::is_incomplete(text) ||
      (parsed.incomplete && parsed.diagnostics.size() != 1)) {
    return "whether the text goes on is not clear";
  }
  SourceTexts texts;
  texts.add("hunt.hf", std::string(text));
  for (const Diagnostic& diagnostic : parsed.diagnostics) {
    if (!diagnostic.primary || diagnostic.message.empty() || diagnostic.slug.empty()) {
      return "a diagnostic has no place, no message, or no slug";
    }
    std::vector<Span> spans{*diagnostic.primary};
    for (const Mark& mark : diagnostic.related) {
      spans.push_back(mark.span);
    }
    for (const Span& span : spans) {
      if (span.end < span.begin || span.end > text.size()) {
        return fmt::format("a mark lies outside of the text: {} to {}", span.begin, span.end);
      }
    }
    const std::string drawn = draw(diagnostic, texts, false);
    if (drawn.empty() || first_broken_byte(diagnostic.message) || first_broken_byte(drawn)) {
      return "a diagnostic is no text: " + drawn;
    }
  }
  return std::nullopt;
}

Claim broken_layout(std::string_view text, const lang::Parsed& parsed) {
  const std::string laid_out = lang::format(text, parsed);
  const lang::Parsed again = lang::parse(laid_out, 0);
  if (!again.diagnostics.empty()) {
    return fmt::format("laid out, it cannot be read: {}\n{}", again.diagnostics.front().message,
                       laid_out);
  }
  if (lang::dump(again.block) != lang::dump(parsed.block)) {
    return "laid out, it means something else:\n" + laid_out;
  }
  if (const std::string twice = lang::format(laid_out, again); twice != laid_out) {
    return fmt::format("laid out twice, it differs:\n{}\n-- twice\n{}", laid_out, twice);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> broken_claim(std::string_view text) {
  const lang::Parsed parsed = lang::parse(text, 0);
  Claim broken = broken_order(text, parsed);
  if (!broken) {
    broken = broken_places(parsed);
  }
  if (!broken) {
    broken = broken_diagnostics(text, parsed);
  }
  if (!broken && parsed.diagnostics.empty()) {
    broken = broken_layout(text, parsed);
  }
  if (broken) {
    *broken += fmt::format("\n-- the text\n{}\n-- the end", text);
  }
  return broken;
}

bool is_read(std::string_view text) {
  return lang::parse(text, 0).diagnostics.empty();
}

}  // namespace kestrel::fuzz
