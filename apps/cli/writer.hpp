// Displays and diagnostics on their way out of the program.
#pragma once

#include <cstdio>
#include <optional>
#include <string>

#include "apps/cli/options.hpp"
#include "kestrel/session/session.hpp"

namespace kestrel::cli {

/// Writes displays to standard output and diagnostics to standard error, in the wanted format. As
/// JSON, diagnostics stand among the displays.
class Writer : public session::Output {
 public:
  /// A verbose writer puts timings on standard error.
  Writer(Format format, bool colour, bool verbose);

  /// `texts` belongs to the session that writes here and is set when there is one.
  void set_texts(const SourceTexts& texts) { texts_ = &texts; }
  void show(const session::Display& display) override;
  void report(const Diagnostic& diagnostic) override;
  void stage(session::Stage stage, std::string_view text) override;

  /// Writes a text as it is.
  void write(std::string_view text);

  /// Writes what was kept back: as CSV only the last table is shown.
  void finish();

  /// Tells whether a display could not be written, because the reader went away or a disk is full.
  bool failed() const { return failed_; }

  /// Tells whether a fault of ours was reported.
  bool saw_internal_error() const { return saw_internal_error_; }

 private:
  Format format_;
  bool verbose_ = false;
  session::TextOptions text_options_;
  bool colour_errors_ = false;
  const SourceTexts* texts_ = nullptr;
  std::optional<Table> last_table_;
  bool separated_ = true;
  bool failed_ = false;
  bool saw_internal_error_ = false;
};

}  // namespace kestrel::cli
