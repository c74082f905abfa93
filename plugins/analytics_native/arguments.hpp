// What WITH may say to an analytics, and what it said: names and values are checked here, once.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kestrel/base/result.hpp"
#include "kestrel/plugin/analytics.hpp"

namespace kestrel::analytics_native {

enum class ParameterType : std::uint8_t {
  whole,   // a whole number
  number,  // a number, finite
  truth,   // `true`, `yes`, `1` or `false`, `no`, `0`, in any letter case
  text,    // anything
  names,   // attributes, separated by commas
};

/// One parameter of an analytics.
struct Parameter {
  std::string_view name;
  ParameterType type = ParameterType::text;
  std::string_view fallback;  // the value when WITH says nothing; empty: `help` tells what then
  std::string_view help;      // a few words
  double least = 0;           // of numbers
  double most = 0;            // of numbers
};

/// The arguments of one call. Asking for a parameter that the analytics does not list is our bug
/// and asserts.
class Arguments {
 public:
  /// Fails with `unknown-parameter` for a name that is not listed, and with `wrong-parameter` for a
  /// name given twice and for a value that its type does not have. Both must outlive the arguments.
  static Result<Arguments> read(std::string_view analytics, std::span<const Parameter> parameters,
                                const plugin::AnalyticsCall& call);

  /// Tells whether WITH gave a value.
  bool has(std::string_view name) const;

  // The value given, or else the fallback, which must not be empty.
  std::int64_t whole(std::string_view name) const;
  double number(std::string_view name) const;
  bool truth(std::string_view name) const;
  std::string_view text(std::string_view name) const;

  /// Returns the names given, each once, without blanks around them; none for the fallback.
  std::vector<std::string> names(std::string_view name) const;

 private:
  explicit Arguments(std::span<const Parameter> parameters) : parameters_(parameters) {}

  std::string_view value(std::string_view name, ParameterType type) const;

  std::span<const Parameter> parameters_;
  std::vector<std::pair<std::string_view, std::string_view>> given_;
};

}  // namespace kestrel::analytics_native
