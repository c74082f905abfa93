#include "kestrel/model/identity.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>

namespace kestrel {
namespace {

struct Rule {
  std::string_view type;
  std::array<std::string_view, 8> attributes;  // in byte order, empty behind the last

  std::span<const std::string_view> used() const {
    const auto end = std::find(attributes.begin(), attributes.end(), std::string_view());
    return {attributes.begin(), end};
  }
};

// In byte order of the types. Types that are not listed have no identity.
constexpr auto rules = std::to_array<Rule>({
    {"artifact", {"hashes", "payload_bin"}},
    {"autonomous-system", {"number"}},
    {"directory", {"path"}},
    {"domain-name", {"value"}},
    {"email-addr", {"value"}},
    {"email-message", {"body", "from_ref", "subject"}},
    {"file", {"extensions", "hashes", "name", "parent_directory_ref"}},
    {"ipv4-addr", {"value"}},
    {"ipv6-addr", {"value"}},
    {"mac-addr", {"value"}},
    {"mutex", {"name"}},
    {"network-traffic",
     {"dst_port", "dst_ref", "end", "extensions", "protocols", "src_port", "src_ref", "start"}},
    {"process", {"x_unique_id"}},
    {"software", {"cpe", "name", "swid", "vendor", "version"}},
    {"url", {"value"}},
    {"user-account", {"account_login", "account_type", "user_id"}},
    {"windows-registry-key", {"key", "values"}},
    {"x-oca-asset", {"device_id", "host_id", "hostname", "name"}},
    {"x509-certificate", {"hashes", "serial_number"}},
});

// Others say less of what a file is: many different files have the same IMPHASH.
constexpr std::array<std::string_view, 4> preferred_hashes = {"MD5", "SHA-1", "SHA-256", "SHA-512"};

constexpr std::array<std::string_view, 4> extension_ids = {"process_id", "process_uid",
                                                           "process_unique_id", "process_guid"};

bool is_special(char letter) {
  return static_cast<unsigned char>(letter) < 0x20 || letter == '"' || letter == '\\' ||
         letter == '/';
}

constexpr std::size_t lane_count = 16;

// Copies sixteen bytes and returns how many come before the first that must be escaped. A vector
// type of the compiler: payloads of many megabytes pass here, and a loop over bytes would cost more
// than their hash.
std::size_t copy_lanes(const char* from, char* to) {
  using Lanes [[gnu::vector_size(lane_count)]] = unsigned char;
  Lanes bytes;
  std::memcpy(&bytes, from, lane_count);
  std::memcpy(to, &bytes, lane_count);
  const auto found = (bytes < 0x20) | (bytes == '"') | (bytes == '\\') | (bytes == '/');
  std::array<std::uint64_t, 2> halves{};
  std::memcpy(halves.data(), &found, lane_count);
  static_assert(std::endian::native == std::endian::little);
  constexpr std::size_t bits_per_byte = 8;
  if (halves[0] != 0) {
    return static_cast<std::size_t>(std::countr_zero(halves[0])) / bits_per_byte;
  }
  return lane_count / 2 + static_cast<std::size_t>(std::countr_zero(halves[1])) / bits_per_byte;
}

constexpr std::size_t longest_escape = 6;

char* write_escaped(char* to, char letter) {
  constexpr std::string_view hexadecimal = "0123456789abcdef";
  constexpr std::string_view escaped = "\b\f\n\r\t\"\\/";
  constexpr std::string_view names = "bfnrt\"\\/";
  *to++ = '\\';
  if (const std::size_t place = escaped.find(letter); place != std::string_view::npos) {
    *to++ = names[place];
    return to;
  }
  *to++ = 'u';
  *to++ = '0';
  *to++ = '0';
  *to++ = hexadecimal[static_cast<unsigned char>(letter) >> 4];
  *to++ = hexadecimal[static_cast<unsigned char>(letter) & 0xFU];
  return to;
}

}  // namespace

std::span<const std::string_view> identity_attributes(std::string_view entity_type) {
  const auto rule =
      std::lower_bound(rules.begin(), rules.end(), entity_type,
                       [](const Rule& left, std::string_view type) { return left.type < type; });
  if (rule == rules.end() || rule->type != entity_type) {
    return {};
  }
  return rule->used();
}

std::span<const std::string_view> process_extension_ids() {
  return extension_ids;
}

bool is_preferred_hash(std::string_view candidate, std::string_view chosen) {
  if (candidate.empty() || chosen.empty()) {
    return chosen.empty() && !candidate.empty();
  }
  const auto rank = [](std::string_view name) {
    return std::find(preferred_hashes.begin(), preferred_hashes.end(), name);
  };
  return rank(candidate) == rank(chosen) ? candidate < chosen : rank(candidate) < rank(chosen);
}

void IdentityText::grow(std::size_t size) {
  constexpr std::size_t smallest = 256;
  const std::size_t wanted = std::max({smallest, 2 * capacity_, size_ + size});
  std::unique_ptr<char[]> wider(new char[wanted]);
  if (size_ != 0) {
    std::memcpy(wider.get(), bytes_.get(), size_);
  }
  bytes_ = std::move(wider);
  capacity_ = wanted;
}

void IdentityText::open(char bracket) {
  separate();
  put({&bracket, 1});
}

// A value or a member stands behind a comma unless something opens just before it.
void IdentityText::separate() {
  const char last = size_ == 0 ? '{' : bytes_[size_ - 1];
  if (last != '{' && last != '[' && last != ':') {
    put(",");
  }
}

void IdentityText::member(std::string_view name) {
  separate();
  quote(name);
  put(":");
}

void IdentityText::text(std::string_view value) {
  separate();
  quote(value);
}

void IdentityText::quote(std::string_view value) {
  constexpr std::size_t longest_stretch = 4096;  // bounds the room that is kept for escapes
  put("\"");
  while (!value.empty()) {
    const std::string_view stretch = value.substr(0, longest_stretch);
    const char* from = stretch.data();
    const char* const end = from + stretch.size();
    char* const start = room(stretch.size() * longest_escape + lane_count);
    char* to = start;
    while (end - from >= static_cast<std::ptrdiff_t>(lane_count)) {
      const std::size_t clean = copy_lanes(from, to);
      from += clean;
      to += clean;
      if (clean != lane_count) {
        to = write_escaped(to, *from++);
      }
    }
    for (; from < end; ++from) {
      if (is_special(*from)) {
        to = write_escaped(to, *from);
      } else {
        *to++ = *from;
      }
    }
    size_ += static_cast<std::size_t>(to - start);
    value.remove_prefix(stretch.size());
  }
  put("\"");
}

void IdentityText::integer(std::int64_t value) {
  std::array<char, 24> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  raw({digits.data(), static_cast<std::size_t>(written.ptr - digits.data())});
}

void IdentityText::real(double value) {
  raw(format_real(value));
}

void IdentityText::raw(std::string_view json) {
  separate();
  put(json);
}

void IdentityText::reference(std::string_view entity_type, const Uuid& target) {
  separate();
  put("\"");
  put(entity_type);
  put("--");
  put(format_uuid(target));
  put("\"");
}

std::string format_real(double value) {
  std::array<char, 32> buffer{};
  const auto scientific = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                        std::chars_format::scientific);
  const std::string_view written(buffer.data(),
                                 static_cast<std::size_t>(scientific.ptr - buffer.data()));
  const std::size_t mark = written.find('e');
  if (mark == std::string_view::npos) {
    return std::string(written);  // not finite; JSON has no such number
  }
  int exponent = 0;
  const char* digits = written.data() + mark + 1;
  std::from_chars(*digits == '+' ? digits + 1 : digits, written.data() + written.size(), exponent);
  constexpr int lowest_plain = -4;
  constexpr int first_scientific = 16;
  if (exponent >= lowest_plain && exponent < first_scientific) {
    const auto plain = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                     std::chars_format::fixed);
    std::string text(buffer.data(), plain.ptr);
    if (text.find('.') == std::string::npos) {
      text += ".0";
    }
    return text;
  }
  std::string text(written.substr(0, mark));
  text += 'e';
  text += exponent < 0 ? '-' : '+';
  return text + std::to_string(std::abs(exponent));
}

}  // namespace kestrel
