#include "plugins/source_stix/column.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "kestrel/model/identity.hpp"

namespace kestrel::source_stix {
namespace {

bool is_exact(std::int64_t value) {
  constexpr std::int64_t limit = std::int64_t{1} << 53;  // beyond it not every integer is a real
  return value >= -limit && value <= limit;
}

// Writes a value as the text it becomes in a column of texts.
std::string as_text(const Value& value) {
  switch (value.type()) {
    case DataType::boolean:
      return value.as<std::uint8_t>() != 0 ? "true" : "false";
    case DataType::integer:
      return std::to_string(value.as<std::int64_t>());
    case DataType::real:
      return format_real(value.as<double>());
    case DataType::text:
      return std::string(value.view());
    case DataType::timestamp:
      return format_timestamp(value.as<Timestamp>());
    case DataType::uuid:
      return format_uuid(value.as<Uuid>());
    case DataType::text_list:
    case DataType::uuid_list:
      break;
  }
  IdentityText json;
  const auto list = value.as<ListCell>();
  json.open_list();
  for (std::uint64_t index = 0; index < list.count; ++index) {
    if (value.type() == DataType::text_list) {
      json.text(static_cast<const TextCell*>(list.elements)[index].view());
    } else {
      json.text(format_uuid(static_cast<const Uuid*>(list.elements)[index]));
    }
  }
  json.close_list();
  return std::string(json.view());
}

}  // namespace

void WideningColumn::set(std::size_t row, const Value& value) {
  if (value.type() == type()) {
    store(row, value);
    return;
  }
  if (type() == DataType::real && value.type() == DataType::integer &&
      is_exact(value.as<std::int64_t>())) {
    builder_.set_real(row, static_cast<double>(value.as<std::int64_t>()));
    return;
  }
  if (type() == DataType::integer && value.type() == DataType::real && is_exact_as_real()) {
    become(DataType::real);
    store(row, value);
    return;
  }
  if (type() != DataType::text) {
    become(DataType::text);
  }
  store(row, Value::text(as_text(value)));
}

void WideningColumn::store(std::size_t row, const Value& value) {
  switch (value.type()) {
    case DataType::boolean:
      builder_.set_boolean(row, value.as<std::uint8_t>() != 0);
      return;
    case DataType::integer:
      builder_.set_integer(row, value.as<std::int64_t>());
      return;
    case DataType::real:
      builder_.set_real(row, value.as<double>());
      return;
    case DataType::timestamp:
      builder_.set_timestamp(row, value.as<Timestamp>());
      return;
    case DataType::uuid:
      builder_.set_uuid(row, value.as<Uuid>());
      return;
    case DataType::text: {
      // An entity that is seen again mostly says the same: its text must not be kept twice.
      const auto text = value.as<TextCell>();
      const TextCell* before = cell<TextCell>(row);
      if (before == nullptr || *before != text) {
        builder_.set_text(row, text);
      }
      return;
    }
    case DataType::text_list:
      store_text_list(row, value.as<ListCell>());
      return;
    case DataType::uuid_list:
      unite_uuid_list(row, value.as<ListCell>());
      return;
  }
}

void WideningColumn::store_text_list(std::size_t row, const ListCell& list) {
  const auto* elements = static_cast<const TextCell*>(list.elements);
  const ListCell* before = cell<ListCell>(row);
  if (before != nullptr && before->count == list.count) {
    const auto* old = static_cast<const TextCell*>(before->elements);
    std::uint64_t same = 0;
    while (same < list.count && old[same] == elements[same]) {
      ++same;
    }
    if (same == list.count) {
      return;
    }
  }
  auto* copies = reinterpret_cast<TextCell*>(arena_->allocate(list.count * sizeof(TextCell)));
  for (std::uint64_t index = 0; index < list.count; ++index) {
    const std::string_view text = elements[index].view();
    copies[index] = TextCell(text.size() <= TextCell::inline_capacity ? text : arena_->copy(text));
  }
  builder_.set_list(row, {copies, list.count});
}

void WideningColumn::unite_uuid_list(std::size_t row, const ListCell& list) {
  constexpr std::uint64_t short_enough = 16;  // to be searched from end to end
  const ListCell* before = cell<ListCell>(row);
  const std::span known(before == nullptr ? nullptr : static_cast<const Uuid*>(before->elements),
                        before == nullptr ? 0 : before->count);
  const std::span added(static_cast<const Uuid*>(list.elements), list.count);
  if (before != nullptr && std::equal(known.begin(), known.end(), added.begin(), added.end())) {
    return;
  }
  if (known.size() + added.size() > short_enough) {
    unite_long_list(row, known, added);
    return;
  }
  std::array<Uuid, short_enough> both;
  auto end = std::copy(known.begin(), known.end(), both.begin());
  for (const Uuid& id : added) {
    if (std::find(both.begin(), end, id) == end) {
      *end++ = id;
    }
  }
  const auto count = static_cast<std::size_t>(end - both.begin());
  if (before != nullptr && count == known.size()) {
    return;
  }
  auto* elements = reinterpret_cast<Uuid*>(arena_->allocate(count * sizeof(Uuid)));
  std::copy(both.begin(), end, elements);
  builder_.set_list(row, {elements, count});
}

// Time hardly goes with what is there already, only with what is added.
void WideningColumn::unite_long_list(std::size_t row, std::span<const Uuid> known,
                                     std::span<const Uuid> added) {
  LongList& united = long_lists_[row];
  std::size_t count = known.size();
  if (united.members.empty()) {
    united.members.insert(known.begin(), known.end());
  }
  if (count + added.size() > united.capacity) {
    united.capacity = 2 * (count + added.size());
    united.elements = reinterpret_cast<Uuid*>(arena_->allocate(united.capacity * sizeof(Uuid)));
    std::copy(known.begin(), known.end(), united.elements);
  }
  for (const Uuid& id : added) {
    if (united.members.insert(id).second) {
      united.elements[count++] = id;
    }
  }
  builder_.set_list(row, {united.elements, count});
}

Value WideningColumn::at(std::size_t row) const {
  const Column& column = builder_.column();
  switch (type()) {
    case DataType::boolean:
      return Value::boolean(column.at<std::uint8_t>(row) != 0);
    case DataType::integer:
      return Value::integer(column.at<std::int64_t>(row));
    case DataType::real:
      return Value::real(column.at<double>(row));
    case DataType::uuid:
      return Value::uuid(column.at<Uuid>(row));
    case DataType::text_list:
    case DataType::uuid_list:
      return Value::list(type(), column.at<ListCell>(row));
    case DataType::text:
    case DataType::timestamp:
      break;
  }
  return Value::text(column.at<TextCell>(row).view());
}

bool WideningColumn::is_exact_as_real() const {
  const std::size_t rows = builder_.column().segments.size() * segment_rows;
  for (std::size_t row = 0; row < rows; ++row) {
    if (const auto* value = cell<std::int64_t>(row); value != nullptr && !is_exact(*value)) {
      return false;
    }
  }
  return true;
}

void WideningColumn::become(DataType type) {
  WideningColumn wider(type, *arena_);
  const std::size_t rows = builder_.column().segments.size() * segment_rows;
  for (std::size_t row = 0; row < rows; ++row) {
    if (!builder_.is_valid(row)) {
      continue;
    }
    const Value value = at(row);
    if (type == DataType::real) {
      wider.builder_.set_real(row, static_cast<double>(value.as<std::int64_t>()));
    } else {
      wider.builder_.set_text(row, as_text(value));
    }
  }
  *this = std::move(wider);
}

}  // namespace kestrel::source_stix
