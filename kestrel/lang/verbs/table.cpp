#include "kestrel/lang/verbs/table.hpp"

#include <array>
#include <variant>

#include "kestrel/base/letters.hpp"

namespace kestrel::lang {
namespace {

const std::array table{apply_verb(), describe_verb(), disp_verb(), explain_verb(), find_verb(),
                       get_verb(),   group_verb(),    info_verb(), join_verb(),    load_verb(),
                       new_verb(),   save_verb(),     sort_verb()};

constexpr std::size_t bodies_without_keyword = 2;  // assignment, merge
static_assert(std::tuple_size_v<decltype(table)> + bodies_without_keyword ==
                  std::variant_size_v<ast::Body>,
              "a verb has a node but no row");

}  // namespace

std::span<const Verb> verbs() {
  return table;
}

const Verb* find_verb(std::string_view keyword) {
  for (const Verb& verb : table) {
    if (same_word(verb.keyword, keyword)) {
      return &verb;
    }
  }
  return nullptr;
}

}  // namespace kestrel::lang
