// Time of day in the story, and how STIX writes it.
#pragma once

#include <cstdint>
#include <string>

namespace samplestix {

/// Milliseconds since the midnight (UTC) that begins the day of the story.
using Moment = std::int64_t;

constexpr Moment second = 1000;
constexpr Moment minute = 60 * second;
constexpr Moment hour = 60 * minute;

/// Returns the moment a clock on the wall shows.
constexpr Moment at(int hours, int minutes, int seconds = 0, int milliseconds = 0) {
  return hours * hour + minutes * minute + seconds * second + milliseconds;
}

/// Writes a moment as `2024-05-14T09:30:00.125Z`. Requires a moment within the day.
std::string timestamp(Moment moment);

}  // namespace samplestix
