#include "examples/generator/moment.hpp"

#include <string_view>

namespace samplestix {
namespace {

constexpr std::string_view day = "2024-05-14";  // a Tuesday

std::string padded(Moment value, std::size_t width) {
  const std::string digits = std::to_string(value);
  return std::string(width - digits.size(), '0') + digits;
}

}  // namespace

std::string timestamp(Moment moment) {
  return std::string(day) + "T" + padded(moment / hour, 2) + ":" + padded(moment / minute % 60, 2) +
         ":" + padded(moment / second % 60, 2) + "." + padded(moment % second, 3) + "Z";
}

}  // namespace samplestix
