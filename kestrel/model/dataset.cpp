#include "kestrel/model/dataset.hpp"

#include <algorithm>

namespace kestrel {

const EntityTable* Dataset::find(std::string_view type) const {
  const auto found = std::lower_bound(
      entities.begin(), entities.end(), type,
      [](const EntityTable& table, std::string_view name) { return table.type < name; });
  return found != entities.end() && found->type == type ? &*found : nullptr;
}

}  // namespace kestrel
