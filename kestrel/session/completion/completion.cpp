#include "kestrel/session/completion/completion.hpp"

namespace kestrel::session {

std::string_view completion_kind_name(CompletionKind kind) {
  switch (kind) {
    case CompletionKind::keyword:
      return "keyword";
    case CompletionKind::variable:
      return "variable";
    case CompletionKind::entity_type:
      return "entity type";
    case CompletionKind::attribute:
      return "attribute";
    case CompletionKind::relation:
      return "relation";
    case CompletionKind::source:
      return "source";
    case CompletionKind::analytics:
      return "analytics";
    case CompletionKind::unit:
      return "unit";
    case CompletionKind::timestamp:
      return "timestamp";
    case CompletionKind::path:
      return "path";
    case CompletionKind::punctuation:
      return "punctuation";
  }
  return "";
}

}  // namespace kestrel::session
