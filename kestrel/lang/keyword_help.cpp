#include "kestrel/lang/keyword_help.hpp"

#include <algorithm>
#include <array>

namespace kestrel::lang {
namespace {

struct Sentence {
  std::string_view verb;  // empty: any
  std::string_view keyword;
  std::string_view text;
};

// Of rows with the same keyword, the one for the verb stands before the one for any.
constexpr auto sentences = std::to_array<Sentence>({
    {"", "FROM", "Names the source, or the variable, to search in."},
    {"FIND", "WHERE", "Narrows the entities found by a pattern."},
    {"GET", "WHERE", "Says by a pattern which entities are wanted."},
    {"", "WHERE", "Keeps the rows that match a pattern."},
    {"", "ATTR", "Keeps these attributes only, in this order."},
    {"", "SORT", "Orders the rows by an attribute, the largest first."},
    {"", "LIMIT", "Keeps the first so many rows."},
    {"", "OFFSET", "Leaves out the first so many rows."},
    {"", "START", "Begins a time range; STOP ends it."},
    {"", "STOP", "Ends the time range."},
    {"FIND", "BY", "Turns the relation round: what was done by the variable's entities."},
    {"GROUP", "BY", "Names the attributes whose values make a group."},
    {"JOIN", "BY", "Names the attribute of each variable that must have the same value."},
    {"", "BY", "Names the attribute to order by."},
    {"APPLY", "WITH", "Gives the analytics its arguments."},
    {"", "WITH", "Says how other attributes are summed up."},
    {"", "AS", "Says of which entity type the rows are, where they do not tell."},
    {"", "ON", "Names the variables that the analytics works on."},
    {"", "TO", "Names the file to write."},
    {"", "BIN", "Rounds numbers or times down, so that near ones make one group."},
    {"", "IN", "The value is one of several."},
    {"", "IS", "There is a value, or there is none: IS NOT NULL, IS NULL."},
    {"", "NOT", "Turns what follows round."},
    {"", "NULL", "There is no value."},
    {"", "LIKE", "The text fits; % stands for any characters, _ for one."},
    {"", "MATCHES", "A regular expression is found in the text."},
    {"", "ISSUBSET", "The address or network lies in a network such as '10.0.0.0/8'."},
    {"", "ISSUPERSET", "The network holds an address or another network."},
    {"", "AVG", "The mean of the values."},
    {"", "COUNT", "How many rows have a value."},
    {"", "MAX", "The largest value."},
    {"", "MIN", "The smallest value."},
    {"", "NUNIQUE", "How many different values there are."},
    {"", "SUM", "The sum of the values."},
    {"", "TIMESTAMPED", "A row for each observation, with the time of it."},
    {"", "ADDOBSID", "A row for each observation, with the id of it."},
    {"", "RECORDS", "A row for each observation, with its times, its number and its id."},
    {"", "DAYS", "24 hours each."},
    {"", "DAY", "24 hours each."},
    {"", "D", "Days."},
    {"", "HOURS", "60 minutes each."},
    {"", "HOUR", "60 minutes each."},
    {"", "H", "Hours."},
    {"", "MINUTES", "60 seconds each."},
    {"", "MINUTE", "60 seconds each."},
    {"", "M", "Minutes."},
    {"", "SECONDS", "The smallest unit."},
    {"", "SECOND", "The smallest unit."},
    {"", "S", "Seconds."},
});

constexpr auto marks = std::to_array<Sentence>({
    {"", "=", "What follows gets this name."},
    {"", ",", "Another one follows."},
    {"", "(", "Opens what it is about."},
    {"", ")", "Closes the parenthesis."},
    {"", "[", "Opens a list."},
    {"", "]", "Closes the bracket."},
    {"", "{", "Opens a row."},
    {"", "}", "Closes the row."},
    {"", ":", "The value follows."},
});

}  // namespace

std::string_view keyword_help(std::string_view verb, std::string_view keyword) {
  const auto found =
      std::find_if(sentences.begin(), sentences.end(), [&](const Sentence& sentence) {
        return sentence.keyword == keyword && (sentence.verb.empty() || sentence.verb == verb);
      });
  return found == sentences.end() ? std::string_view() : found->text;
}

std::string_view punctuation_help(std::string_view mark) {
  const auto found = std::find_if(marks.begin(), marks.end(), [&](const Sentence& sentence) {
    return sentence.keyword == mark;
  });
  return found == marks.end() ? std::string_view() : found->text;
}

}  // namespace kestrel::lang
