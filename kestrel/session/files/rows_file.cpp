#include "kestrel/session/files/rows_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "kestrel/lang/primary_attribute.hpp"
#include "kestrel/session/displays/json_text.hpp"
#include "kestrel/session/files/compressed_file.hpp"
#include "kestrel/session/files/csv_rows.hpp"
#include "kestrel/session/session.hpp"
#include "kestrel/session/store.hpp"

namespace kestrel::session {
namespace {

/// A file of the session's scratch folder that goes with this object.
class ScratchFile {
 public:
  ScratchFile(const std::filesystem::path& folder, const std::string& name)
      : path_(folder / name) {}
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

Diagnostic unreadable(const std::string& place, const std::string& reason) {
  return error("file-unreadable", fmt::format("`{}` could not be read", place))
      .note(reason)
      .help("name a file that exists and may be read");
}

// What the engine says about a file that it cannot read is about our copy of it.
Diagnostic malformed(const std::string& place, Diagnostic words, std::string_view expected) {
  if (words.slug != "engine") {
    return words;
  }
  Diagnostic diagnostic =
      error("file-malformed", fmt::format("expected {} in `{}`, found something "
                                          "else",
                                          expected, place))
          .help("save the file again, or name it by what it holds");
  return diagnostic;
}

Result<std::string> content_of(const std::filesystem::path& file, const std::string& place) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return unreadable(place, std::strerror(errno));
  }
  return std::string((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
}

bool is_parquet(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  char head[4] = {};
  stream.read(head, sizeof head);
  return stream && std::string_view(head, sizeof head) == "PAR1";
}

std::string without_braces(std::string_view object) {
  const std::size_t begin = object.find('{') + 1;
  const std::size_t end = object.rfind('}');
  const std::string_view inner = object.substr(begin, end - begin);
  const std::size_t first = inner.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? "" : std::string(inner.substr(first));
}

class RowsReader {
 public:
  RowsReader(const std::string& place, const Settings& settings, Store& store)
      : place_(place), settings_(settings), store_(store) {}

  Result<EntityRows> rows(const std::optional<std::string>& declared) {
    KESTREL_TRY(const FileFormat format, file_format(place_));
    std::error_code problem;
    if (!std::filesystem::is_regular_file(place_, problem)) {
      return unreadable(place_, problem ? problem.message() : "it is no file");
    }
    const ScratchFile plain(settings_.scratch_folder,
                            fmt::format("load-{}", store_.graph().steps().size()));
    const bool packed = format.compression != Compression::none && !is_parquet(place_);
    const bool needs_copy = packed || format.rows != RowFormat::csv;
    if (packed) {
      KESTREL_CHECK(unpack(place_, plain.path(), store_.context()));
    } else if (needs_copy) {
      std::filesystem::copy_file(place_, plain.path(), problem);
      if (problem) {
        return unreadable(place_, problem.message());
      }
    }
    const std::filesystem::path file = needs_copy ? plain.path() : std::filesystem::path(place_);
    switch (format.rows) {
      case RowFormat::csv: {
        KESTREL_TRY(const std::string text, content_of(file, place_));
        return read_csv_rows(text, place_);
      }
      case RowFormat::parquet:
        return parquet(file);
      case RowFormat::json:
      case RowFormat::json_lines:
        return json(file, declared);
    }
    return EntityRows{};
  }

 private:
  Result<Table> ask(const std::string& statement) {
    return store_.ask({statement, {}}, "load " + place_);
  }

  Result<EntityRows> json(const std::filesystem::path& file,
                          const std::optional<std::string>& declared) {
    const std::string source =
        fmt::format("read_json_objects({}, format = 'auto', maximum_object_size = 268435456)",
                    sql::quoted_text(file.string()));
    auto table = ask(fmt::format(
        "SELECT json_type(json) AS kind, CASE json_type(json) WHEN 'VARCHAR' THEN json ->> '$' "
        "ELSE "
        "json::VARCHAR END AS text, json ->> '$.type' AS type, json ->> '$.id' AS id FROM {}",
        source));
    if (!table) {
      return malformed(place_, std::move(table).diagnostic(), "a list of JSON objects");
    }
    EntityRows rows;
    rows.rows.resize(table->row_count());
    for (std::size_t row = 0; row < table->row_count(); ++row) {
      const std::string_view kind = table->column(0).at<TextCell>(row).view();
      const std::string_view text = table->column(1).at<TextCell>(row).view();
      EntityRow& entity = rows.rows[row];
      if (kind == "OBJECT") {
        entity.members = without_braces(text);
        if (table->column(2).is_valid(row)) {
          entity.type = table->column(2).at<TextCell>(row).view();
        }
        entity.has_id = table->column(3).is_valid(row);
      } else if (kind == "VARCHAR" && declared) {
        append_json_string(entity.members, lang::primary_attribute(*declared));
        entity.members += ':';
        append_json_string(entity.members, text);
      } else if (kind == "VARCHAR") {
        break;  // their type is missing, which the caller tells
      } else {
        return error("file-malformed",
                     fmt::format("expected JSON objects or texts in `{}`, found another value",
                                 place_))
            .note(fmt::format("element {}", row + 1))
            .help("give every entity as an object: `{\"type\": \"process\", \"pid\": 4}`");
      }
    }
    KESTREL_TRY(const Table keys,
                ask(fmt::format("SELECT DISTINCT unnest(json_keys(json)) AS name FROM {} WHERE "
                                "json_type(json) = 'OBJECT' ORDER BY name",
                                source)));
    for (std::size_t row = 0; row < keys.row_count(); ++row) {
      rows.names.emplace_back(keys.column(0).at<TextCell>(row).view());
    }
    return rows;
  }

  Result<EntityRows> parquet(const std::filesystem::path& file) {
    const std::string source = fmt::format("read_parquet({})", sql::quoted_text(file.string()));
    auto described = ask(
        fmt::format("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {})", source));
    if (!described) {
      return malformed(place_, std::move(described).diagnostic(), "a Parquet table");
    }
    EntityRows rows;
    std::string list;
    bool has_type = false;
    bool has_id = false;
    for (std::size_t row = 0; row < described->row_count(); ++row) {
      const std::string name(described->column(0).at<TextCell>(row).view());
      const std::string_view type = described->column(1).at<TextCell>(row).view();
      if (name.starts_with("__index_level_")) {
        continue;  // the row numbers of pandas
      }
      has_type = has_type || name == "type";
      has_id = has_id || name == "id";
      const std::string column = sql::quoted_identifier(name);
      const std::string value =
          type.starts_with("TIMESTAMP") ? sql::timestamp_text(column + "::TIMESTAMP_NS") : column;
      list += fmt::format("{}{} := {}", list.empty() ? "" : ", ", column, value);
      rows.names.push_back(name);
    }
    if (list.empty()) {
      return rows;
    }
    auto table = ask(fmt::format(
        "SELECT to_json(struct_pack({}))::VARCHAR AS text, {} AS type, {} AS has_id FROM {}", list,
        has_type ? "\"type\"::VARCHAR" : "NULL::VARCHAR", has_id ? "id IS NOT NULL" : "FALSE",
        source));
    if (!table) {
      return malformed(place_, std::move(table).diagnostic(), "a Parquet table");
    }
    for (std::size_t row = 0; row < table->row_count(); ++row) {
      EntityRow entity;
      entity.members = without_braces(table->column(0).at<TextCell>(row).view());
      if (table->column(1).is_valid(row)) {
        entity.type = table->column(1).at<TextCell>(row).view();
      }
      entity.has_id = table->column(2).at<std::uint8_t>(row) != 0;
      rows.rows.push_back(std::move(entity));
    }
    return rows;
  }

  const std::string& place_;
  const Settings& settings_;
  Store& store_;
};

// The one type that rows tell, or the declared one.
Result<std::string> type_of(const EntityRows& rows, const std::optional<std::string>& declared,
                            const std::string& place) {
  std::optional<std::string> told;
  for (const EntityRow& row : rows.rows) {
    if (row.type && told && *row.type != *told) {
      return error("mixed-entity-types",
                   fmt::format("expected one entity type in `{}`, found `{}` and `{}`", place,
                               *told, *row.type))
          .help("make a file for each type");
    }
    told = row.type ? row.type : told;
  }
  const bool some_do_not = std::any_of(rows.rows.begin(), rows.rows.end(),
                                       [](const EntityRow& row) { return !row.type; });
  if (told && some_do_not) {
    return error("mixed-entity-types",
                 fmt::format("expected `type` in every row of `{}` or in none, found rows without",
                             place))
        .help("give every row its `type`");
  }
  if (told) {
    return *told;
  }
  if (!declared) {
    return error("missing-entity-type",
                 fmt::format("the rows of `{}` do not tell their type", place))
        .help("name it: `LOAD ... AS process`");
  }
  return *declared;
}

Result<Done> write_lines(const std::filesystem::path& file, const std::string& lines) {
  std::ofstream stream(file, std::ios::binary);
  stream << lines;
  stream.close();
  if (!stream) {
    return error("scratch-folder", fmt::format("`{}` could not be written", file.string()))
        .note(std::strerror(errno))
        .help("name a folder with room with `--cache`");
  }
  return Done{};
}

bool has_attribute(const Schema& schema, const std::string& name) {
  return std::any_of(schema.attributes.begin(), schema.attributes.end(),
                     [&](const Attribute& attribute) {
                       return attribute.name == name || attribute.name.starts_with(name + ".");
                     });
}

// Times that TIMESTAMPED and RECORDS added before a variable was saved are times again.
void restore_times(EntityTable& entities, Store& store) {
  Schema schema = entities.entities.schema();
  std::vector<Column> columns = entities.entities.columns();
  const std::size_t rows = entities.entities.row_count();
  std::vector<std::shared_ptr<const Arena>> arenas = entities.entities.arenas();
  for (std::size_t index = 0; index < columns.size(); ++index) {
    Attribute& attribute = schema.attributes[index];
    const bool is_time = attribute.name == "first_observed" || attribute.name == "last_observed";
    if (!is_time || attribute.type != DataType::text) {
      continue;
    }
    auto arena = std::make_shared<Arena>(store.blocks());
    ColumnBuilder times(DataType::timestamp, *arena);
    bool all = true;
    for (std::size_t row = 0; row < rows && all; ++row) {
      if (columns[index].is_valid(row)) {
        const auto time = parse_timestamp(columns[index].at<TextCell>(row).view());
        all = time.has_value();
        if (time) {
          times.set_timestamp(row, *time);
        }
      }
    }
    if (all) {
      attribute.type = DataType::timestamp;
      columns[index] = std::move(times).finish(rows);
      arenas.push_back(std::move(arena));
    }
  }
  entities.entities = Table(std::move(schema), std::move(columns), rows, std::move(arenas));
}

// Attributes that are null in every row leave no trace in the objects, but they are there.
void add_null_columns(EntityTable& entities, const std::vector<std::string>& names) {
  Schema schema = entities.entities.schema();
  std::vector<Column> columns = entities.entities.columns();
  const auto id = std::find_if(schema.attributes.begin(), schema.attributes.end(),
                               [](const Attribute& attribute) { return attribute.name == "id"; });
  auto position = id - schema.attributes.begin();
  for (const std::string& name : names) {
    if (name.empty() || name == "type" || has_attribute(schema, name)) {
      continue;
    }
    schema.attributes.insert(schema.attributes.begin() + position,
                             {name, DataType::text, {}, false});
    columns.insert(columns.begin() + position, Column{DataType::text, {}});
    ++position;
  }
  entities.entities = Table(std::move(schema), std::move(columns), entities.entities.row_count(),
                            entities.entities.arenas());
}

Result<std::shared_ptr<const Dataset>> read_entities(
    const std::string& lines, const std::vector<std::string>& names, const std::string& type,
    const Settings& settings, const plugin::Registry& registry, Store& store) {
  if (lines.empty()) {
    return std::make_shared<const Dataset>();
  }
  const ScratchFile file(settings.scratch_folder,
                         fmt::format("entities-{}.jsonl", store.graph().steps().size()));
  KESTREL_CHECK(write_lines(file.path(), lines));
  KESTREL_ASSERT(registry.entities != nullptr);
  auto read =
      registry.entities->read(file.path(), {store.blocks(), settings.threads}, store.context());
  if (!read || (*read)->find(type) == nullptr) {
    const bool is_no_entity = read || read.diagnostic().slug == "source-not-bundle";
    if (!is_no_entity) {
      return std::move(read).diagnostic();
    }
    return error("not-an-entity-type", fmt::format("`{}` is no type of entities", type))
        .help("use a type of cyber-observables, such as `process`, or one of your own");
  }
  auto dataset = std::make_shared<Dataset>(**read);
  for (Skipped& skipped : dataset->skipped) {
    // Each object of the scratch file is a row; its name would tell nothing.
    std::string& location = skipped.first_location;
    location = "row " + location.substr(location.rfind(' ') + 1);
  }
  for (EntityTable& entities : dataset->entities) {
    if (entities.type == type) {
      restore_times(entities, store);
      add_null_columns(entities, names);
    }
  }
  return std::shared_ptr<const Dataset>(std::move(dataset));
}

}  // namespace

Result<LoadedRows> read_rows_file(const std::string& place, const std::optional<std::string>& type,
                                  const Settings& settings, const plugin::Registry& registry,
                                  Store& store) {
  KESTREL_TRY(const EntityRows rows, RowsReader(place, settings, store).rows(type));
  KESTREL_TRY(std::string told, type_of(rows, type, place));
  const std::string name = std::filesystem::path(place).filename().string();
  std::string lines;
  std::size_t number = 0;
  for (const EntityRow& row : rows.rows) {
    ++number;
    lines += '{';
    if (!row.type) {
      lines += "\"type\":";
      append_json_string(lines, told);
    }
    if (!row.has_id) {
      // What nothing tells apart is an entity of its own, and the same one in every run.
      lines += row.type ? "\"id\":" : ",\"id\":";
      append_json_string(lines, fmt::format("row {} of {} in {}", number, rows.rows.size(), name));
    }
    const bool begun = !row.type || !row.has_id;
    lines += begun && !row.members.empty() ? "," : "";
    lines += row.members + "}\n";
  }
  KESTREL_TRY(std::shared_ptr<const Dataset> dataset,
              read_entities(lines, rows.names, told, settings, registry, store));
  const bool is_type_ignored = type && *type != told;
  return LoadedRows{std::move(told), std::move(dataset), is_type_ignored};
}

Result<std::shared_ptr<const Dataset>> made_entities(const ir::Given& given,
                                                     const Settings& settings,
                                                     const plugin::Registry& registry,
                                                     Store& store) {
  return read_entities(given.rows, given.null_attributes, given.entity_type, settings, registry,
                       store);
}

}  // namespace kestrel::session
