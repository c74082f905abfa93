#include "kestrel/session/completion/begun_place.hpp"

#include <cstddef>
#include <filesystem>
#include <system_error>

#include "kestrel/base/begun_path.hpp"
#include "kestrel/base/unicode.hpp"
#include "kestrel/lang/lexer.hpp"
#include "kestrel/session/files/path_text.hpp"
#include "kestrel/session/session.hpp"

namespace kestrel::session {
namespace {

constexpr std::string_view scheme_mark = "://";

/// A word taken apart: `'file://logs/a` has all three.
struct BegunPlace {
  std::string quote;
  std::string_view scheme;  // with `://`
  std::string_view place;
};

BegunPlace begun_place(std::string_view word) {
  BegunPlace begun;
  if (word.starts_with('\'') || word.starts_with('"')) {
    begun.quote = word.front();
    word.remove_prefix(1);
  }
  const std::size_t mark = word.find(scheme_mark);
  const std::size_t place = mark == std::string_view::npos ? 0 : mark + scheme_mark.size();
  begun.scheme = word.substr(0, place);
  begun.place = word.substr(place);
  return begun;
}

std::string_view scheme_name(const BegunPlace& begun) {
  return begun.scheme.substr(0, begun.scheme.size() - scheme_mark.size());
}

std::vector<std::string> schemes(const BegunPlace& begun, const std::vector<std::string>& names) {
  std::vector<std::string> words;
  words.reserve(names.size());
  for (const std::string& name : names) {
    words.push_back(begun.quote + name + std::string(scheme_mark));
  }
  return words;
}

bool can_stand(const std::string& written, bool in_quotes) {
  if (!in_quotes) {
    return lang::Lexer(written, 0).path(0).text == written;
  }
  return written.find_first_of("'\"\\") == std::string::npos && made_inert(written) == written;
}

// A folder goes on behind its `/`; what is whole gets its closing quote.
std::vector<std::string> words(const BegunPlace& begun, const std::vector<std::string>& places) {
  std::vector<std::string> words;
  for (const std::string& place : places) {
    const std::string written = std::string(begun.scheme) + place;
    if (can_stand(written, !begun.quote.empty())) {
      words.push_back(begun.quote + written + (written.ends_with('/') ? "" : begun.quote));
    }
  }
  return words;
}

plugin::Surroundings surroundings() {
  std::error_code problem;
  return {std::filesystem::current_path(problem), {}};
}

}  // namespace

std::vector<std::string> begun_sources(std::string_view word, const plugin::Registry& registry,
                                       const Settings& settings) {
  const BegunPlace begun = begun_place(word);
  const bool is_path = begun.place.find('/') != std::string_view::npos;
  if (begun.scheme.empty() && !is_path) {
    return schemes(begun, registry.source_schemes());
  }
  const plugin::DataSource* source =
      registry.source(begun.scheme.empty() ? settings.default_source_scheme : scheme_name(begun));
  return source == nullptr ? std::vector<std::string>()
                           : words(begun, source->list(begun.place, surroundings()));
}

std::vector<std::string> begun_analytics(std::string_view word, const plugin::Registry& registry) {
  const BegunPlace begun = begun_place(word);
  if (begun.scheme.empty()) {
    return schemes(begun, registry.analytics_schemes());
  }
  plugin::AnalyticsInterface* interface = registry.analytics_interface(scheme_name(begun));
  if (interface == nullptr) {
    return {};
  }
  const auto names = interface->list();
  return names ? words(begun, *names) : std::vector<std::string>();
}

std::vector<std::string> begun_files(std::string_view word, const Settings& settings) {
  const BegunPlace begun = begun_place(word);
  if (!begun.scheme.empty()) {
    return {};
  }
  return words(begun, paths_that_begin(begun.place, [&](std::string_view folder) {
                 return surroundings().current_folder /
                        expanded_path(std::string(folder), settings);
               }));
}

}  // namespace kestrel::session
