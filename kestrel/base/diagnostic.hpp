// What went wrong, as a value: built where it is found, passed up, drawn late.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kestrel/base/source_text.hpp"
#include "kestrel/base/span.hpp"

namespace kestrel {

enum class Severity { error, warning };

/// A place worth pointing at, and what to say there. The text may be empty.
struct Mark {
  Span span;
  std::string text;
};

/// One mistake of the hunter, or one refusal of the world.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string slug;     // stable, kebab-case; tests and tools rely on it
  std::string message;  // one line, code in backticks
  std::optional<Span> primary;
  std::string primary_text;        // stands behind the carets
  std::vector<Mark> related;       // drawn with dashes, in text order with the primary mark
  std::vector<std::string> notes;  // facts from elsewhere, such as the words of a library
  std::vector<std::string> helps;  // each proposes one action

  Diagnostic at(Span span, std::string text = {}) && {
    primary = span;
    primary_text = std::move(text);
    return std::move(*this);
  }
  Diagnostic relating(Span span, std::string text) && {
    related.push_back({span, std::move(text)});
    return std::move(*this);
  }
  Diagnostic note(std::string text) && {
    notes.push_back(std::move(text));
    return std::move(*this);
  }
  Diagnostic help(std::string text) && {
    helps.push_back(std::move(text));
    return std::move(*this);
  }
};

/// Begins an error; the place, notes and helps are added fluently.
inline Diagnostic error(std::string slug, std::string message) {
  return {Severity::error, std::move(slug), std::move(message), std::nullopt, {}, {}, {}, {}};
}

/// Begins a warning: the hunt goes on.
inline Diagnostic warning(std::string slug, std::string message) {
  return {Severity::warning, std::move(slug), std::move(message), std::nullopt, {}, {}, {}, {}};
}

/// Returns the span as it is shown: within its text, and for the end of the input behind the last
/// word written instead of on an empty line below it.
Span shown_span(const Span& span, const SourceTexts& texts);

/// Draws a diagnostic as text, ending in a line feed.
///
/// Line and column count from 1, in characters; marks align by display width; tabs become spaces;
/// long lines are cut around the mark with `...`. Everything that came from outside is made inert.
std::string draw(const Diagnostic& diagnostic, const SourceTexts& texts, bool colour);

}  // namespace kestrel
