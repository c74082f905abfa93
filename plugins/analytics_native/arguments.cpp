#include "plugins/analytics_native/arguments.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <system_error>

#include <fmt/format.h>

#include "kestrel/base/assert.hpp"
#include "kestrel/base/letters.hpp"
#include "plugins/analytics_native/messages.hpp"

namespace kestrel::analytics_native {
namespace {

template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, number);
  return problem == std::errc() && stopped == end ? std::optional(number) : std::nullopt;
}

std::optional<bool> parse_truth(std::string_view text) {
  const std::string word = lowered(text);
  if (word == "true" || word == "yes" || word == "1") {
    return true;
  }
  if (word == "false" || word == "no" || word == "0") {
    return false;
  }
  return std::nullopt;
}

// Returns what was expected, if the text is something else.
std::optional<std::string> fault(const Parameter& parameter, std::string_view text) {
  const auto in_range = [&](double number) {
    return number >= parameter.least && number <= parameter.most;  // false for what is no number
  };
  switch (parameter.type) {
    case ParameterType::whole: {
      const auto number = parse_number<std::int64_t>(text);
      if (!number || !in_range(static_cast<double>(*number))) {
        return fmt::format("a whole number from {:.0f} to {:.0f}", parameter.least, parameter.most);
      }
      return std::nullopt;
    }
    case ParameterType::number: {
      const auto number = parse_number<double>(text);
      if (!number || !in_range(*number)) {
        return fmt::format("a number from {} to {}", parameter.least, parameter.most);
      }
      return std::nullopt;
    }
    case ParameterType::truth:
      return parse_truth(text) ? std::nullopt : std::optional<std::string>("`true` or `false`");
    case ParameterType::text:
    case ParameterType::names:
      return std::nullopt;
  }
  return std::nullopt;
}

std::string_view without_blanks(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(" \t") + 1);
}

}  // namespace

Result<Arguments> Arguments::read(std::string_view analytics, std::span<const Parameter> parameters,
                                  const plugin::AnalyticsCall& call) {
  Arguments arguments(parameters);
  for (const auto& [name, value] : call.arguments) {
    const auto parameter =
        std::find_if(parameters.begin(), parameters.end(),
                     [&](const Parameter& candidate) { return candidate.name == name; });
    if (parameter == parameters.end()) {
      std::vector<std::string> known;
      for (const Parameter& candidate : parameters) {
        known.emplace_back(candidate.name);
      }
      return messages::unknown_parameter(analytics, name, known);
    }
    if (arguments.has(name)) {
      return messages::repeated_parameter(name);
    }
    if (const auto expected = fault(*parameter, value)) {
      return messages::wrong_parameter(name, *expected, value);
    }
    arguments.given_.emplace_back(parameter->name, value);
  }
  return arguments;
}

bool Arguments::has(std::string_view name) const {
  return std::any_of(given_.begin(), given_.end(),
                     [&](const auto& argument) { return argument.first == name; });
}

std::int64_t Arguments::whole(std::string_view name) const {
  const auto number = parse_number<std::int64_t>(value(name, ParameterType::whole));
  KESTREL_ASSERT(number);
  return *number;
}

double Arguments::number(std::string_view name) const {
  const auto number = parse_number<double>(value(name, ParameterType::number));
  KESTREL_ASSERT(number);
  return *number;
}

bool Arguments::truth(std::string_view name) const {
  const auto truth = parse_truth(value(name, ParameterType::truth));
  KESTREL_ASSERT(truth);
  return *truth;
}

std::string_view Arguments::text(std::string_view name) const {
  return value(name, ParameterType::text);
}

std::vector<std::string> Arguments::names(std::string_view name) const {
  std::vector<std::string> names;
  std::string_view rest = value(name, ParameterType::names);
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view one = without_blanks(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    if (!one.empty() && std::find(names.begin(), names.end(), one) == names.end()) {
      names.emplace_back(one);
    }
  }
  return names;
}

std::string_view Arguments::value(std::string_view name, ParameterType type) const {
  for (const auto& [given, value] : given_) {
    if (given == name) {
      return value;
    }
  }
  const auto parameter = std::find_if(
      parameters_.begin(), parameters_.end(),
      [&](const Parameter& candidate) { return candidate.name == name && candidate.type == type; });
  KESTREL_ASSERT(parameter != parameters_.end());
  return parameter->fallback;
}

}  // namespace kestrel::analytics_native
