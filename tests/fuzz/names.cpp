#include "tests/fuzz/names.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "kestrel/base/letters.hpp"

namespace kestrel::fuzz {
namespace {

constexpr std::array<std::string_view, 10> plain_names{"x",  "y",    "procs",    "_",     "_x1",
                                                       "P2", "getx", "SORTED_1", "conns", "r"};

// Words of the language that are names elsewhere. No verb is among them but EXPLAIN, which came
// late.
constexpr std::array<std::string_view, 36> words_of_language{
    "from",  "to",    "on",      "stop",   "in",      "like",    "matches",     "is",       "not",
    "null",  "min",   "MAX",     "count",  "bin",     "day",     "D",           "m",        "true",
    "False", "desc",  "created", "linked", "records", "explain", "timestamped", "addobsid", "start",
    "last",  "limit", "where",   "attr",   "offset",  "and",     "OR",          "asc",      "with"};

// What may go on with a statement that could end here.
constexpr std::array<std::string_view, 13> words_of_clauses{
    "where", "attr", "limit", "offset", "and",  "or", "start",
    "last",  "asc",  "desc",  "as",     "with", "by"};

constexpr std::string_view name_letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789-";

std::string drawn(Random& random, std::string_view letters, std::size_t most) {
  std::string text;
  for (std::size_t count = random.below(most) + 1; count > 0; --count) {
    text += random.any(letters);
  }
  return text;
}

}  // namespace

std::string variable_name(Random& random) {
  return std::string(random.one_in(3) ? random.any(words_of_language) : random.any(plain_names));
}

std::string output_name(Random& random, bool clause_may_follow) {
  while (true) {
    std::string name = variable_name(random);
    const bool continues =
        std::any_of(words_of_clauses.begin(), words_of_clauses.end(),
                    [&](std::string_view word) { return same_word(word, name); });
    if (!clause_may_follow || !continues) {
      return name;
    }
  }
}

std::string extended_name(Random& random) {
  static constexpr std::array<std::string_view, 8> types{
      "process", "network-traffic", "x-oca-asset", "ipv4-addr", "file", "true",
      "NULL",    "user_account"};
  if (!random.one_in(3)) {
    return std::string(random.any(types));
  }
  return random.any(name_letters.substr(0, 53)) + drawn(random, name_letters, 8);
}

std::string attribute_name(Random& random) {
  static constexpr std::array<std::string_view, 10> known{"pid",
                                                          "name",
                                                          "src_ref.value",
                                                          "hashes.'SHA-256'",
                                                          "hashes.SHA-256",
                                                          "opened_connection_refs[*].dst_ref.value",
                                                          "values[*].data",
                                                          "by",
                                                          "extensions.'windows-registry-ext'.x_1",
                                                          "binary_ref.parent_directory_ref.path"};
  if (!random.one_in(4)) {
    return std::string(random.any(known));
  }
  std::string path = extended_name(random);
  path += random.one_in(6) ? "[*]" : "";
  for (std::size_t count = random.below(3); count > 0; --count) {
    path += '.';
    path += drawn(random, "abXY01_-'", 6);
  }
  return path;
}

std::string quoted_content(Random& random) {
  static constexpr std::array<std::string_view, 30> pieces{"a",        "Z",
                                                           "0",        "7",
                                                           "f",        "x41",
                                                           "u",        "'",
                                                           "\"",       "\\",
                                                           "\\",       "\\\\",
                                                           "\n",       "\r",
                                                           "\t",       "\v",
                                                           "\a",       "\x1B",
                                                           "\x7F",     " ",
                                                           "#",        "%",
                                                           "[*]",      "\xC3\xA9",
                                                           "\xC2\x85", "\xE2\x80\xAE",
                                                           "-- ",      "\xF0\x9F\xA6\x8A",
                                                           "\\d+",     "C:\\Windows\\cmd.exe"};
  std::string text;
  for (std::size_t count = random.below(8); count > 0; --count) {
    text += random.any(pieces);
  }
  if (random.one_in(20)) {
    text += '\0';
  }
  return text;
}

std::string plain_path(Random& random) {
  static constexpr std::array<std::string_view, 10> known{
      "a.json", "/tmp/b-c_d.csv",   "../x.parquet.gz", "file://a.json,b.json",
      "procs",  "stixshifter://h1", "native://where",  "https://host/a/b.json",
      "-",      "file:///a,/b,c"};
  if (!random.one_in(4)) {
    return std::string(random.any(known));
  }
  const std::string scheme = random.one_in(2) ? "x-1://" : "";
  return scheme + drawn(random, "abYZ09_-./", 12);
}

std::string bare_argument(Random& random) {
  static constexpr std::array<std::string_view, 10> known{
      "1", "-2.50", "me@host.org", "10.0.0.1", "http://h/p", "procs.pid", "a*", "+5", "x", "it's"};
  if (!random.one_in(4)) {
    return std::string(random.any(known));
  }
  return drawn(random, "abYZ09_./:@+*-", 1) + drawn(random, "abYZ09_-./:@+*'", 8);
}

}  // namespace kestrel::fuzz
