#include "plugins/analytics_native/messages.hpp"

#include <fmt/format.h>

#include "kestrel/base/nearest_name.hpp"

namespace kestrel::analytics_native::messages {
namespace {

constexpr std::size_t longest_shown = 60;  // characters of a value that a message repeats

Diagnostic with_nearest(Diagnostic diagnostic, std::string_view name, std::span<const std::string> known) {
  if (const auto near = nearest_name(name, known)) {
    return std::move(diagnostic).help(fmt::format("nearest name is `{}`", *near));
  }
  return std::move(diagnostic).help(fmt::format("use one of {}", fmt::join(known, ", ")));
}

}  // namespace

Diagnostic unknown_analytics(std::string_view name, std::span<const std::string> known) {
  return with_nearest(error("unknown-analytics", fmt::format("there is no native analytics `{}`", name.substr(0, longest_shown))),
                      name, known);
}

Diagnostic unknown_parameter(std::string_view analytics, std::string_view name, std::span<const std::string> known) {
  Diagnostic diagnostic = error("unknown-parameter", fmt::format("`{}` has no parameter `{}`", analytics, name));
  return known.empty() ? std::move(diagnostic).help("leave WITH out: it takes none")
                       : with_nearest(std::move(diagnostic), name, known);
}

Diagnostic wrong_parameter(std::string_view name, std::string_view expected, std::string_view found) {
  return error("wrong-parameter", fmt::format("expected {} for `{}`, found `{}`", expected, name, found.substr(0, longest_shown)));
}

Diagnostic one_input(std::string_view analytics, std::size_t found) {
  return error("wrong-input-count", fmt::format("expected one variable for `{}`, found {}", analytics, found))
      .help("apply it to each variable in a statement of its own");
}

Diagnostic method_elsewhere(std::string_view method) {
  return error("wrong-parameter", fmt::format("expected method `kmeans`, found `{}`", method.substr(0, longest_shown)))
      .help("use `docker://sklearn-cluster` for other methods");
}

Diagnostic unknown_column(std::string_view variable, std::string_view column, std::span<const std::string> known) {
  Diagnostic diagnostic = error("unknown-attribute", fmt::format("`{}` has no attribute `{}`", variable, column.substr(0, longest_shown)));
  if (const auto near = nearest_name(column, known)) {
    return std::move(diagnostic).help(fmt::format("nearest name is `{}`", *near));
  }
  return std::move(diagnostic).help(fmt::format("see its attributes with `INFO {}`", variable));
}

Diagnostic column_of_text(std::string_view column, std::string_view found) {
  return error("wrong-type", fmt::format("expected numbers in `{}`, found {}", column, found))
      .help("name columns of numbers in `columns`");
}

Diagnostic no_numbers(std::string_view variable) {
  return error("wrong-type", fmt::format("expected columns of numbers in `{}`, found none", variable))
      .help("name columns of numbers in `columns`");
}

Diagnostic no_ids(std::string_view variable) {
  return error("unknown-attribute", fmt::format("expected an attribute `id` in `{}`, found none", variable))
      .help("apply it to the variable before ATTR left `id` out");
}

Diagnostic too_few_points(std::size_t clusters, std::size_t points) {
  return error("wrong-parameter", fmt::format("expected at least {} different rows for {} clusters, found {}", clusters, clusters, points))
      .help(fmt::format("ask for at most {} clusters", points));
}

Diagnostic cancelled() { return error("cancelled", "the analytics was stopped"); }

}  // namespace kestrel::analytics_native::messages
