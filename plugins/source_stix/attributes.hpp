// Turns the members of one object into facts: names joined by dots, values typed.
#pragma once

#include <cstddef>
#include <vector>

#include "plugins/source_stix/batch.hpp"
#include "plugins/source_stix/tokens.hpp"
#include "plugins/source_stix/vocabulary.hpp"

namespace kestrel::source_stix {

/// All functions move `next` over what they read, and return false if it is not JSON as it should
/// be.
class AttributeReader {
 public:
  AttributeReader(const Tokens& tokens, Vocabulary& vocabulary)
      : tokens_(tokens), vocabulary_(vocabulary) {}

  /// Says where facts go from now on.
  void write_to(Batch& batch, std::vector<Fact>& facts) {
    batch_ = &batch;
    facts_ = &facts;
  }

  /// Reads an object whose keys stand under `parent`. Keys with a role of their own are left out.
  bool members(Key* parent, Token& next);

  /// Reads the value of one key.
  bool value(Key* key, Token& next) { return value(key, next, 0); }

  /// Looks a key up, trying the guess that follows `before` (`nullptr`: the first under `parent`),
  /// and mends the guess.
  Key* key(Key* parent, Key* before, std::string_view spelled);

  /// Returns the decoded text of a string; it lies in the piece or in the batch. Null data: broken.
  std::string_view text(Token token);

 private:
  bool members(Key* parent, Token& next, std::size_t depth);
  bool value(Key* key, Token& next, std::size_t depth);
  bool nested(Key* key, Token& next, std::size_t depth);
  bool list(Key* key, Token& next);
  bool scalar(Key* key, Token& next);
  bool json_text(Key* key, Token& next);
  void add(Key* key, const Value& value, Token token) {
    facts_->push_back({value, key, nullptr, token});
  }

  const Tokens& tokens_;
  Vocabulary& vocabulary_;
  Batch* batch_ = nullptr;
  std::vector<Fact>* facts_ = nullptr;
  std::vector<TextCell> cells_;
  std::string json_;
};

}  // namespace kestrel::source_stix
