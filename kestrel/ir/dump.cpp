#include "kestrel/ir/dump.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "kestrel/base/unicode.hpp"

namespace kestrel::ir {
namespace {

std::string escaped(char32_t code) {
  constexpr std::string_view known = "\a\b\f\n\r\t\v";
  constexpr std::string_view letters = "abfnrtv";
  const auto number = static_cast<std::uint32_t>(code);
  if (number < 0x80) {
    const std::size_t letter = known.find(static_cast<char>(number));
    return letter == std::string_view::npos ? fmt::format("\\x{:02x}", number)
                                            : fmt::format("\\{}", letters[letter]);
  }
  return number < 0x10000 ? fmt::format("\\u{:04x}", number) : fmt::format("\\U{:08x}", number);
}

// A text as the language reads it, on one line and without what acts on a terminal.
std::string quoted(std::string_view text) {
  std::string result = "'";
  for (std::size_t offset = 0; offset < text.size();) {
    const Character character = decode_character(text.substr(offset));
    if (character.code == '\'' || character.code == '\\') {
      result.push_back('\\');
    }
    if (is_inert(character.code)) {
      result += text.substr(offset, character.size);
    } else {
      result += escaped(character.code);
    }
    offset += character.size;
  }
  return result + "'";
}

// A number with a fraction is told from an integer.
std::string written(double number) {
  std::string text = fmt::format("{}", number);
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

std::string written(const Literal& literal) {
  struct Writer {
    std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
    std::string operator()(double number) const { return kestrel::ir::written(number); }
    std::string operator()(const std::string& text) const { return quoted(text); }
    std::string operator()(const Literal::Word& word) const { return word.text; }
    std::string operator()(const Literal::Reference& reference) const {
      return reference.variable + "." + reference.attribute.text;
    }
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
  std::string operator()(const Given& given) const {
    if (!given.place.empty()) {
      return fmt::format("load {} from {}", given.entity_type, given.place);
    }
    const auto rows = std::count(given.rows.begin(), given.rows.end(), '\n');
    return fmt::format("new {} ({} row{})", given.entity_type, rows, rows == 1 ? "" : "s");
  }
  std::string operator()(const Combine& /*combine*/) const { return "combine " + inputs(0); }
  std::string operator()(const Retrieve& retrieve) const {
    return fmt::format("retrieve {} from {}{}", retrieve.entity_type, input(),
                       written(retrieve.match));
  }
  std::string operator()(const Restrict& restrict) const {
    return fmt::format("restrict {}{}", input(), written(restrict.match));
  }
  std::string operator()(const Relate& relate) const {
    std::string text = fmt::format("find {} in {} that {}{} {}", relate.entity_type, input(),
                                   relate.relation, relate.reversed ? " by" : "", input(1));
    for (const Link& link : relate.links) {
      text += fmt::format("{}{}.{}", &link == &relate.links.front() ? " over " : ", ",
                          link.on_result ? "result" : "input", link.attribute);
    }
    return text;
  }
  std::string operator()(const Identify& identify) const {
    std::string text = "identify " + input();
    if (identify.time_range) {
      text += written(*identify.time_range);
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
  std::string operator()(const Observe& observe) const {
    switch (observe.what) {
      case Observed::first_observed:
        return fmt::format("observe {} with first_observed", input());
      case Observed::observation_id:
        return fmt::format("observe {} with observation_id", input());
      case Observed::record:
        break;
    }
    return fmt::format("observe {} with the whole record", input());
  }
  std::string operator()(const Unite& unite) const {
    return fmt::format("unite {} in {}{}", inputs(1), input(), seen(unite.as_of));
  }
  std::string operator()(const Group& group) const {
    std::string text = fmt::format("group {} by ", input());
    for (const GroupKey& key : group.keys) {
      text += (&key == &group.keys.front() ? "" : ", ") + key.attribute.text;
      if (key.bin) {
        text += fmt::format(" in steps of {}", *key.bin * key.second.value_or(1));
        text += key.second ? " s" : "";
      }
    }
    for (const Aggregate& aggregate : group.aggregates) {
      text +=
          fmt::format("{}{}({}) as {}", &aggregate == &group.aggregates.front() ? " with " : ", ",
                      name_of(aggregate.aggregation), aggregate.attribute.text, aggregate.name);
    }
    return text + seen(group.as_of);
  }
  std::string operator()(const Join& join) const {
    return fmt::format("join {} with {} by {} = {}{}", input(1), input(2), join.left.text,
                       join.right.text, seen(join.as_of));
  }
  std::string operator()(const Apply& apply) const {
    std::string text = fmt::format("apply {}://{} on", apply.scheme, apply.name);
    for (std::size_t index = 0; index < apply.input_count; ++index) {
      text += (index == 0 ? " " : ", ") + input(index);
    }
    for (std::size_t index = 0; index < apply.arguments.size(); ++index) {
      const Argument& argument = apply.arguments[index];
      text += (index == 0 ? " with " : ", ") + argument.key + "=";
      for (const Literal& value : argument.values) {
        text += (&value == &argument.values.front() ? "" : ",") + describe(value);
      }
    }
    return text + seen(apply.as_of);
  }

  std::string inputs(std::size_t first) const {
    std::string text;
    for (std::size_t index = first; index < step.inputs.size(); ++index) {
      text += (index == first ? "" : ", ") + input(index);
    }
    return text;
  }

  static std::string written(const TimeRange& range) {
    return fmt::format(" start {} stop {}", format_timestamp(range.start),
                       format_timestamp(range.stop));
  }

  static std::string written(const Match& match) {
    std::string text = match.pattern ? " where " + describe(*match.pattern) : "";
    if (match.time_range) {
      text += written(*match.time_range);
    }
    if (match.margin) {
      text += fmt::format(" while its variables were seen {:+} s to {:+} s", match.margin->start,
                          match.margin->stop);
    }
    if (match.record_limit) {
      text += fmt::format(" limit {} records", *match.record_limit);
    }
    return text + seen(match.as_of);
  }

  static std::string seen(std::uint32_t updates) {
    return updates == 0 ? "" : fmt::format(" after {} update{}", updates, updates == 1 ? "" : "s");
  }
};

}  // namespace

std::string_view name_of(Aggregation aggregation) {
  switch (aggregation) {
    case Aggregation::minimum:
      return "min";
    case Aggregation::maximum:
      return "max";
    case Aggregation::sum:
      return "sum";
    case Aggregation::average:
      return "avg";
    case Aggregation::count:
      return "count";
    case Aggregation::distinct:
      return "nunique";
  }
  return "";
}

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

std::string describe(const Literal& literal) {
  return written(literal);
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
