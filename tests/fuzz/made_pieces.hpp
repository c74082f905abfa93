// What statements have in common: names, values, patterns, time ranges.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kestrel/lang/ast.hpp"
#include "tests/fuzz/random.hpp"
#include "tests/fuzz/speller.hpp"

namespace kestrel::fuzz {

/// Draws a piece of a statement, writes it, and returns what it must be read as.
class MadePieces {
 public:
  explicit MadePieces(std::uint32_t seed) : random_(seed), speller_(random_) {}

 protected:
  struct Number {
    std::string written;
    std::variant<std::int64_t, double> value;
  };

  ast::Name variable();
  ast::Name extended();
  ir::AttributePath attribute();
  std::string text();
  std::string path();
  Number number();  // not yet written
  ir::Literal::Reference reference();
  ir::Predicate pattern();
  std::optional<ast::TimeRange> time_range();
  std::uint64_t unit();  // in seconds
  std::optional<std::uint64_t> count_behind(std::string_view keyword);

  // Does something once or more, with something written between.
  template <typename Work>
  void repeat(std::size_t most, std::string_view between, Work work) {
    work();
    for (std::size_t count = random_.below(most); count > 0; --count) {
      if (between == "AND" || between == "OR") {
        speller_.keyword(between);
      } else {
        speller_.mark(between);
      }
      work();
    }
  }

  Random random_;
  Speller speller_;

 private:
  ir::Predicate any(std::size_t depth);
  ir::Predicate all(std::size_t depth);
  ir::Comparison comparison();
  void write_operator(std::string_view written);
  void values(std::vector<ir::Literal>& values, std::size_t most, std::size_t depth);
  ir::Literal literal();
  Timestamp timestamp();
  void write_timestamp(const std::string& written);
};

}  // namespace kestrel::fuzz
