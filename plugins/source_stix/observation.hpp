// Reads one observation with all its objects.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/source_stix/attributes.hpp"
#include "plugins/source_stix/batch.hpp"
#include "plugins/source_stix/identify.hpp"
#include "plugins/source_stix/object_keys.hpp"
#include "plugins/source_stix/references.hpp"
#include "plugins/source_stix/tokens.hpp"
#include "plugins/source_stix/vocabulary.hpp"

namespace kestrel::source_stix {

class ObservationReader {
 public:
  ObservationReader(const Tokens& tokens, Vocabulary& vocabulary, AttributeReader& attributes,
                    Identifier& identifier, ReferenceResolver& references)
      : tokens_(tokens),
        vocabulary_(vocabulary),
        attributes_(attributes),
        identifier_(identifier),
        references_(references) {}

  /// Reads the observation at `next` into `batch` and moves behind it. One that is of no use leaves
  /// nothing but an omission. False if it is not JSON as it should be.
  bool read(Type& type, Token& next, Batch& batch);

 private:
  struct Said;

  bool member(Key& key, Said& said);
  bool objects();
  bool listed_objects();
  bool object(std::string_view key);
  void start_objects();
  void name_by_own_ids(std::span<const Sighting> sightings);
  bool finish(Element& element, const Said& said);
  const char* times(Element& element, const Said& said) const;
  const char* references(const Said& said);
  void reference(Token token);
  Uuid id(const Said& said);
  bool skip();
  bool omit(const char* reason);
  bool omit_object(const char* reason);

  const Tokens& tokens_;
  Vocabulary& vocabulary_;
  AttributeReader& attributes_;
  Identifier& identifier_;
  ReferenceResolver& references_;
  Batch* batch_ = nullptr;
  Token next_ = 0;
  std::vector<std::string_view> keys_;  // of the objects, as spelled
  ObjectKeys object_keys_;
  bool has_own_ids_ = false;  // some object has an `id` of its own
};

}  // namespace kestrel::source_stix
