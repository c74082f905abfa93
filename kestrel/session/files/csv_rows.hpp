// Rows as comma-separated values (RFC 4180) in which quotes tell text from numbers, so that nothing
// is lost on the way to a file and back.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/base/result.hpp"
#include "kestrel/model/table.hpp"

namespace kestrel::session {

/// Writes a table: texts and lists (as JSON) in quotes; numbers, truths and times without; nulls as
/// nothing at all; an empty text as `""`.
void write_csv_rows(std::string& out, const Table& table);

/// One row of a file, as a JSON object without its braces: `"type":"process","pid":4`.
struct EntityRow {
  std::string members;
  std::optional<std::string> type;  // as the row tells it
  bool has_id = false;
};

struct EntityRows {
  std::vector<std::string> names;  // all that some row may have
  std::vector<EntityRow> rows;
};

/// Reads such a file, or one of another program: a field without quotes is a number or a truth if
/// it looks like one; so is a field with quotes where all fields of the file have them. A column of
/// JSON lists of texts is one of lists. Fails with the slug `file-malformed` and the line.
Result<EntityRows> read_csv_rows(std::string_view text, const std::string& file);

}  // namespace kestrel::session
