// A column whose type is not known before the last value: it widens when a value does not fit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <unordered_map>

#include "kestrel/model/table.hpp"
#include "plugins/source_stix/batch.hpp"

namespace kestrel::source_stix {

/// Takes values of any type for any row. A later value replaces an earlier one, but a list of
/// references takes in what it does not have yet: each observation tells some of them.
///
/// Integers among reals become reals when all of them are exact as such. Whatever else does not fit
/// turns the column into text, lists as JSON.
class WideningColumn {
 public:
  WideningColumn(DataType type, Arena& arena) : builder_(type, arena), arena_(&arena) {}

  DataType type() const { return builder_.type(); }
  void set(std::size_t row, const Value& value);
  Column finish(std::size_t row_count) && { return std::move(builder_).finish(row_count); }

 private:
  template <typename Cell>
  const Cell* cell(std::size_t row) const {
    return builder_.is_valid(row) ? &builder_.column().at<Cell>(row) : nullptr;
  }
  void store(std::size_t row, const Value& value);
  void store_text_list(std::size_t row, const ListCell& list);
  void unite_uuid_list(std::size_t row, const ListCell& list);
  void unite_long_list(std::size_t row, std::span<const Uuid> known, std::span<const Uuid> added);
  Value at(std::size_t row) const;
  bool is_exact_as_real() const;
  void become(DataType type);

  /// A list of references that is long enough to want an index.
  struct LongList {
    Uuid* elements = nullptr;
    std::uint64_t capacity = 0;
    std::set<Uuid> members;  // a tree: a hostile file may choose ids that collide
  };

  ColumnBuilder builder_;
  Arena* arena_;
  std::unordered_map<std::size_t, LongList> long_lists_;  // by row
};

}  // namespace kestrel::source_stix
