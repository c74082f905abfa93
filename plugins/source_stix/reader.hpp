// Reads one piece of a file, a run of whole top-level objects, into a batch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "plugins/source_stix/attributes.hpp"
#include "plugins/source_stix/batch.hpp"
#include "plugins/source_stix/identify.hpp"
#include "plugins/source_stix/observation.hpp"
#include "plugins/source_stix/references.hpp"
#include "plugins/source_stix/tokens.hpp"
#include "plugins/source_stix/vocabulary.hpp"

namespace kestrel::source_stix {

/// What stands between the objects of a file.
enum class Layout : std::uint8_t {
  list,      // commas; a bracket closes the list
  sequence,  // nothing but white space, to the end of the file
};

/// One thread's reader. Keeps what it learned from one piece to the next.
class Reader {
 public:
  explicit Reader(Vocabulary& vocabulary)
      : vocabulary_(vocabulary),
        attributes_(tokens_, vocabulary),
        identifier_(tokens_),
        references_(tokens_, vocabulary),
        observations_(tokens_, vocabulary, attributes_, identifier_, references_) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// Reads `text[0, size)`. False if it is not whole objects from the first byte to the last, or to
  /// the bracket that closes the list. `Tokens::find` says what must lie behind the text; both must
  /// stay while the batch is in use.
  bool read(char* text, std::size_t size, Layout layout, Batch& batch);

  /// Tells where the text behind the closing bracket of the list begins, if it was met.
  std::optional<std::size_t> list_end() const { return list_end_; }

 private:
  bool element();
  bool entity(Type* type);
  bool top_id(Sighting& sighting, Token begin);
  bool relationship();
  std::optional<ObjectReference> reference(Token token);
  bool skip(std::string reason);

  Vocabulary& vocabulary_;
  Tokens tokens_;
  AttributeReader attributes_;
  Identifier identifier_;
  ReferenceResolver references_;
  ObservationReader observations_;
  Batch* batch_ = nullptr;
  Token next_ = 0;
  std::optional<std::size_t> list_end_;
};

}  // namespace kestrel::source_stix
