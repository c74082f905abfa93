#include "apps/cli/writer.hpp"

#include <variant>

#include <sys/ioctl.h>
#include <unistd.h>

#include "apps/cli/progress.hpp"

namespace kestrel::cli {
namespace {

std::size_t terminal_width() {
  winsize size{};
  if (::isatty(STDOUT_FILENO) == 0 || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) {
    return 0;
  }
  return size.ws_col;
}

std::string_view stage_name(session::Stage stage) {
  switch (stage) {
    case session::Stage::tokens:
      return "tokens";
    case session::Stage::ast:
      return "ast";
    case session::Stage::ir:
      return "ir";
    case session::Stage::plan:
      return "plan";
    case session::Stage::sql:
      return "sql";
    case session::Stage::timings:
      return "timings";
  }
  return "";
}

}  // namespace

Writer::Writer(Format format, bool colour, bool verbose)
    : format_(format),
      verbose_(verbose),
      text_options_{terminal_width(), colour && ::isatty(STDOUT_FILENO) != 0},
      colour_errors_(colour && ::isatty(STDERR_FILENO) != 0) {}

void Writer::show(const session::Display& display) {
  std::string text;
  switch (format_) {
    case Format::text:
      text = separated_ ? "" : "\n";
      separated_ = false;
      session::write_text(text, display, text_options_);
      break;
    case Format::json:
      session::write_json(text, display);
      break;
    case Format::html:
      session::write_html(text, display);
      break;
    case Format::csv:
      if (const auto* table = std::get_if<session::TableDisplay>(&display)) {
        last_table_ = table->table;
      }
      break;
  }
  write(text);
}

void Writer::report(const Diagnostic& diagnostic) {
  saw_internal_error_ = saw_internal_error_ || diagnostic.slug == "internal-error";
  clear_progress();
  std::string text;
  if (format_ == Format::json) {
    session::write_json(text, diagnostic, *texts_);
    write(text);
    return;
  }
  std::fflush(stdout);
  text = draw(diagnostic, *texts_, colour_errors_);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void Writer::stage(session::Stage stage, std::string_view text) {
  if (stage == session::Stage::timings && verbose_) {
    clear_progress();
    std::fflush(stdout);
    std::fwrite(text.data(), 1, text.size(), stderr);
    return;
  }
  write("-- " + std::string(stage_name(stage)) + "\n" + std::string(text));
}

void Writer::finish() {
  if (last_table_) {
    std::string text;
    session::write_csv(text, *last_table_);
    last_table_.reset();
    write(text);
  }
  failed_ = std::fflush(stdout) != 0 || failed_;
}

void Writer::write(std::string_view text) {
  clear_progress();
  failed_ = std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || failed_;
}

}  // namespace kestrel::cli
