// Draws a diagnostic: message, place, the lines with their marks, notes, helps.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kestrel/base/diagnostic.hpp"
#include "kestrel/base/unicode.hpp"

namespace kestrel {
namespace {

constexpr std::size_t longest_line =
    100;                                  // cells of a line shown, without what stands for the rest
constexpr std::string_view rest = "...";  // stands for what is not shown
constexpr std::string_view tab = "    ";

namespace style {
constexpr std::string_view error = "\x1b[1;31m";
constexpr std::string_view warning = "\x1b[1;33m";
constexpr std::string_view related = "\x1b[1;34m";
constexpr std::string_view frame = "\x1b[34m";
constexpr std::string_view strong = "\x1b[1m";
constexpr std::string_view plain = "\x1b[0m";
}  // namespace style

// A text from a huntflow as it is drawn.
std::string drawn(std::string_view text) {
  std::string result;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\t'); end != std::string_view::npos;
       end = text.find('\t', begin)) {
    result += made_inert(text.substr(begin, end - begin));
    result += tab;
    begin = end + 1;
  }
  return result += made_inert(text.substr(begin));
}

// A character counts at least once, or a line of combining marks would never be cut.
std::size_t cost(std::string_view character) {
  return std::max<std::size_t>(1, display_width(drawn(character)));
}

std::size_t next_character(std::string_view line, std::size_t offset) {
  return offset + decode_character(line.substr(offset)).size;
}

std::size_t previous_character(std::string_view line, std::size_t offset) {
  for (std::size_t size = 4; size > 1; --size) {
    if (size <= offset && decode_character(line.substr(offset - size)).size == size) {
      return offset - size;
    }
  }
  return offset - 1;
}

// Walks from `offset` as long as `cells` last, takes from them, and returns where it stops.
std::size_t forward(std::string_view line, std::size_t offset, std::size_t& cells) {
  while (offset < line.size()) {
    const std::size_t next = next_character(line, offset);
    const std::size_t needed = cost(line.substr(offset, next - offset));
    if (needed > cells) {
      break;
    }
    cells -= needed;
    offset = next;
  }
  return offset;
}

std::size_t backward(std::string_view line, std::size_t offset, std::size_t& cells) {
  while (offset > 0) {
    const std::size_t previous = previous_character(line, offset);
    const std::size_t needed = cost(line.substr(previous, offset - previous));
    if (needed > cells) {
      break;
    }
    cells -= needed;
    offset = previous;
  }
  return offset;
}

/// A mark on the one line on which it is drawn. Offsets are bytes of that line.
struct LineMark {
  std::size_t line = 1;
  std::size_t begin = 0;
  std::size_t end = 0;
  char sign = '^';
  std::string_view text;
  std::string_view style;
};

/// The part of a line that is drawn. A line that fits is drawn whole.
struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;

  bool shows(const LineMark& mark) const { return mark.begin >= begin && mark.end <= end; }
};

Window window_around(std::string_view line, const LineMark& mark) {
  std::size_t cells = longest_line;
  const std::size_t from_start = forward(line, 0, cells);
  if (from_start == line.size() || mark.end <= from_start) {
    return {0, from_start};
  }
  // A mark may be longer than what is shown: some of what stands before it is shown all the same.
  cells = longest_line * 3 / 4;
  forward(line.substr(0, mark.end), mark.begin, cells);
  std::size_t before = (longest_line / 4 + cells) / 2;
  std::size_t begin = backward(line, mark.begin, before);
  cells = longest_line;
  const std::size_t end = forward(line, begin, cells);
  if (end == line.size()) {
    begin = backward(line, begin, cells);
  }
  return {begin, end};
}

/// Draws one diagnostic. All line numbers share the width of the widest.
class Drawing {
 public:
  Drawing(const Diagnostic& diagnostic, const SourceTexts& texts, bool colour)
      : diagnostic_(diagnostic), texts_(texts), colour_(colour) {}

  std::string draw() && {
    headline();
    collect_marks();
    for (const SourceMarks& source : sources_) {
      block(source);
    }
    for (const std::string& note : diagnostic_.notes) {
      remark("note", note);
    }
    for (const std::string& help : diagnostic_.helps) {
      remark("help", help);
    }
    return std::move(out_);
  }

 private:
  /// The marks in one source text, in text order.
  struct SourceMarks {
    std::uint32_t source = 0;
    std::size_t place = 0;  // the offset that the headline of the block names
    std::vector<LineMark> marks;
  };

  std::string_view severity_style() const {
    return diagnostic_.severity == Severity::error ? style::error : style::warning;
  }

  void headline() {
    const std::string_view severity = diagnostic_.severity == Severity::error ? "error" : "warning";
    put(severity_style(), std::string(severity) + "[" + made_inert(diagnostic_.slug) + "]");
    put(style::strong, ": " + made_inert(diagnostic_.message));
    out_ += '\n';
  }

  void collect_marks() {
    if (diagnostic_.primary) {
      const char sign = diagnostic_.severity == Severity::error ? '^' : '~';
      add(*diagnostic_.primary, sign, diagnostic_.primary_text, severity_style());
    }
    for (const Mark& mark : diagnostic_.related) {
      add(mark.span, '-', mark.text, style::related);
    }
    std::size_t last_line = 1;
    for (SourceMarks& source : sources_) {
      std::stable_sort(source.marks.begin(), source.marks.end(),
                       [](const LineMark& left, const LineMark& right) {
                         return left.line != right.line ? left.line < right.line
                                                        : left.begin < right.begin;
                       });
      last_line = std::max(last_line, source.marks.back().line);
    }
    digits_ = std::to_string(last_line).size();
  }

  void add(const Span& written, char sign, std::string_view text, std::string_view mark_style) {
    const Span span = shown_span(written, texts_);
    auto source = std::find_if(sources_.begin(), sources_.end(), [&](const SourceMarks& known) {
      return known.source == span.source;
    });
    if (source == sources_.end()) {
      source = sources_.insert(source, SourceMarks{span.source, span.begin, {}});
    }
    const SourceText& source_text = texts_.at(span.source);
    const std::size_t line = source_text.locate(span.begin).line;
    const std::size_t start = source_text.line_start(line);
    const std::size_t size = source_text.line(line).size();
    const std::size_t begin = std::min(span.begin - start, size);
    const std::size_t end = std::clamp(span.end - start, begin, size);
    source->marks.push_back({line, begin, end, sign, text, mark_style});
  }

  void block(const SourceMarks& source) {
    const SourceText& text = texts_.at(source.source);
    const LineColumn place = text.locate(source.place);
    put(style::frame, std::string(digits_, ' ') + "--> ");
    out_ += made_inert(text.name()) + ":" + std::to_string(place.line) + ":" +
            std::to_string(place.column) + "\n";
    gutter({});
    out_ += '\n';
    std::size_t last_line = 0;
    for (auto mark = source.marks.begin(); mark != source.marks.end();) {
      if (last_line != 0 && mark->line > last_line + 1) {
        put(style::frame, rest);
        out_ += '\n';
      }
      last_line = mark->line;
      const std::string_view line = text.line(last_line);
      const Window window = window_around(line, *mark);
      write_line(last_line, line, window);
      do {
        write_mark(line, window, *mark);
        ++mark;
      } while (mark != source.marks.end() && mark->line == last_line && window.shows(*mark));
    }
  }

  void write_line(std::size_t number, std::string_view line, const Window& window) {
    gutter(std::to_string(number));
    std::string shown = window.begin > 0 ? std::string(rest) : std::string();
    shown += drawn(line.substr(window.begin, window.end - window.begin));
    shown += window.end < line.size() ? rest : std::string_view();
    shown.erase(shown.find_last_not_of(' ') + 1);
    out_ += shown.empty() ? "\n" : " " + shown + "\n";
  }

  void write_mark(std::string_view line, const Window& window, const LineMark& mark) {
    const std::size_t end = std::min(mark.end, window.end);
    const std::size_t before =
        (window.begin > 0 ? rest.size() : 0) +
        display_width(drawn(line.substr(window.begin, mark.begin - window.begin)));
    const std::size_t width = display_width(drawn(line.substr(mark.begin, end - mark.begin)));
    gutter({});
    out_.append(before + 1, ' ');
    std::string signs(std::max<std::size_t>(width, 1), mark.sign);
    if (!mark.text.empty()) {
      signs += " " + made_inert(mark.text);
    }
    put(mark.style, signs);
    out_ += '\n';
  }

  void gutter(std::string_view number) {
    put(style::frame, std::string(digits_ - number.size(), ' ').append(number).append(" |"));
  }

  // The line breaks of a note are its own; what follows the first stands below its text.
  void remark(std::string_view kind, std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
      text.remove_suffix(1);
    }
    put(style::frame, std::string(digits_ + 1, ' ') + "= ");
    put(style::strong, std::string(kind) + ": ");
    const std::string indent(digits_ + kind.size() + 5, ' ');
    while (true) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      if (line.ends_with('\r')) {
        line.remove_suffix(1);
      }
      out_ += drawn(line) + "\n";
      if (end == text.size()) {
        return;
      }
      text.remove_prefix(end + 1);
      out_ += text.starts_with('\n') || text.starts_with("\r\n") ? "" : indent;
    }
  }

  void put(std::string_view wanted, std::string_view text) {
    if (colour_) {
      out_.append(wanted).append(text).append(style::plain);
    } else {
      out_.append(text);
    }
  }

  const Diagnostic& diagnostic_;
  const SourceTexts& texts_;
  bool colour_;
  std::size_t digits_ = 1;
  std::vector<SourceMarks> sources_;
  std::string out_;
};

}  // namespace

Span shown_span(const Span& span, const SourceTexts& texts) {
  const std::string_view text = texts.at(span.source).text();
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  const auto end = static_cast<std::uint32_t>(last == std::string_view::npos ? 0 : last + 1);
  if (span.begin >= end) {
    return {end, end, span.source};
  }
  const auto size = static_cast<std::uint32_t>(text.size());
  return {span.begin, std::clamp(span.end, span.begin, size), span.source};
}

std::string draw(const Diagnostic& diagnostic, const SourceTexts& texts, bool colour) {
  return Drawing(diagnostic, texts, colour).draw();
}

}  // namespace kestrel
