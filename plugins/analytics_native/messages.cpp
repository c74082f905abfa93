#include "plugins/analytics_native/messages.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "kestrel/base/nearest_name.hpp"
#include "kestrel/base/unicode.hpp"

namespace kestrel::analytics_native::messages {
namespace {

constexpr std::size_t longest_shown = 60;  // terminal cells of a word that a message repeats
constexpr std::size_t most_listed = 20;    // names

// The word of a hunter, as much of it as fits into a line.
std::string shown(std::string_view word) {
  const std::string_view fitting = fit_width(word, longest_shown);
  return fmt::format("`{}{}`", fitting, fitting.size() < word.size() ? "..." : "");
}

std::string listed(std::span<const std::string> names) {
  std::string list;
  for (const std::string& name : names.first(std::min(names.size(), most_listed))) {
    list += (list.empty() ? "" : ", ") + shown(name);
  }
  return names.size() > most_listed ? list + ", ..." : list;
}

Diagnostic with_nearest(Diagnostic diagnostic, std::string_view name,
                        std::span<const std::string> known) {
  if (const auto near = nearest_name(name, known)) {
    return std::move(diagnostic).help(fmt::format("nearest name is {}", shown(*near)));
  }
  return diagnostic;
}

}  // namespace

Diagnostic cancelled() {
  return error("cancelled", "the analytics was stopped");
}

Diagnostic unknown_analytics(std::string_view name, std::span<const std::string> known) {
  return with_nearest(
      error("unknown-analytics", fmt::format("there is no native analytics {}", shown(name)))
          .note(fmt::format("native analytics are {}", listed(known))),
      name, known);
}

Diagnostic wrong_input_count(std::string_view analytics, std::size_t found) {
  return error("wrong-input-count",
               fmt::format("expected one variable for `{}`, found {}", analytics, found))
      .help("apply it to each variable in a statement of its own");
}

Diagnostic no_ids(std::string_view variable) {
  return error("unknown-attribute",
               fmt::format("expected an attribute `id` in `{}`, found none", variable))
      .help("apply it to a variable that holds entities, before GROUP or ATTR");
}

Diagnostic unknown_parameter(std::string_view analytics, std::string_view name,
                             std::span<const std::string> known) {
  Diagnostic diagnostic =
      error("unknown-parameter", fmt::format("`{}` has no parameter {}", analytics, shown(name)));
  if (known.empty()) {
    return std::move(diagnostic).help("leave WITH out: it takes none");
  }
  return with_nearest(std::move(diagnostic).note(fmt::format("parameters are {}", listed(known))),
                      name, known);
}

Diagnostic repeated_parameter(std::string_view name) {
  return error("wrong-parameter", fmt::format("expected `{}` once, found it again", name))
      .help("keep one of the two");
}

Diagnostic wrong_parameter(std::string_view name, std::string_view expected,
                           std::string_view found) {
  return error("wrong-parameter", fmt::format("expected {} for `{}`, found {}", expected, name,
                                              found.empty() ? "nothing" : shown(found)));
}

Diagnostic unknown_column(std::string_view variable, std::string_view column,
                          std::span<const std::string> known) {
  Diagnostic diagnostic =
      error("unknown-attribute", fmt::format("`{}` has no attribute {}", variable, shown(column)));
  if (nearest_name(column, known)) {
    return with_nearest(std::move(diagnostic), column, known);
  }
  return std::move(diagnostic).help(fmt::format("see its attributes with `INFO {}`", variable));
}

Diagnostic not_numbers(std::string_view column, std::string_view found) {
  return error("wrong-type", fmt::format("expected numbers in {}, found {}", shown(column), found))
      .help("name columns of numbers in `columns`");
}

Diagnostic no_cluster_count() {
  return error("wrong-parameter", "expected the number of clusters as `n`, found nothing")
      .help("say how many: `WITH n=2`");
}

Diagnostic two_cluster_counts() {
  return error("wrong-parameter", "expected either `n` or `n_clusters`, found both")
      .help("keep `n`");
}

Diagnostic method_elsewhere(std::string_view method) {
  return error("wrong-parameter",
               fmt::format("expected `kmeans` for `method`, found {}", shown(method)))
      .help("leave `method` out, or write `method=kmeans`");
}

Diagnostic no_numbers(std::string_view variable) {
  return error("wrong-type",
               fmt::format("expected attributes with numbers in `{}`, found none", variable))
      .help(fmt::format("see its attributes with `INFO {}`", variable));
}

Diagnostic no_complete_row(std::string_view variable, std::span<const std::string> columns) {
  return error("too-few-rows",
               fmt::format("expected rows of `{}` with a number in each of {}, found none",
                           variable, listed(columns)))
      .help("name attributes in `columns` that have values in the same rows");
}

Diagnostic too_few_points(std::size_t clusters, std::size_t different) {
  return error("too-few-rows",
               fmt::format("expected at least {0} different rows for {0} clusters, found {1}",
                           clusters, different))
      .help(fmt::format("ask for at most {}: `WITH n={}`", different, different));
}

}  // namespace kestrel::analytics_native::messages
