#include "kestrel/session/completion/complete.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "kestrel/base/letters.hpp"
#include "kestrel/lang/keyword_help.hpp"
#include "kestrel/lang/parse.hpp"
#include "kestrel/lang/relations.hpp"
#include "kestrel/lang/verb.hpp"
#include "kestrel/session/completion/begun_place.hpp"
#include "kestrel/session/completion/begun_word.hpp"
#include "kestrel/session/completion/known_names.hpp"
#include "kestrel/session/completion/timestamp.hpp"

namespace kestrel::session {
namespace {

std::string relation_help(std::string_view relation, std::string_view entity_type) {
  if (relation == "linked") {
    return "Seen in the same observations as the variable's entities.";
  }
  std::vector<std::string_view> objects;
  std::vector<std::string_view> actors;
  for (const lang::Relation& row : lang::relations()) {
    if (row.relation == relation && row.actor == entity_type) {
      objects.push_back(row.object);
    }
    if (row.relation == relation && row.object == entity_type) {
      actors.push_back(row.actor);
    }
  }
  if (objects.empty() && actors.empty()) {
    return fmt::format("Nothing of the kind is known of {}.", entity_type);
  }
  std::string help;
  if (!objects.empty()) {
    help = fmt::format("Takes a variable of {}", fmt::join(objects, ", "));
  }
  if (!actors.empty()) {
    help +=
        fmt::format("{} BY one of {}", help.empty() ? "Takes" : ", or", fmt::join(actors, ", "));
  }
  return help + ".";
}

/// Collects what goes on from one word.
class Completer {
 public:
  Completer(const BegunWord& begun, const lang::Expectations& expected, const KnownNames& names,
            const plugin::Registry& registry, const Settings& settings)
      : begun_(begun),
        word_(begun.word),
        expected_(expected),
        names_(names),
        registry_(registry),
        settings_(settings) {}

  std::vector<Completion> complete() && {
    for (const lang::Expectation& expectation : expected_.all) {
      if (!begun_.behind_mark || is_attribute(expectation.kind)) {
        offer(expectation);
      }
    }
    return std::move(found_);
  }

 private:
  static bool is_attribute(lang::Expected kind) {
    using lang::Expected;
    return kind == Expected::attribute || kind == Expected::typed_attribute ||
           kind == Expected::value || kind == Expected::argument;
  }

  void offer(const lang::Expectation& expectation) {
    switch (expectation.kind) {
      case lang::Expected::keyword:
        return add(cased(expectation.text), CompletionKind::keyword,
                   std::string(lang::keyword_help(expected_.verb, expectation.text)));
      case lang::Expected::verb:
        return add_verb(*lang::find_verb(expectation.text));
      case lang::Expected::unit:
        return add(cased(expectation.text), CompletionKind::unit,
                   std::string(lang::keyword_help(expected_.verb, expectation.text)));
      case lang::Expected::punctuation:
        return add(std::string(expectation.text), CompletionKind::punctuation,
                   std::string(lang::punctuation_help(expectation.text)));
      case lang::Expected::statement:
        return offer_statements();
      case lang::Expected::variable:
        return offer_variables("");
      case lang::Expected::entity_type:
        return offer_entity_types("");
      case lang::Expected::relation:
        return offer_relations();
      case lang::Expected::attribute:
        return offer_attributes("", subject_attributes(), subject_name());
      case lang::Expected::typed_attribute:
        return offer_typed_attributes();
      case lang::Expected::reference:
        return offer_references();
      case lang::Expected::value:
        return word_.empty() ? void() : offer_references();
      case lang::Expected::argument:
        offer_attributes("", subject_attributes(), subject_name());
        return word_.empty() ? void() : offer_references();
      case lang::Expected::source:
        return add_all(begun_sources(word_, registry_, settings_), CompletionKind::source,
                       "Data to retrieve entities from.");
      case lang::Expected::analytics:
        return add_all(begun_analytics(word_, registry_), CompletionKind::analytics,
                       "Runs on variables; what it returns updates their entities.");
      case lang::Expected::path:
        return add_all(begun_files(word_, settings_), CompletionKind::path,
                       "A file with rows of entities, or a folder on the way to one.");
      case lang::Expected::timestamp:
        return offer_timestamps();
    }
  }

  // Keeps what the word is the beginning of, once.
  void add(std::string text, CompletionKind kind, std::string help) {
    const bool goes_on = text.size() > word_.size() && text.starts_with(word_);
    if (goes_on && texts_.insert(text).second) {
      found_.push_back({std::move(text), word_.size(), kind, std::move(help)});
    }
  }

  void add_all(std::vector<std::string> texts, CompletionKind kind, std::string_view help) {
    for (std::string& text : texts) {
      add(std::move(text), kind, std::string(help));
    }
  }

  void add_verb(const lang::Verb& verb) {
    add(cased(verb.keyword), CompletionKind::keyword, std::string(verb.summary));
  }

  std::string cased(std::string_view keyword) const {
    return is_lower_case(word_) ? lowered(keyword) : std::string(keyword);
  }

  // Only where one was begun: an empty word at the start of a statement says nothing yet.
  void offer_statements() {
    if (word_.empty() || !begun_.begins_line) {
      return;
    }
    for (const lang::Verb& verb : lang::verbs()) {
      add_verb(verb);
    }
    offer_variables("");
  }

  void offer_variables(std::string_view ending) {
    for (KnownName& variable : names_.variables()) {
      add(variable.name.append(ending), CompletionKind::variable, std::move(variable.help));
    }
  }

  void offer_entity_types(std::string_view ending) {
    for (KnownName& type : names_.entity_types()) {
      add(type.name.append(ending), CompletionKind::entity_type, std::move(type.help));
    }
  }

  void offer_relations() {
    for (const std::string_view relation : lang::relation_words()) {
      add(std::string(relation), CompletionKind::relation,
          relation_help(relation, expected_.subject.entity_type));
    }
  }

  const std::string& subject_name() const {
    const lang::Subject& subject = expected_.subject;
    return subject.variable.empty() ? subject.entity_type : subject.variable;
  }

  std::vector<std::string> subject_attributes() const {
    const lang::Subject& subject = expected_.subject;
    std::vector<std::string> names(subject.added.begin(), subject.added.end());
    const std::vector<std::string> own = subject.variable.empty()
                                             ? names_.attributes_of_type(subject.entity_type)
                                             : names_.attributes_of_variable(subject.variable);
    names.insert(names.end(), own.begin(), own.end());
    return names;
  }

  void offer_attributes(const std::string& prefix, const std::vector<std::string>& names,
                        std::string_view owner) {
    for (const std::string& name : names) {
      add(prefix + name, CompletionKind::attribute, fmt::format("of {}", owner));
    }
  }

  void offer_typed_attributes() {
    if (const std::size_t colon = word_.find(':'); colon != std::string_view::npos) {
      const std::string_view type = word_.substr(0, colon);
      return offer_attributes(std::string(word_.substr(0, colon + 1)),
                              names_.attributes_of_type(type), type);
    }
    offer_attributes("", subject_attributes(), subject_name());
    if (!word_.empty() && expected_.subject.variable.empty()) {
      offer_entity_types(":");
    }
  }

  void offer_references() {
    const std::size_t dot = word_.find('.');
    if (dot == std::string_view::npos) {
      return offer_variables(".");
    }
    const std::string variable(word_.substr(0, dot));
    offer_attributes(variable + ".", names_.attributes_of_variable(variable), variable);
  }

  void offer_timestamps() {
    if (word_.empty()) {
      return add(timestamp_with_milliseconds(settings_.now()), CompletionKind::timestamp, "Now.");
    }
    if (const auto time = earliest_timestamp(word_)) {
      add(*time, CompletionKind::timestamp, "The earliest time that begins like this.");
    }
  }

  const BegunWord& begun_;
  std::string_view word_;
  const lang::Expectations& expected_;
  const KnownNames& names_;
  const plugin::Registry& registry_;
  const Settings& settings_;
  std::vector<Completion> found_;
  std::set<std::string> texts_;  // of those found
};

}  // namespace

std::vector<Completion> complete(std::string_view text, std::size_t cursor,
                                 const plugin::Registry& registry,
                                 const std::map<std::string, Variable>& variables, Store& store,
                                 const Settings& settings) {
  const BegunWord begun = begun_word(text.substr(0, std::min(cursor, text.size())));
  constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();
  const lang::Parsed parsed = lang::parse(begun.before, 0, any_number);
  const KnownNames names(variables, store, parsed.block);
  return Completer(begun, parsed.expected, names, registry, settings).complete();
}

}  // namespace kestrel::session
