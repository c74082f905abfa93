#include "apps/cli/progress.hpp"

#include <chrono>
#include <cstdio>
#include <string>

#include <unistd.h>

#include "kestrel/base/unicode.hpp"

namespace kestrel::cli {
namespace {

using Clock = std::chrono::steady_clock;

struct Line {
  std::string task;
  Clock::time_point begin;
  Clock::time_point shown;
  bool visible = false;
};

Line line;  // there is one terminal

void show(const Progress& progress) {
  constexpr auto patience = std::chrono::milliseconds(500);
  constexpr auto interval = std::chrono::milliseconds(100);
  const auto now = Clock::now();
  if (progress.task != line.task) {
    line.task = progress.task;
    line.begin = now;
  }
  if (now - line.begin < patience || now - line.shown < interval) {
    return;
  }
  line.shown = now;
  line.visible = true;
  const std::string task = made_inert(progress.task);
  if (progress.total > 0) {
    std::fprintf(stderr, "\r\033[K%s: %3.0f %%", task.c_str(),
                 100.0 * static_cast<double>(progress.done) / static_cast<double>(progress.total));
  } else {
    std::fprintf(stderr, "\r\033[K%s ...", task.c_str());
  }
}

}  // namespace

Context::Report progress_report() {
  return ::isatty(STDERR_FILENO) == 0 ? Context::Report() : Context::Report(show);
}

void clear_progress() {
  if (line.visible) {
    std::fputs("\r\033[K", stderr);
    line.visible = false;
  }
}

}  // namespace kestrel::cli
