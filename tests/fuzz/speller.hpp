// Writes what a huntflow consists of, in any of the spellings that the language allows.
#pragma once

#include <string>
#include <string_view>

#include "tests/fuzz/random.hpp"

namespace kestrel::fuzz {

/// Puts one piece behind the other, with white space and comments of all kinds between them, and
/// none where none is needed.
class Speller {
 public:
  explicit Speller(Random& random) : random_(random) {}

  void keyword(std::string_view word);   // in capitals, in small letters, or mixed
  void name(std::string_view word);      // as it is
  void number(std::string_view digits);  // as it is
  void mark(std::string_view mark);      // as it is
  void run(
      std::string_view characters);  // an attribute, a path, ..: only a blank or a mark ends it
  void quoted(std::string_view written);  // what has its quotes already
  void text(std::string_view value);      // quoted, with escapes, or raw

  /// Returns everything that was written, with something behind it that means nothing.
  std::string finish() &&;

 private:
  enum class Piece { none, word, number, mark, run, quoted };

  void put(Piece piece, std::string_view text);
  bool needs_blank(Piece piece, char first) const;
  void blank(bool needed);
  std::string ordinary(std::string_view value, char quote);

  Random& random_;
  std::string text_;
  Piece last_ = Piece::none;
};

}  // namespace kestrel::fuzz
