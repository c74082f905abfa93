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

  /// Returns where the `id` of the object read last stands; `Tokens::absent` if it has none.
  Token own_id() const { return own_id_; }

  /// Adds what stands at `token`, which the data calls the id of an object, as `x_id`. False if it
  /// is not JSON as it should be.
  bool keep_own_id(Type& type, Token token);

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
  Token own_id_ = Tokens::absent;
};

}  // namespace kestrel::source_stix
