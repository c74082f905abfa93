// Holds what the front end promises against texts that nobody thought of. The texts come from
// seeds, so every run sees the same ones. KESTREL_FUZZ_ROUNDS multiplies them.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "kestrel/lang/dump.hpp"
#include "kestrel/lang/parse.hpp"
#include "tests/fuzz/claims.hpp"
#include "tests/fuzz/made_huntflow.hpp"
#include "tests/fuzz/mutation.hpp"
#include "tests/fuzz/written_huntflows.hpp"

namespace kestrel::fuzz {
namespace {

std::uint32_t rounds(std::uint32_t count) {
  const char* wanted = std::getenv("KESTREL_FUZZ_ROUNDS");
  return count * (wanted == nullptr ? 1 : static_cast<std::uint32_t>(std::atoi(wanted)));
}

TEST(Fuzz, ReadsWhateverTheGrammarGives) {
  std::vector<std::size_t> seen(std::variant_size_v<ast::Body>);
  for (std::uint32_t seed = 0; seed < rounds(5000); ++seed) {
    const MadeHuntflow made = make_huntflow(seed);
    const lang::Parsed parsed = lang::parse(made.text, 0);
    ASSERT_TRUE(parsed.diagnostics.empty())
        << "seed " << seed << ": " << parsed.diagnostics.front().message << " at "
        << parsed.diagnostics.front().primary->begin << "\n"
        << made.text;
    ASSERT_EQ(lang::dump(parsed.block), lang::dump(made.block)) << "seed " << seed << "\n"
                                                                << made.text;
    const auto broken = broken_claim(made.text);
    ASSERT_FALSE(broken) << "seed " << seed << ": " << *broken;
    for (const ast::Statement& statement : made.block) {
      ++seen[statement.body.index()];
    }
  }
  EXPECT_GT(*std::min_element(seen.begin(), seen.end()), 100U) << "a statement is hardly drawn";
}

TEST(Fuzz, LaysOutEveryHuntflowThatIsWrittenDown) {
  std::size_t read = 0;
  std::size_t refused = 0;
  for (const WrittenHuntflow& huntflow : written_huntflows()) {
    const auto broken = broken_claim(huntflow.text);
    EXPECT_FALSE(broken) << huntflow.name << ": " << *broken;
    if (is_read(huntflow.text)) {
      ++read;
      continue;
    }
    ++refused;
    EXPECT_TRUE(huntflow.fails) << huntflow.name << " has mistakes in the text";
  }
  std::cout << read << " huntflows are read, " << refused << " are about mistakes in the text\n";
  EXPECT_GT(read, 140U);
  EXPECT_GT(refused, 10U);
}

// Texts to change: those that people wrote, and made ones.
std::vector<std::string> seeds() {
  std::vector<std::string> texts;
  for (WrittenHuntflow& huntflow : written_huntflows()) {
    texts.push_back(std::move(huntflow.text));
  }
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    texts.push_back(make_huntflow(seed).text);
  }
  return texts;
}

TEST(Fuzz, RefusesOrReadsWhateverComes) {
  const std::vector<std::string> texts = seeds();
  std::size_t read = 0;
  const std::uint32_t count = rounds(10000);
  for (std::uint32_t seed = 0; seed < count; ++seed) {
    Random random(seed);
    const std::string text = mutated(texts[seed % texts.size()], random.any(texts), random);
    const auto broken = broken_claim(text);
    ASSERT_FALSE(broken) << "seed " << seed << ": " << *broken;
    read += is_read(text) ? 1 : 0;
  }
  EXPECT_GT(read, count / 20);  // mutations that change nothing of the grammar
  EXPECT_LT(read, count - count / 20);
}

TEST(Fuzz, KnowsWhetherTheBeginningOfAHuntflowGoesOn) {
  for (const std::string& text : seeds()) {
    for (std::size_t part = 1; part <= 8; ++part) {
      const std::string beginning = text.substr(0, text.size() * part / 8);
      const auto broken = broken_claim(beginning);
      ASSERT_FALSE(broken) << *broken;
    }
  }
}

}  // namespace
}  // namespace kestrel::fuzz
