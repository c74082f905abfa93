#include "kestrel/session/displays/duration.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace kestrel::session {

std::uint64_t whole_seconds(double seconds) {
  constexpr double longest = 1e15;
  return static_cast<std::uint64_t>(seconds > 1 ? std::ceil(std::min(seconds, longest)) : 1);
}

std::string duration_text(double seconds) {
  constexpr std::uint64_t minute = 60;
  constexpr std::uint64_t hour = 60 * minute;
  const std::uint64_t whole = whole_seconds(seconds);
  std::string text;
  if (whole >= hour) {
    text += fmt::format("{} hours, ", whole / hour);
  }
  if (whole >= minute) {
    text += fmt::format("{} minutes, ", whole % hour / minute);
  }
  return text + fmt::format("{} seconds", whole % minute);
}

}  // namespace kestrel::session
