#include "kestrel/sql/condition.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "kestrel/base/letters.hpp"
#include "kestrel/base/nearest_name.hpp"
#include "kestrel/base/timestamp.hpp"
#include "kestrel/model/subnet.hpp"

namespace kestrel::sql {
namespace {

bool is_word(const ir::Literal& literal, std::string_view wanted) {
  const auto* word = std::get_if<ir::Literal::Word>(&literal.value);
  return word != nullptr && same_word(word->text, wanted);
}

std::string text_of(const ir::Literal& literal) {
  struct Writer {
    std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
    std::string operator()(double number) const { return fmt::format("{}", number); }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(const ir::Literal::Word& word) const { return word.text; }
    std::string operator()(const ir::Literal::Reference& reference) const {
      return reference.variable + "." + reference.attribute.text;
    }
  };
  return std::visit(Writer{}, literal.value);
}

bool is_reference(const ir::Literal& literal) {
  return std::holds_alternative<ir::Literal::Reference>(literal.value);
}

bool is_number_type(DataType type) {
  return type == DataType::integer || type == DataType::real;
}

bool is_number(const ir::Literal& literal) {
  return std::holds_alternative<std::int64_t>(literal.value) ||
         std::holds_alternative<double>(literal.value);
}

using Number = std::variant<std::int64_t, double>;

std::optional<Number> as_number(const ir::Literal& literal) {
  if (const auto* integer = std::get_if<std::int64_t>(&literal.value)) {
    return *integer;
  }
  if (const auto* real = std::get_if<double>(&literal.value)) {
    return *real;
  }
  const std::string text = text_of(literal);
  const char* end = text.data() + text.size();
  std::int64_t integer = 0;
  if (const auto [stopped, problem] = std::from_chars(text.data(), end, integer);
      problem == std::errc() && stopped == end) {
    return integer;
  }
  double real = 0;
  if (const auto [stopped, problem] = std::from_chars(text.data(), end, real);
      problem == std::errc() && stopped == end) {
    return real;
  }
  return std::nullopt;
}

std::optional<bool> as_boolean(const ir::Literal& literal) {
  if (const auto* integer = std::get_if<std::int64_t>(&literal.value)) {
    return *integer == 0 || *integer == 1 ? std::optional(*integer == 1) : std::nullopt;
  }
  const std::string text = text_of(literal);
  if (text == "true" || is_word(literal, "true")) {
    return true;
  }
  return text == "false" || is_word(literal, "false") ? std::optional(false) : std::nullopt;
}

Diagnostic wrong_type(const ir::Comparison& comparison, std::string_view held,
                      std::string_view expected, const ir::Literal& found) {
  const std::string_view kind = is_number(found) ? "a number" : "text";
  return error("wrong-type", fmt::format("expected {} to compare with `{}`, found {}", expected,
                                         comparison.attribute.text, kind))
      .at(found.span)
      .relating(comparison.attribute.span, fmt::format("holds {}", held))
      .help(fmt::format("compare with {}", expected));
}

Diagnostic wrong_subnet(const ir::Comparison& comparison, const ir::Literal& found) {
  return error("wrong-subnet",
               fmt::format("expected an address or a subnet behind {}, found another text",
                           ir::spelling(comparison.operation)))
      .at(found.span)
      .help("write it as `10.0.0.0/8` or `2001:db8::/32`");
}

class ConditionWriter {
 public:
  ConditionWriter(const TypedExpression& value, const ir::Comparison& comparison,
                  std::vector<Parameter>& parameters, const ReferenceWriter& references)
      : value_(value), comparison_(comparison), parameters_(parameters), references_(references) {}

  Result<std::string> write() {
    switch (comparison_.operation) {
      case ir::Operator::is_null:
        return value_.text + (comparison_.negated ? " IS NOT NULL" : " IS NULL");
      case ir::Operator::equal:
      case ir::Operator::in:
        return equality();
      case ir::Operator::less:
      case ir::Operator::less_or_equal:
      case ir::Operator::greater:
      case ir::Operator::greater_or_equal:
        return ordering();
      case ir::Operator::like:
      case ir::Operator::matches:
      case ir::Operator::is_subset:
      case ir::Operator::is_superset:
        return of_texts();
    }
    return std::string("FALSE");
  }

 private:
  Result<std::string> of_texts() {
    const ir::Literal& literal = comparison_.values.front();
    std::string operand;
    if (is_reference(literal)) {
      KESTREL_TRY(const TypedExpression values, referenced(literal));
      operand = fmt::format("({})::VARCHAR", values.text);
    } else {
      const bool is_subnet = comparison_.operation == ir::Operator::is_subset ||
                             comparison_.operation == ir::Operator::is_superset;
      if (is_subnet && !parse_subnet(text_of(literal))) {
        return wrong_subnet(comparison_, literal);
      }
      operand = bind(text_of(literal));
    }
    switch (comparison_.operation) {
      case ir::Operator::like:
        return negatable(fmt::format("({} ILIKE {})", as_text(), operand));
      case ir::Operator::matches:
        return negatable(fmt::format("regexp_matches({}, {}, 's')", as_text(), operand));
      case ir::Operator::is_subset:
        return negatable(fmt::format("kestrel_lies_in_subnet({}, {})", as_text(), operand));
      default:
        return negatable(fmt::format("kestrel_lies_in_subnet({}, {})", operand, as_text()));
    }
  }

  // A bare `null` on the right of `=` asks for presence, as it always has.
  Result<std::string> equality() {
    if (comparison_.values.size() == 1 && is_word(comparison_.values.front(), "null")) {
      return value_.text + (comparison_.negated ? " IS NOT NULL" : " IS NULL");
    }
    std::string list;
    std::size_t count = 0;
    std::vector<std::string> alternatives;
    const std::string_view in = comparison_.negated ? "NOT IN" : "IN";
    for (const ir::Literal& literal : comparison_.values) {
      if (is_reference(literal)) {
        KESTREL_TRY(const TypedExpression values, referenced(literal));
        alternatives.push_back(compared_with(values, in));
        continue;
      }
      KESTREL_TRY(std::string operand, this->operand(literal));
      list += (list.empty() ? "" : ", ") + operand;
      ++count;
    }
    if (count == 1) {
      alternatives.insert(
          alternatives.begin(),
          fmt::format("{} {} {}", comparable(), comparison_.negated ? "<>" : "=", list));
    } else if (count > 1) {
      alternatives.insert(alternatives.begin(), fmt::format("{} {} ({})", comparable(), in, list));
    }
    if (alternatives.size() == 1) {
      return std::move(alternatives.front());
    }
    return fmt::format("({})", fmt::join(alternatives, comparison_.negated ? " AND " : " OR "));
  }

  Result<std::string> ordering() {
    const ir::Literal& literal = comparison_.values.front();
    const std::string_view sign = ir::spelling(comparison_.operation);
    if (is_reference(literal)) {
      KESTREL_TRY(const TypedExpression values, referenced(literal));
      return compared_with(values, sign);
    }
    if (value_.is_json && is_number(literal)) {
      const std::string number =
          std::visit([&](auto value) { return bind(value); }, *as_number(literal));
      return fmt::format("TRY_CAST({} AS DOUBLE) {} {}", value_.text, sign, number);
    }
    if (value_.type == DataType::text && is_number(literal)) {
      return wrong_type(comparison_, "text", "text in quotes", literal);
    }
    KESTREL_TRY(const std::string operand, this->operand(literal));
    return fmt::format("{} {} {}", comparable(), sign, operand);
  }

  Result<TypedExpression> referenced(const ir::Literal& literal) const {
    return references_(std::get<ir::Literal::Reference>(literal.value));
  }

  std::string compared_with(const TypedExpression& values, std::string_view sign) const {
    const bool same =
        values.type == value_.type || (is_number_type(values.type) && is_number_type(value_.type));
    if (same) {
      return fmt::format("{} {} ({})", comparable(), sign, values.text);
    }
    return fmt::format("{} {} (SELECT COLUMNS(*)::VARCHAR FROM ({}))", as_text(), sign,
                       values.text);
  }

  Result<std::string> operand(const ir::Literal& literal) {
    switch (value_.type) {
      case DataType::integer:
      case DataType::real:
        if (auto number = as_number(literal)) {
          return std::visit([&](auto value) { return bind(value); }, *number);
        }
        return wrong_type(comparison_, "numbers", "a number", literal);
      case DataType::boolean:
        if (const auto truth = as_boolean(literal)) {
          return bind(*truth);
        }
        return wrong_type(comparison_, "truths", "`true` or `false`", literal);
      case DataType::timestamp:
        if (const auto timestamp = parse_timestamp(text_of(literal))) {
          return fmt::format("make_timestamp_ns({})", bind(timestamp->nanoseconds));
        }
        return wrong_type(comparison_, "times", "a time such as `2022-10-18T01:02:03Z`", literal);
      case DataType::text:
      case DataType::uuid:
      case DataType::text_list:
      case DataType::uuid_list:
        break;
    }
    return bind(text_of(literal));
  }

  template <typename Value>
  std::string bind(Value value) {
    parameters_.emplace_back(std::move(value));
    return fmt::format("${}", parameters_.size());
  }

  std::string negatable(const std::string& condition) const {
    return comparison_.negated ? "NOT " + condition : condition;
  }

  std::string as_text() const {
    return value_.type == DataType::text ? value_.text : fmt::format("{}::VARCHAR", comparable());
  }

  // Lists compare as the JSON that they were read from.
  std::string comparable() const {
    const bool list = value_.type == DataType::text_list || value_.type == DataType::uuid_list;
    return list ? fmt::format("to_json({})::VARCHAR", value_.text) : value_.text;
  }

  const TypedExpression& value_;
  const ir::Comparison& comparison_;
  std::vector<Parameter>& parameters_;
  const ReferenceWriter& references_;
};

}  // namespace

Result<std::string> condition(const TypedExpression& value, const ir::Comparison& comparison,
                              std::vector<Parameter>& parameters,
                              const ReferenceWriter& references) {
  return ConditionWriter(value, comparison, parameters, references).write();
}

Diagnostic unknown_attribute(const ir::AttributePath& path, std::string_view entity_type,
                             const std::vector<std::string>& known) {
  Diagnostic diagnostic =
      error("unknown-attribute", fmt::format("`{}` has no attribute `{}`", entity_type, path.text))
          .at(path.span);
  if (const auto near = nearest_name(path.text, known)) {
    return std::move(diagnostic).help(fmt::format("nearest name is `{}`", *near));
  }
  constexpr std::size_t most_listed = 8;
  const std::size_t listed = std::min(known.size(), most_listed);
  if (listed == 0) {
    return diagnostic;
  }
  return std::move(diagnostic)
      .help(fmt::format(
          "it has {}{}", fmt::join(std::span(known).first(listed), ", "),
          known.size() > listed ? fmt::format(", and {} more", known.size() - listed) : ""));
}

Diagnostic unknown_entity_type(const std::string& type, Span span,
                               const std::vector<std::string>& known) {
  Diagnostic diagnostic =
      warning("unknown-entity-type", fmt::format("this data has no entities of type `{}`", type))
          .at(span);
  if (const auto near = nearest_name(type, known)) {
    return std::move(diagnostic).help(fmt::format("nearest type is `{}`", *near));
  }
  return std::move(diagnostic).help(fmt::format("it has {}", fmt::join(known, ", ")));
}

}  // namespace kestrel::sql
