// Times the front end on long texts: parsing, laying out, listing tokens, drawing diagnostics. Each
// text is timed at one size and at four times that size: a step that is linear takes four times as
// long. Usage: front_end [RUNS [SCALE]]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <time.h>

#include "kestrel/base/diagnostic.hpp"
#include "kestrel/base/source_text.hpp"
#include "kestrel/lang/dump.hpp"
#include "kestrel/lang/format.hpp"
#include "kestrel/lang/parse.hpp"

namespace {

using namespace kestrel;

std::string repeated(std::string_view piece, std::size_t count) {
  std::string text;
  text.reserve(piece.size() * count);
  for (; count > 0; --count) {
    text += piece;
  }
  return text;
}

/// A kind of text that could be slow to read, made of so many pieces.
struct Kind {
  const char* name;
  std::size_t pieces;
  std::function<std::string(std::size_t)> text;
};

std::vector<Kind> kinds() {
  const auto statements = [](std::size_t count) {
    std::string text;
    for (std::size_t number = 0; number < count; ++number) {
      text +=
          "v" + std::to_string(number) +
          " = GET process FROM file://a.json WHERE name = 'cmd.exe' AND pid IN (1, 2, 3) LAST 5 "
          "DAYS LIMIT 7\n";
    }
    return text;
  };
  const auto behind = [](std::string head, std::string piece, std::string tail) {
    return [=](std::size_t count) { return head + repeated(piece, count) + tail; };
  };
  const std::string where = "x = y WHERE ";
  return {
      {"statements", 10'000, statements},
      {"parentheses", 1'000'000, behind(where, "(", "")},
      {"brackets", 1'000'000, behind(where + "a IN ", "[", "")},
      {"brackets-behind-new", 1'000'000, behind("x = NEW ", "[", "")},
      {"and", 100'000, behind(where + "a = 1", " AND a = 1", "")},
      {"or", 100'000, behind(where + "a = 1", " OR a = 1", "")},
      {"and-in-parentheses", 100'000,
       behind(where + repeated("a = 1 AND (", 199) + "a = 1", " AND a = 1", repeated(")", 199))},
      {"list", 100'000, behind(where + "a IN (0", ",1", ")")},
      {"list-in-lists", 100'000,
       behind(where + "a IN " + repeated("(", 199) + "0", ",1", repeated(")", 199))},
      {"new-rows", 50'000, behind("x = NEW process [{\"a\": null}", ",{\"a\": null}", "]")},
      {"new-cells", 50'000, behind("x = NEW process [{\"a\": 1", ",\"a\": 1", "}]")},
      {"merge", 100'000, behind("x = y", " + y", "")},
      {"arguments", 100'000, behind("APPLY a ON x WITH a=1", ", a=1", "")},
      {"comments", 100'000, behind("", "# nothing\n", "x = y")},
      {"comments-in-a-statement", 100'000, behind("x =", "# nothing\n", "y")},
      {"blanks", 1'000'000, behind("x =", " ", "y z = w")},
      {"lines", 1'000'000, behind("x =", "\n", "y z = w")},
      {"open-string", 1'000'000, behind(where + "a = '", "a", "")},
      {"escapes", 250'000, behind(where + "a = '", "\\x41", "'")},
      {"word", 1'000'000, behind("x = y", "y", "")},
      {"quotes", 1'000'000, behind("DISP ", "'", "")},
      {"unknown-characters", 1'000'000, behind("DISP ", ";", "")},
      {"faults", 50'000, behind("", "DISP ?\n", "")},
      {"fault-on-one-line", 100'000, behind("DISP ? ", "a = b ", "")},
  };
}

/// Milliseconds of the processor that each part takes at best.
struct Times {
  double parse = 1e9;
  double format = 1e9;
  double list = 1e9;
  double draw = 1e9;
};

// Processor time: what other programs run does not count.
double now() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

template <typename Work>
void time(double& best, Work work) {
  const double begin = now();
  work();
  best = std::min(best, now() - begin);
}

Times times_of(const std::string& text, std::size_t runs) {
  Times times;
  std::size_t kept = 0;  // depends on every result, so that no work is left out
  SourceTexts texts;
  texts.add("hunt.hf", text);
  for (; runs > 0; --runs) {
    lang::Parsed parsed;
    time(times.parse, [&] { parsed = lang::parse(texts.at(0).text(), 0); });
    if (parsed.diagnostics.empty()) {
      time(times.format, [&] { kept += lang::format(text, parsed).size(); });
    }
    time(times.list, [&] { kept += lang::dump(parsed.tokens, texts.at(0)).size(); });
    time(times.draw, [&] {
      for (const Diagnostic& diagnostic : parsed.diagnostics) {
        kept += draw(diagnostic, texts, false).size();
      }
    });
  }
  if (kept == 0) {
    std::printf("nothing came of it\n");
  }
  return times;
}

void report(const char* name, const char* part, double one, double four) {
  if (one < 1e8) {
    std::printf("%s %s %.3f %.2f\n", name, part, one, one > 0 ? four / one : 0);
  }
}

}  // namespace

int main(int count, char** arguments) {
  const std::size_t runs = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 3;
  const std::size_t scale = count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 1;
  for (const Kind& kind : kinds()) {
    const Times one = times_of(kind.text(scale * kind.pieces), runs);
    const Times four = times_of(kind.text(4 * scale * kind.pieces), runs);
    report(kind.name, "parse", one.parse, four.parse);
    report(kind.name, "format", one.format, four.format);
    report(kind.name, "list", one.list, four.list);
    report(kind.name, "draw", one.draw, four.draw);
  }
  return 0;
}
