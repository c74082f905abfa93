#include "kestrel/session/messages.hpp"

#include <array>
#include <string_view>
#include <variant>

#include <fmt/format.h>

#include "kestrel/ir/dump.hpp"

namespace kestrel::session {
namespace {

struct Construct {
  std::string_view text;
  std::string_view name;
};

// The longer ones first: `(?<!` is no `(?<`.
constexpr std::array<Construct, 6> constructs{{
    {"(?<=", "look-behind"},
    {"(?<!", "negative look-behind"},
    {"(?=", "look-ahead"},
    {"(?!", "negative look-ahead"},
    {"(?>", "an atomic group"},
    {"(?(", "a condition"},
}};

// Returns the first construct that RE2 lacks, with how it is written.
std::string lacking_construct(std::string_view expression) {
  for (std::size_t offset = 0; offset < expression.size(); ++offset) {
    if (expression[offset] == '\\' && offset + 1 < expression.size()) {
      const char next = expression[++offset];
      if (next >= '1' && next <= '9') {
        return fmt::format("`\\{}`, a back-reference", next);
      }
      continue;
    }
    for (const Construct& construct : constructs) {
      if (expression.substr(offset).starts_with(construct.text)) {
        return fmt::format("`{}`, {}", construct.text, construct.name);
      }
    }
  }
  return {};
}

}  // namespace

Diagnostic wrong_regular_expression(const ir::Literal& expression, const std::string& reason) {
  const auto* text = std::get_if<std::string>(&expression.value);
  const std::string construct = text == nullptr ? std::string() : lacking_construct(*text);
  if (!construct.empty()) {
    return error(
               "wrong-regular-expression",
               fmt::format("expected a regular expression in RE2 syntax, found {}, which RE2 lacks",
                           construct))
        .at(expression.span)
        .help("say what must not be there in a comparison of its own, with NOT MATCHES");
  }
  return error("wrong-regular-expression",
               "expected a regular expression in RE2 syntax, found another text")
      .at(expression.span)
      .note(reason)
      .help("put a backslash before characters that stand for themselves, such as `\\(`");
}

Diagnostic several_values(const ir::Literal& reference) {
  const std::string name = ir::describe(reference);
  return error("several-values", fmt::format("expected one value, found several in `{}`", name))
      .at(reference.span)
      .help("compare with `=`, `!=`, IN or NOT IN, which take many");
}

Diagnostic sum_out_of_range(const ir::Aggregate& aggregate) {
  return error("number-out-of-range",
               fmt::format("expected a sum of `{}` that fits 64 bits, found a larger one",
                           aggregate.attribute.text))
      .at(aggregate.attribute.span)
      .help("sum fewer rows, or take AVG");
}

}  // namespace kestrel::session
