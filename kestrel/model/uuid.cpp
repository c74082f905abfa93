#include "kestrel/model/uuid.hpp"

// The one-shot of OpenSSL 3 looks its algorithm up on every call, ten times the cost of the hash.
#define OPENSSL_API_COMPAT 0x10100000L
#include <algorithm>
#include <cstddef>

#include <openssl/sha.h>

namespace kestrel {
namespace {

constexpr std::string_view hexadecimal = "0123456789abcdef";

void store(std::uint64_t half, unsigned char* bytes) {
  for (int index = 7; index >= 0; --index) {
    bytes[index] = static_cast<unsigned char>(half & 0xFFU);
    half >>= 8;
  }
}

std::uint64_t load(const unsigned char* bytes) {
  std::uint64_t half = 0;
  for (std::size_t index = 0; index < 8; ++index) {
    half = (half << 8) | bytes[index];
  }
  return half;
}

constexpr std::size_t text_size = 36;

// The value of each hexadecimal digit, -1 for all other bytes.
constexpr std::array<std::int8_t, 256> digit_values = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (int digit = 0; digit < 16; ++digit) {
    const char letter = hexadecimal[static_cast<std::size_t>(digit)];
    values[static_cast<unsigned char>(letter)] = static_cast<std::int8_t>(digit);
    if (digit >= 10) {
      values[static_cast<unsigned char>(letter - 'a' + 'A')] = static_cast<std::int8_t>(digit);
    }
  }
  return values;
}();

}  // namespace

Uuid uuid_version_5(const Uuid& name_space, std::string_view name) {
  constexpr std::size_t space_size = 16;
  constexpr std::size_t short_name = 112;
  std::array<unsigned char, space_size + short_name> input{};
  store(name_space.high, input.data());
  store(name_space.low, input.data() + 8);
  // Names are mostly short: hashed in one go, for every call into the library costs.
  const std::size_t together = name.size() <= short_name ? name.size() : 0;
  std::copy_n(name.data(), together, input.data() + space_size);
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA_CTX state;
  SHA1_Init(&state);
  SHA1_Update(&state, input.data(), space_size + together);
  SHA1_Update(&state, name.data() + together, name.size() - together);
  SHA1_Final(digest.data(), &state);
  Uuid uuid{load(digest.data()), load(digest.data() + 8)};
  uuid.high = (uuid.high & ~0xF000ULL) | 0x5000ULL;
  uuid.low = (uuid.low & ~(0xC0ULL << 56)) | (0x80ULL << 56);
  return uuid;
}

std::optional<Uuid> parse_uuid(std::string_view text) {
  if (text.size() != text_size || text[8] != '-' || text[13] != '-' || text[18] != '-' ||
      text[23] != '-') {
    return std::nullopt;
  }
  std::uint64_t half = 0;
  int wrong = 0;  // negative once a letter was no digit
  const auto read = [&](std::size_t from, std::size_t to) {
    for (std::size_t index = from; index < to; ++index) {
      const int digit =  // NOLINT(bugprone-signed-char-misuse): -1 is meant to stay -1
          digit_values[static_cast<unsigned char>(text[index])];
      wrong |= digit;
      half = (half << 4) | static_cast<std::uint64_t>(digit & 0xF);
    }
  };
  Uuid uuid;
  read(0, 8);
  read(9, 13);
  read(14, 18);
  uuid.high = half;
  read(19, 23);
  read(24, 36);
  uuid.low = half;
  return wrong < 0 ? std::nullopt : std::optional(uuid);
}

std::string format_uuid(const Uuid& uuid) {
  std::string text(text_size, '-');
  char* next = text.data();
  const auto write = [&](std::uint64_t half, int high_bit, int low_bit) {
    for (int bit = high_bit; bit >= low_bit; bit -= 4) {
      *next++ = hexadecimal[(half >> bit) & 0xFU];
    }
    ++next;  // over a dash, or the end
  };
  write(uuid.high, 60, 32);
  write(uuid.high, 28, 16);
  write(uuid.high, 12, 0);
  write(uuid.low, 60, 48);
  write(uuid.low, 44, 0);
  return text;
}

std::optional<StixId> parse_stix_id(std::string_view text) {
  if (text.size() < text_size + 3 || text.substr(text.size() - text_size - 2, 2) != "--") {
    return std::nullopt;
  }
  const auto uuid = parse_uuid(text.substr(text.size() - text_size));
  if (!uuid) {
    return std::nullopt;
  }
  return StixId{text.substr(0, text.size() - text_size - 2), *uuid};
}

}  // namespace kestrel
