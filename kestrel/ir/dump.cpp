#include "kestrel/ir/dump.hpp"

#include <type_traits>

#include <fmt/format.h>

namespace kestrel::ir {
namespace {

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char letter : text) {
    if (letter == '\'' || letter == '\\') {
      result.push_back('\\');
    }
    result.push_back(letter);
  }
  return result + "'";
}

std::string written(const Literal& literal) {
  struct Writer {
    std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
    std::string operator()(double number) const { return fmt::format("{}", number); }
    std::string operator()(const std::string& text) const { return quoted(text); }
    std::string operator()(const Literal::Word& word) const { return word.text; }
  };
  return std::visit(Writer{}, literal.value);
}

std::string written(const Comparison& comparison) {
  const std::string attribute = comparison.entity_type + ":" + comparison.attribute.text;
  if (comparison.operation == Operator::is_null) {
    return attribute + (comparison.negated ? " IS NOT NULL" : " IS NULL");
  }
  std::string operation(spelling(comparison.operation));
  if (comparison.negated) {
    operation = comparison.operation == Operator::equal ? "!=" : "NOT " + operation;
  }
  if (comparison.operation != Operator::in) {
    return fmt::format("{} {} {}", attribute, operation, written(comparison.values.front()));
  }
  std::string values;
  for (const Literal& value : comparison.values) {
    values += (values.empty() ? "" : ", ") + written(value);
  }
  return fmt::format("{} {} ({})", attribute, operation, values);
}

std::string joined(const std::vector<AttributePath>& attributes) {
  std::string text;
  for (const AttributePath& attribute : attributes) {
    text += (text.empty() ? "" : ", ") + attribute.text;
  }
  return text;
}

struct StepWriter {
  const Step& step;

  std::string input(std::size_t index = 0) const {
    return fmt::format("%{}", step.inputs.at(index).index);
  }

  std::string operator()(const Read& read) const {
    return fmt::format("read {}://{}", read.scheme, fmt::join(read.places, ","));
  }
  std::string operator()(const Retrieve& retrieve) const {
    std::string text = fmt::format("retrieve {} from {} where {}", retrieve.entity_type, input(),
                                   describe(retrieve.pattern));
    if (retrieve.time_range) {
      text += fmt::format(" start {} stop {}", format_timestamp(retrieve.time_range->start),
                          format_timestamp(retrieve.time_range->stop));
    }
    if (retrieve.record_limit) {
      text += fmt::format(" limit {} records", *retrieve.record_limit);
    }
    return text;
  }
  std::string operator()(const Filter& filter) const {
    return fmt::format("filter {} where {}{}", input(), describe(filter.predicate),
                       seen(filter.as_of));
  }
  std::string operator()(const Project& project) const {
    return fmt::format("project {} {}{}", input(), joined(project.attributes), seen(project.as_of));
  }
  std::string operator()(const Sort& sort) const {
    return fmt::format("sort {} by {} {}{}", input(), sort.attribute.text,
                       sort.descending ? "desc" : "asc", seen(sort.as_of));
  }
  std::string operator()(const Limit& limit) const {
    std::string text = "limit " + input();
    if (limit.count) {
      text += fmt::format(" to {} rows", *limit.count);
    }
    if (limit.offset > 0) {
      text += fmt::format(" from row {}", limit.offset);
    }
    return text;
  }
  std::string operator()(const Apply& apply) const {
    std::string text = fmt::format("apply {}://{} on", apply.scheme, apply.name);
    for (std::size_t index = 0; index < step.inputs.size(); ++index) {
      text += (index == 0 ? " " : ", ") + input(index);
    }
    for (std::size_t index = 0; index < apply.arguments.size(); ++index) {
      text += fmt::format("{}{}={}", index == 0 ? " with " : ", ", apply.arguments[index].first,
                          quoted(apply.arguments[index].second));
    }
    return text + seen(apply.as_of);
  }

  static std::string seen(std::uint32_t updates) {
    return updates == 0 ? "" : fmt::format(" after {} update{}", updates, updates == 1 ? "" : "s");
  }
};

}  // namespace

std::string_view spelling(Operator operation) {
  switch (operation) {
    case Operator::equal:
      return "=";
    case Operator::less:
      return "<";
    case Operator::less_or_equal:
      return "<=";
    case Operator::greater:
      return ">";
    case Operator::greater_or_equal:
      return ">=";
    case Operator::in:
      return "IN";
    case Operator::like:
      return "LIKE";
    case Operator::matches:
      return "MATCHES";
    case Operator::is_subset:
      return "ISSUBSET";
    case Operator::is_superset:
      return "ISSUPERSET";
    case Operator::is_null:
      return "IS NULL";
  }
  return "";
}

std::string describe(const Predicate& predicate) {
  if (const auto* comparison = std::get_if<Comparison>(&predicate.node)) {
    return written(*comparison);
  }
  const auto& junction = std::get<Junction>(predicate.node);
  std::string text = "(";
  for (std::size_t index = 0; index < junction.parts.size(); ++index) {
    if (index > 0) {
      text += junction.connective == Connective::all ? " AND " : " OR ";
    }
    text += describe(junction.parts[index]);
  }
  return text + ")";
}

std::string describe(const Graph& graph, StepId id) {
  const Step& step = graph.at(id);
  return std::visit(StepWriter{step}, step.operation);
}

std::string dump(const Graph& graph, StepId first, const std::vector<NamedStep>& names) {
  std::string text;
  for (std::uint32_t index = first.index; index < graph.steps().size(); ++index) {
    const std::string line = fmt::format("%{} = {}", index, describe(graph, {index}));
    std::string known;
    for (const NamedStep& named : names) {
      if (named.step.index == index) {
        known += (known.empty() ? "  as " : ", ") + named.name;
      }
    }
    text += line + known + "\n";
  }
  return text;
}

}  // namespace kestrel::ir
