#include "kestrel/session/completion/timestamp.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

#include <fmt/format.h>

namespace kestrel::session {

std::optional<std::string> earliest_timestamp(std::string_view begun) {
  std::size_t opening = begun.starts_with('t') ? 1 : 0;
  const std::string_view quote =
      begun.substr(opening, begun.find_first_of("'\"") == opening ? 1 : 0);
  opening = quote.empty() ? 0 : opening + 1;
  const std::string_view digits = begun.substr(opening);
  constexpr std::string_view earliest = "YYYY-01-01T00:00:00.000Z";
  constexpr std::array<std::size_t, 6> ends{19, 16, 13, 10, 7, 4};  // of second .. year
  for (const std::size_t end : ends) {
    if (digits.size() < end) {
      continue;
    }
    const std::string time = std::string(digits.substr(0, end)) + std::string(earliest.substr(end));
    if (!parse_timestamp(time) || !time.starts_with(digits)) {
      return std::nullopt;
    }
    return fmt::format("{}{}{}", begun.substr(0, opening), time, quote);
  }
  return std::nullopt;
}

std::string timestamp_with_milliseconds(Timestamp time) {
  constexpr std::int64_t second = 1'000'000'000;
  const std::int64_t fraction = ((time.nanoseconds % second) + second) % second;
  std::string text = format_timestamp(Timestamp{time.nanoseconds - fraction});
  text.pop_back();  // `Z`
  return fmt::format("{}.{:03}Z", text, fraction / 1'000'000);
}

}  // namespace kestrel::session
