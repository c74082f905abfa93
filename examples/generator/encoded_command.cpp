#include "examples/generator/encoded_command.hpp"

#include <cstdint>

namespace samplestix {

std::string encoded_command(std::string_view script) {
  static constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  for (const char letter : script) {
    bytes += letter;
    bytes += '\0';  // the upper half of the UTF-16 unit
  }
  std::string encoded;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      encoded += i + k > bytes.size() ? '=' : digits[group >> (18U - 6U * k) & 63U];
    }
  }
  return encoded;
}

}  // namespace samplestix
