// The exact way through a file of JSON: byte by byte, strict, from a place that is known to be
// right. It reads what lies around the objects of a bundle, and finds the truth where the fast way
// guessed wrong. Its memory does not depend on the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kestrel/base/context.hpp"
#include "kestrel/base/result.hpp"
#include "plugins/source_stix/file.hpp"

namespace kestrel::source_stix {

inline constexpr std::size_t deepest_nesting = 256;

/// Walks forward over JSON. `object` in diagnostics is what `set_object` said last; 0 is none.
class Scanner {
 public:
  static constexpr int end_of_file = -1;

  Scanner(const File& file, std::uint64_t offset, const Context& context);

  std::uint64_t offset() const { return start_ + next_; }
  void set_object(std::uint64_t number) { object_ = number; }

  /// Skips white space and returns the byte behind it, which is not taken yet.
  Result<int> peek();

  /// Takes one byte, which must be `letter`. `expected` names it in the diagnostic.
  Result<Done> take(char letter, std::string_view expected);

  /// Takes a byte if it is next.
  Result<bool> accept(char letter);

  /// Reads one string and returns it decoded, cut to 200 bytes.
  Result<std::string> string();

  /// Skips one value and checks its grammar.
  Result<Done> skip_value();

  /// Builds the diagnostic for what is found where the scanner stands.
  Diagnostic unexpected(std::string_view expected);

 private:
  /// Returns the next byte, not taken. The end of the file also stands for a file that cannot be
  /// read on, with `failure_` set.
  int byte() {
    return next_ < size_ || fill() ? static_cast<unsigned char>(buffer_[next_]) : end_of_file;
  }
  bool fill();
  int skip_white_space();
  Result<Done> skip_string(std::string* spelled);
  Result<Done> skip_escape(std::string& spelled);
  Result<Done> skip_wide_character(std::string& spelled);
  Result<Done> skip_scalar();
  Result<Done> open_or_skip(std::string& open);

  const File* file_;
  const Context* context_;
  std::unique_ptr<char[]> buffer_;
  std::uint64_t start_;   // of the buffer in the file
  std::size_t next_ = 0;  // in the buffer
  std::size_t size_ = 0;  // of what the buffer holds
  std::uint64_t object_ = 0;
  std::optional<Diagnostic> failure_;
};

}  // namespace kestrel::source_stix
