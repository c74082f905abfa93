#include "plugins/analytics_docker/container_log.hpp"

#include <algorithm>

namespace kestrel::analytics_docker {
namespace {

constexpr std::size_t header_size = 8;     // stream, three zeros, length in big-endian order
constexpr std::size_t longest_line = 300;  // in bytes

std::size_t length_in(std::string_view header) {
  std::size_t length = 0;
  for (const char byte : header.substr(4, 4)) {
    length = length << 8 | static_cast<unsigned char>(byte);
  }
  return length;
}

struct Streams {
  std::string output;
  std::string error;
};

Streams without_frames(std::string_view framed) {
  constexpr unsigned char standard_error = 2;
  Streams streams;
  while (framed.size() > header_size &&
         static_cast<unsigned char>(framed.front()) <= standard_error) {
    const bool is_error = static_cast<unsigned char>(framed.front()) == standard_error;
    const std::string_view piece = framed.substr(header_size, length_in(framed));
    (is_error ? streams.error : streams.output) += piece;
    framed.remove_prefix(header_size + piece.size());
  }
  return streams;
}

// Cuts in front of a character, not within one.
std::string shortened(std::string_view line) {
  if (line.size() <= longest_line) {
    return std::string(line);
  }
  std::size_t end = longest_line;
  while (end > longest_line - 4 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) {
    --end;
  }
  return std::string(line.substr(0, end)) + "...";
}

// Adds up to `count` lines of a text, its last first.
void add_from_behind(std::string_view text, std::size_t count, std::vector<std::string>& lines) {
  while (!text.empty() && lines.size() < count) {
    const std::size_t feed = text.rfind('\n');
    std::string_view line = feed == std::string_view::npos ? text : text.substr(feed + 1);
    text = text.substr(0, feed == std::string_view::npos ? 0 : feed);
    line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
    if (!line.empty()) {
      lines.push_back(shortened(line));
    }
  }
}

}  // namespace

std::vector<std::string> last_lines(std::string_view framed, std::size_t count) {
  const Streams streams = without_frames(framed);
  std::vector<std::string> lines;
  add_from_behind(streams.error, count, lines);
  add_from_behind(streams.output, count, lines);
  std::reverse(lines.begin(), lines.end());
  return lines;
}

}  // namespace kestrel::analytics_docker
