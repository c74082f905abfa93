#include "kestrel/session/combination.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "kestrel/model/dataset.hpp"
#include "kestrel/sql/query.hpp"

namespace kestrel::session {
namespace {

// A type that holds what both have. What is neither the same nor a number becomes text.
DataType common_type(DataType one, DataType other) {
  const auto is_number = [](DataType type) {
    return type == DataType::integer || type == DataType::real;
  };
  if (one == other) {
    return one;
  }
  return is_number(one) && is_number(other) ? DataType::real : DataType::text;
}

std::string converted(const std::string& column, DataType from, DataType into) {
  if (from == into) {
    return column;
  }
  if (into == DataType::real) {
    return column + "::DOUBLE";
  }
  return from == DataType::text_list || from == DataType::uuid_list
             ? fmt::format("to_json({})::VARCHAR", column)
             : column + "::VARCHAR";
}

// The attributes that any part has. Hidden ones are made anew.
Schema common_schema(const std::vector<std::optional<sql::Relation>>& relations) {
  Schema schema;
  for (const auto& relation : relations) {
    if (!relation) {
      continue;
    }
    for (const Attribute& attribute : relation->schema->attributes) {
      if (attribute.hidden) {
        continue;
      }
      const auto known =
          std::find_if(schema.attributes.begin(), schema.attributes.end(),
                       [&](const Attribute& other) { return other.name == attribute.name; });
      if (known == schema.attributes.end()) {
        schema.attributes.push_back(attribute);
        continue;
      }
      known->type = common_type(known->type, attribute.type);
      std::set<std::string> targets(known->targets.begin(), known->targets.end());
      targets.insert(attribute.targets.begin(), attribute.targets.end());
      known->targets.assign(targets.begin(), targets.end());
      if (known->type == DataType::text) {
        known->targets.clear();
      }
    }
  }
  return schema;
}

// Each source tells some of the references. Sorted, so that the same ones give the same list.
constexpr const char* united_list =
    "list_sort(list_distinct(flatten(list({0}) FILTER ({0} IS NOT NULL)))) AS {0}, ";

}  // namespace

Combination::Combination(std::vector<CombinedPart> parts, std::string suffix)
    : parts_(std::move(parts)), suffix_(std::move(suffix)) {}

const Combination::Made* Combination::made(const std::string& name) const {
  const auto found =
      std::find_if(made_.begin(), made_.end(), [&](const Made& made) { return made.name == name; });
  return found == made_.end() ? nullptr : &*found;
}

const Combination::Made& Combination::make(std::string name, Schema schema,
                                           const std::string& select) {
  statements_.push_back(fmt::format("CREATE TABLE {} AS {}", sql::quoted_identifier(name), select));
  return made_.emplace_back(Made{std::move(name), std::move(schema)});
}

sql::Relation Combination::observations() {
  const std::string name = "observations" + suffix_;
  const Made* known = made(name);
  if (known == nullptr) {
    constexpr std::string_view columns = "id, first_observed, last_observed, number_observed";
    std::string all;
    for (std::size_t part = 0; part < parts_.size(); ++part) {
      const sql::Relation relation = parts_[part].catalog->observations(parts_[part].source);
      all += fmt::format("{}SELECT {} AS part, record, {} FROM {}", part == 0 ? "" : " UNION ALL ",
                         part, columns, sql::quoted_identifier(relation.name));
    }
    Schema schema;
    schema.attributes = {{"record", DataType::integer, {}, false},
                         {"id", DataType::uuid, {}, false},
                         {"first_observed", DataType::timestamp, {}, false},
                         {"last_observed", DataType::timestamp, {}, false},
                         {"number_observed", DataType::integer, {}, false}};
    known =
        &make(name, std::move(schema),
              fmt::format("SELECT (row_number() OVER (ORDER BY part, record) - 1)::BIGINT AS "
                          "record, {0} FROM (SELECT *, row_number() OVER (PARTITION BY id ORDER "
                          "BY part) AS place FROM ({1})) WHERE place = 1",
                          columns, all));
  }
  return {known->name, &known->schema};
}

std::optional<sql::Relation> Combination::occurrences(std::string_view type) {
  const std::string name = fmt::format("occurrences of {}{}", type, suffix_);
  const Made* known = made(name);
  if (known == nullptr) {
    const sql::Relation observations = this->observations();
    std::string all;
    for (const CombinedPart& part : parts_) {
      const auto relation = part.catalog->occurrences(part.source, type);
      if (relation) {
        all += fmt::format(
            "{}SELECT p.id AS observation, o.id FROM {} AS o JOIN {} AS p ON p.record = o.record",
            all.empty() ? "" : " UNION ALL ", sql::quoted_identifier(relation->name),
            sql::quoted_identifier(part.catalog->observations(part.source).name));
      }
    }
    if (all.empty()) {
      return std::nullopt;
    }
    Schema schema;
    schema.attributes = {{"record", DataType::integer, {}, false},
                         {"id", DataType::uuid, {}, false}};
    known =
        &make(name, std::move(schema),
              fmt::format("SELECT DISTINCT n.record AS record, o.id AS id FROM ({}) AS o JOIN {} "
                          "AS n ON n.id = o.observation ORDER BY n.record",
                          all, sql::quoted_identifier(observations.name)));
  }
  return sql::Relation{known->name, &known->schema};
}

std::optional<sql::Relation> Combination::entities(std::string_view type) {
  const std::string name = fmt::format("{}{}", type, suffix_);
  const Made* known = made(name);
  if (known == nullptr) {
    const auto occurrences = this->occurrences(type);
    if (!occurrences) {
      return std::nullopt;
    }
    std::vector<std::optional<sql::Relation>> relations;
    for (const CombinedPart& part : parts_) {
      relations.push_back(part.catalog->entities(part.source, type));
    }
    Schema schema = common_schema(relations);
    std::string all;
    for (std::size_t part = 0; part < relations.size(); ++part) {
      if (!relations[part]) {
        continue;
      }
      const Schema& own = *relations[part]->schema;
      all += fmt::format("{}SELECT {} AS part, \"#row\" AS row", all.empty() ? "" : " UNION ALL ",
                         part);
      for (const Attribute& attribute : schema.attributes) {
        const Attribute* found = own.find(attribute.name);
        all += fmt::format(", {} AS {}",
                           found == nullptr
                               ? "NULL"
                               : converted(sql::quoted_identifier(own.column_name(*found)),
                                           found->type, attribute.type),
                           sql::quoted_identifier(schema.column_name(attribute)));
      }
      all += fmt::format(" FROM {}", sql::quoted_identifier(relations[part]->name));
    }
    std::string columns;
    for (const Attribute& attribute : schema.attributes) {
      const std::string column = sql::quoted_identifier(schema.column_name(attribute));
      if (attribute.name != "id") {
        columns += fmt::format(
            fmt::runtime(attribute.type == DataType::uuid_list ? united_list
                                                               : "arg_max({0}, part) AS {0}, "),
            column);
      }
    }
    const std::string select = fmt::format(
        "SELECT e.*, coalesce(n.number, 0)::BIGINT AS {0} FROM (SELECT id, {1}row_number() OVER "
        "(ORDER BY min(part), min(row)) AS \"#row\" FROM ({2}) GROUP BY id) AS e LEFT JOIN (SELECT "
        "o.id, sum(r.number_observed) AS number FROM {3} AS o JOIN {4} AS r ON r.record = o.record "
        "GROUP BY o.id) AS n ON n.id = e.id",
        sql::quoted_identifier(record_count_column), columns, all,
        sql::quoted_identifier(occurrences->name), sql::quoted_identifier(observations().name));
    known = &make(name, std::move(schema), select);
  }
  return sql::Relation{known->name, &known->schema};
}

std::vector<std::string> Combination::entity_types() const {
  std::set<std::string> types;
  for (const CombinedPart& part : parts_) {
    for (std::string& type : part.catalog->entity_types(part.source)) {
      types.insert(std::move(type));
    }
  }
  return {types.begin(), types.end()};
}

std::vector<std::string> Combination::take_statements() {
  return std::exchange(statements_, {});
}

}  // namespace kestrel::session
