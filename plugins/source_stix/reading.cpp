#include "plugins/source_stix/reading.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include <unistd.h>

#include "kestrel/model/identity.hpp"
#include "plugins/source_stix/source.hpp"

namespace kestrel::source_stix {
namespace {

std::string shown_cell(const Column& column, std::size_t row) {
  if (!column.is_valid(row)) {
    return "-";
  }
  switch (column.type) {
    case DataType::boolean:
      return column.at<std::uint8_t>(row) != 0 ? "true" : "false";
    case DataType::integer:
      return std::to_string(column.at<std::int64_t>(row));
    case DataType::real:
      return format_real(column.at<double>(row));
    case DataType::text:
      return std::string(column.at<TextCell>(row).view());
    case DataType::timestamp:
      return format_timestamp(column.at<Timestamp>(row));
    case DataType::uuid:
      return format_uuid(column.at<Uuid>(row));
    case DataType::text_list:
    case DataType::uuid_list:
      break;
  }
  const auto& list = column.at<ListCell>(row);
  std::string text = "<";
  for (std::uint64_t index = 0; index < list.count; ++index) {
    text += index == 0 ? "" : " ";
    text += column.type == DataType::text_list
                ? std::string(static_cast<const TextCell*>(list.elements)[index].view())
                : format_uuid(static_cast<const Uuid*>(list.elements)[index]);
  }
  return text + ">";
}

std::string shown_table(const Table& table, std::size_t hidden_at_end) {
  std::string text;
  const std::size_t count = table.columns().size() - hidden_at_end;
  for (std::size_t index = 0; index < count; ++index) {
    const Attribute& attribute = table.schema().attributes[index];
    text += (index == 0 ? "" : " | ") + attribute.name + ": ";
    text += data_type_name(attribute.type);
    for (const std::string& target : attribute.targets) {
      text += " " + target;
    }
  }
  text += "\n";
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    for (std::size_t index = 0; index < count; ++index) {
      text += (index == 0 ? "" : " | ") + shown_cell(table.column(index), row);
    }
    text += "\n";
  }
  return text;
}

}  // namespace

ScratchFolder::ScratchFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "kestrel-XXXXXX").string();
  path_ = ::mkdtemp(pattern.data()) != nullptr ? pattern : "";
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;  // nothing can be done about it here
  std::filesystem::remove_all(path_, ignored);
}

std::string ScratchFolder::write(std::string_view name, std::string_view content) const {
  const std::string place = path_ + "/" + std::string(name);
  std::ofstream(place, std::ios::binary) << content;
  return place;
}

Read read_files(const std::vector<std::string>& places, const Reading& reading) {
  const auto source = make({}, reading.sizes);
  constexpr std::size_t memory_limit = std::size_t{1} << 30;
  Context context;
  return source->read(
      places,
      {std::make_shared<BlockStore>(memory_limit, std::filesystem::temp_directory_path()),
       reading.threads},
      context);
}

Read read_text(std::string_view content, const Reading& reading) {
  const ScratchFolder folder;
  return read_files({folder.write("a.json", content)}, reading);
}

std::string shown(const Dataset& dataset) {
  std::string text;
  for (const EntityTable& table : dataset.entities) {
    text += "== " + table.type + "\n" + shown_table(table.entities, 0);
    text += "== in\n" + shown_table(table.occurrences, 0);
  }
  text += "== observations\n" + shown_table(dataset.observations, 0);
  for (const Skipped& skipped : dataset.skipped) {
    text += "skipped " + std::to_string(skipped.count) + " " + skipped.what + ": " +
            skipped.reason + " (" + skipped.first_location + ")\n";
  }
  for (const std::string& note : dataset.notes) {
    text += note + "\n";
  }
  return text;
}

std::string shown(const Read& read) {
  return read ? shown(**read) : read.diagnostic().slug + ": " + read.diagnostic().message;
}

std::string shown_entities(const Read& read, std::string_view type) {
  if (!read) {
    return shown(read);
  }
  const EntityTable* table = (*read)->find(type);
  return table == nullptr ? "no such table" : shown_table(table->entities, 2);
}

std::string bundle(std::string_view objects) {
  return R"({"type":"bundle","id":"bundle--1","objects":[)" + std::string(objects) + "]}";
}

std::string observation(std::string_view objects, std::string_view number) {
  static int count = 0;
  return R"({"type":"observed-data","id":"observed-data--)" + std::to_string(++count) +
         R"(","first_observed":"2024-05-01T10:00:00Z","last_observed":"2024-05-01T10:00:01.5Z",)" +
         R"("number_observed":)" + std::string(number) + R"(,"objects":{)" + std::string(objects) +
         "}}";
}

}  // namespace kestrel::source_stix
