#include "kestrel/base/timestamp.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>

namespace kestrel {
namespace {

constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

std::optional<unsigned> digits(std::string_view text, std::size_t from, std::size_t count) {
  unsigned number = 0;
  for (std::size_t index = from; index < from + count; ++index) {
    if (text[index] < '0' || text[index] > '9') {
      return std::nullopt;
    }
    number = number * 10 + static_cast<unsigned>(text[index] - '0');
  }
  return number;
}

}  // namespace

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00T00:00:00Z";
  if (text.size() < shape.size() || text.back() != 'Z' || text[4] != '-' || text[7] != '-' ||
      text[10] != 'T' || text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2);
  const auto minute = digits(text, 14, 2);
  const auto second = digits(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) {
    return std::nullopt;
  }
  std::int64_t fraction = 0;
  if (text.size() > shape.size()) {
    if (text[19] != '.' || text.size() == shape.size() + 1) {
      return std::nullopt;
    }
    std::int64_t scale = nanoseconds_per_second / 10;
    for (std::size_t index = 20; index + 1 < text.size(); ++index) {
      if (text[index] < '0' || text[index] > '9') {
        return std::nullopt;
      }
      fraction += scale * (text[index] - '0');
      scale /= 10;
    }
  }
  namespace chrono = std::chrono;
  const chrono::year_month_day date{chrono::year(static_cast<int>(*year)), chrono::month(*month),
                                    chrono::day(*day)};
  const bool leap_second = *second == 60;  // RFC 3339 5.6 allows it; taken as the next second
  if (!date.ok() || *year < 1678 || *year > 2261 || *hour > 23 || *minute > 59 ||
      (*second > 59 && !leap_second)) {
    return std::nullopt;
  }
  const std::int64_t days = chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t seconds = ((days * 24 + *hour) * 60 + *minute) * 60 + *second;
  return Timestamp{seconds * nanoseconds_per_second + fraction};
}

std::string format_timestamp(Timestamp timestamp) {
  namespace chrono = std::chrono;
  std::int64_t seconds = timestamp.nanoseconds / nanoseconds_per_second;
  std::int64_t fraction = timestamp.nanoseconds % nanoseconds_per_second;
  if (fraction < 0) {
    fraction += nanoseconds_per_second;
    --seconds;
  }
  const chrono::sys_seconds point{chrono::seconds(seconds)};
  const auto day = chrono::floor<chrono::days>(point);
  const chrono::year_month_day date(day);
  const chrono::hh_mm_ss time(point - day);
  std::array<char, 40> text{};
  int size = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
      static_cast<int>(time.seconds().count()));
  std::string written(text.data(), static_cast<std::size_t>(size));
  if (fraction != 0) {
    int width = 9;
    while (width > 3 && fraction % 1000 == 0) {
      fraction /= 1000;
      width -= 3;
    }
    size =
        std::snprintf(text.data(), text.size(), ".%0*lld", width, static_cast<long long>(fraction));
    written.append(text.data(), static_cast<std::size_t>(size));
  }
  return written + "Z";
}

}  // namespace kestrel
