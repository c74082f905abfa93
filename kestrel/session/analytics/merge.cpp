#include "kestrel/session/analytics/merge.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace kestrel::session {
namespace {

constexpr std::size_t most_columns = 2000;
constexpr std::size_t longest_name = 256;
constexpr std::string_view file_row = "file_row_number";  // the engine's word

Diagnostic unusable(const std::string& analytics, const std::string& variable,
                    const std::string& expected, const std::string& found) {
  return error("analytics-output",
               fmt::format("expected {} in what `{}` returned for `{}`, found {}", expected,
                           analytics, variable, found))
      .help(fmt::format("mend the analytics; `{}` is as it was", variable));
}

/// A column that came back: what the engine calls its type, and what it is called here.
struct Returned {
  std::string name;       // as returned
  std::string type;       // DuckDB's name for it
  std::string attribute;  // as it will be called
};

// Returned types become the few that attributes have. What is no number, truth, time or text is
// kept as JSON.
std::string as_attribute(const Returned& column) {
  std::string cell = "r." + sql::quoted_identifier(column.name);
  const std::string& type = column.type;
  const auto is_one_of = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), type) != names.end();
  };
  if (is_one_of(
          {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"})) {
    return cell + "::BIGINT";
  }
  if (is_one_of({"FLOAT", "DOUBLE", "HUGEINT", "UBIGINT", "UHUGEINT"}) ||
      type.starts_with("DECIMAL")) {
    return fmt::format("CASE WHEN isfinite({0}::DOUBLE) THEN {0}::DOUBLE END", cell);
  }
  if (type == "BOOLEAN" || type == "VARCHAR" || type == "VARCHAR[]") {
    return cell;
  }
  if (type.starts_with("TIMESTAMP")) {
    return fmt::format("strftime({}::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%gZ')", cell);
  }
  return fmt::format("to_json({})::VARCHAR", cell);
}

std::string normalised(const std::string& name) {
  std::string result = name;
  for (char& letter : result) {
    if (letter == '-' || letter == ' ' || letter == '\t') {
      letter = '_';
    }
  }
  return result;
}

// An attribute must be something that a huntflow can name.
bool can_be_named(const std::string& name) {
  const bool letters = std::all_of(name.begin(), name.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '_' || letter == '.' || letter == '\'';
  });
  return letters && !name.empty() && name.size() <= longest_name &&
         std::isdigit(static_cast<unsigned char>(name[0])) == 0;
}

class Merger {
 public:
  Merger(const plugin::AnalyticsOutput& output, StepInput& input, const std::string& analytics,
         Store& store)
      : output_(output), input_(input), analytics_(analytics), store_(store) {}

  Result<std::optional<PreparedUpdate>> merge() {
    KESTREL_CHECK(serve());
    KESTREL_CHECK(describe());
    KESTREL_CHECK(check_ids());
    KESTREL_TRY(std::vector<Returned> changed, changed_columns());
    std::vector<Returned> columns = std::move(new_);
    columns.insert(columns.end(), std::make_move_iterator(changed.begin()),
                   std::make_move_iterator(changed.end()));
    if (columns.empty()) {
      return std::optional<PreparedUpdate>();
    }
    KESTREL_TRY(Table table, consolidated(columns));
    return std::optional(PreparedUpdate{std::string(input_.entity_type()), std::move(table)});
  }

 private:
  std::string variable() const { return std::string(input_.variable()); }

  // Makes the rows readable as `returned_`, whichever way they came.
  Result<Done> serve() {
    if (const auto* file = std::get_if<std::filesystem::path>(&output_)) {
      returned_ = fmt::format("read_parquet({}, file_row_number = false)",
                              sql::quoted_text(file->string()));
      return Done{};
    }
    KESTREL_TRY(engine::Engine * engine, store_.engine());
    const std::string name = fmt::format("returned for {}@{}", variable(), store_.updates() + 1);
    engine->serve(name, std::get<Table>(output_));
    returned_ = sql::quoted_identifier(name);
    return Done{};
  }

  Result<Done> describe() {
    auto described = store_.run(
        {fmt::format("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {})", returned_),
         {}},
        input_.step(), "describe what an analytics returned");
    if (!described) {
      Diagnostic words = std::move(described).diagnostic();
      if (words.slug != "engine") {
        return words;
      }
      Diagnostic diagnostic = unusable(analytics_, variable(), "a Parquet table", "something else");
      diagnostic.notes = std::move(words.notes);
      return diagnostic;
    }
    if (described->row_count() > most_columns) {
      return unusable(analytics_, variable(), fmt::format("at most {} columns", most_columns),
                      std::to_string(described->row_count()));
    }
    bool has_id = false;
    std::set<std::string> attributes;
    for (std::size_t row = 0; row < described->row_count(); ++row) {
      Returned column{std::string(described->column(0).at<TextCell>(row).view()),
                      std::string(described->column(1).at<TextCell>(row).view()),
                      {}};
      if (column.name == "id" || column.name == "type" ||
          column.name.starts_with("__index_level_") || column.name == engine::row_column ||
          column.name == file_row) {
        has_id = has_id || column.name == "id";
        continue;
      }
      const bool was_sent = input_.schema().find(column.name) != nullptr;
      column.attribute = was_sent ? column.name : normalised(column.name);
      if (!was_sent && !can_be_named(column.attribute)) {
        return unusable(analytics_, variable(), "names of letters, digits, `_` and `.`",
                        fmt::format("`{}`", column.name.substr(0, longest_name)));
      }
      if (!attributes.insert(column.attribute).second) {
        return unusable(analytics_, variable(), "each column once",
                        fmt::format("`{}` again", column.attribute));
      }
      (was_sent ? sent_ : new_).push_back(std::move(column));
    }
    if (!has_id) {
      return unusable(analytics_, variable(), "a column `id`", "none");
    }
    return Done{};
  }

  Result<Done> check_ids() {
    KESTREL_TRY(
        const Table counts,
        run(fmt::format("SELECT count(*) - count(id), count(id) - count(DISTINCT id) FROM {}",
                        returned_),
            "check the ids that an analytics returned"));
    const auto nulls = counts.column(0).at<std::int64_t>(0);
    const auto repeated = counts.column(1).at<std::int64_t>(0);
    if (nulls > 0) {
      return unusable(analytics_, variable(), "an `id` in every row",
                      fmt::format("{} rows without one", nulls));
    }
    if (repeated == 0) {
      return Done{};
    }
    KESTREL_TRY(const bool sent_repeated, input_repeats());
    if (!sent_repeated) {
      return unusable(analytics_, variable(), "every `id` once", fmt::format("{} again", repeated));
    }
    return keep_last();
  }

  // Rows of TIMESTAMPED, or of a JOIN, repeat entities.
  Result<bool> input_repeats() {
    KESTREL_TRY(sql::Written ids, sql::write_columns(store_.graph(), input_.step(),
                                                     store_.catalog(), store_.updates(), {"id"}));
    ids.query.text = fmt::format("SELECT count(id) > count(DISTINCT id) FROM ({})", ids.query.text);
    KESTREL_TRY(const Table repeats,
                store_.run(ids.query, input_.step(), "look whether rows repeat entities"));
    return repeats.column(0).at<bool>(0);
  }

  // Of rows that repeat an entity the last tells what is new. What was sent stays as it was: there
  // the rows of an entity may differ.
  Result<Done> keep_last() {
    sent_.clear();
    const bool is_file = std::holds_alternative<std::filesystem::path>(output_);
    const std::string row = sql::quoted_identifier(is_file ? file_row : engine::row_column);
    std::string list = "id";
    for (const Returned& column : new_) {
      list += ", " + sql::quoted_identifier(column.name);
    }
    if (is_file) {
      returned_ = fmt::format("read_parquet({}, file_row_number = true)",
                              sql::quoted_text(std::get<std::filesystem::path>(output_).string()));
    }
    returned_ = fmt::format("(SELECT DISTINCT ON (id) {} FROM {} ORDER BY id, {} DESC)", list,
                            returned_, row);
    return Done{};
  }

  // Analytics often return all they got. What is the same as before is no update.
  Result<std::vector<Returned>> changed_columns() {
    std::vector<Returned> changed;
    if (sent_.empty()) {
      return changed;
    }
    std::vector<std::string> names{"id"};
    std::string list;
    for (const Returned& column : sent_) {
      names.push_back(column.name);
      const std::string quoted = sql::quoted_identifier(column.name);
      const DataType type = input_.schema().find(column.name)->type;
      const bool number = type == DataType::integer || type == DataType::real;
      list += fmt::format(
          "{0}count(*) FILTER (WHERE r.{1} IS NOT NULL AND TRY_CAST(r.{1} AS {2}) IS DISTINCT FROM "
          "CAST(s.{1} AS {2}))",
          list.empty() ? "" : ", ", quoted, number ? "DOUBLE" : "VARCHAR");
    }
    KESTREL_TRY(sql::Written sent, sql::write_columns(store_.graph(), input_.step(),
                                                      store_.catalog(), store_.updates(), names));
    sent.query.text = fmt::format("SELECT {} FROM {} AS r JOIN ({}) AS s ON s.id = r.id", list,
                                  returned_, sent.query.text);
    KESTREL_TRY(const Table counts,
                store_.run(sent.query, input_.step(), "compare what an analytics returned"));
    for (std::size_t index = 0; index < sent_.size(); ++index) {
      const bool referenced = sent_[index].name.find("_ref.") != std::string::npos;
      if (counts.column(index).at<std::int64_t>(0) > 0 && !referenced) {
        changed.push_back(sent_[index]);
      }
    }
    return changed;
  }

  // The attributes that earlier analytics gave stay, but where this one says something.
  Result<Table> consolidated(const std::vector<Returned>& columns) {
    const auto before = store_.catalog().updates(input_.entity_type(), store_.updates());
    KESTREL_TRY(sql::Written ids, sql::write_columns(store_.graph(), input_.step(),
                                                     store_.catalog(), store_.updates(), {"id"}));
    std::string fresh = "CAST(right(r.id, 36) AS UUID) AS id";
    for (const Returned& column : columns) {
      fresh +=
          fmt::format(", {} AS {}", as_attribute(column), sql::quoted_identifier(column.attribute));
    }
    std::string text = fmt::format("SELECT {} FROM {} AS r SEMI JOIN ({}) AS v ON v.id = r.id",
                                   fresh, returned_, ids.query.text);
    if (before) {
      text =
          fmt::format("SELECT {} FROM ({}) AS n FULL JOIN {} AS b ON b.id = n.id",
                      joined(columns, *before->schema), text, sql::quoted_identifier(before->name));
    }
    ids.query.text = std::move(text);
    return store_.run(ids.query, input_.step(), "merge what an analytics returned");
  }

  static std::string joined(const std::vector<Returned>& columns, const Schema& before) {
    std::string list = "coalesce(n.id, b.id) AS id";
    std::set<std::string> listed;
    for (const Returned& column : columns) {
      const std::string quoted = sql::quoted_identifier(column.attribute);
      const bool again = before.find(column.attribute) != nullptr;
      // A type that changed with a new version of an analytics meets the old one as text.
      const std::string value =
          again ? fmt::format("CASE WHEN n.id IS NULL THEN b.{0} ELSE n.{0} END", quoted)
                : "n." + quoted;
      list += fmt::format(", {} AS {}", value, quoted);
      listed.insert(column.attribute);
    }
    for (const Attribute& attribute : before.attributes) {
      if (attribute.name != "id" && !listed.contains(attribute.name)) {
        list += ", b." + sql::quoted_identifier(attribute.name);
      }
    }
    return list;
  }

  Result<Table> run(std::string text, std::string_view work) {
    return store_.run({std::move(text), {}}, input_.step(), work);
  }

  const plugin::AnalyticsOutput& output_;
  StepInput& input_;
  const std::string& analytics_;
  Store& store_;
  std::string returned_;        // what stands behind FROM
  std::vector<Returned> new_;   // columns that the input did not have
  std::vector<Returned> sent_;  // columns that it had
};

}  // namespace

Result<std::optional<PreparedUpdate>> prepare_update(const plugin::AnalyticsOutput& output,
                                                     StepInput& input, const std::string& analytics,
                                                     Store& store) {
  return Merger(output, input, analytics, store).merge();
}

}  // namespace kestrel::session
