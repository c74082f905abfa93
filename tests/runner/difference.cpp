#include "tests/runner/difference.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <vector>

namespace kestrel::flows {
namespace {

constexpr std::size_t context_lines = 3;
constexpr std::size_t longest_difference = 200;    // lines
constexpr std::size_t largest_table = 16'000'000;  // cells; beyond it nothing is taken for common

struct Line {
  char sign;  // ' ', '-' or '+'
  std::string_view text;
};

// Lines with their ends, so that a missing last line end is a difference.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

/// Marks each line by the longest common subsequence.
class Comparison {
 public:
  Comparison(std::vector<std::string_view> expected, std::vector<std::string_view> found)
      : expected_(std::move(expected)), found_(std::move(found)) {}

  std::vector<Line> lines() && {
    std::size_t begin = 0;
    while (begin < std::min(expected_.size(), found_.size()) && expected_[begin] == found_[begin]) {
      lines_.push_back({' ', expected_[begin++]});
    }
    std::size_t same_end = 0;
    while (begin + same_end < std::min(expected_.size(), found_.size()) &&
           expected_[expected_.size() - same_end - 1] == found_[found_.size() - same_end - 1]) {
      ++same_end;
    }
    middle(begin, expected_.size() - same_end, found_.size() - same_end);
    for (std::size_t index = expected_.size() - same_end; index < expected_.size(); ++index) {
      lines_.push_back({' ', expected_[index]});
    }
    return std::move(lines_);
  }

 private:
  void middle(std::size_t begin, std::size_t expected_end, std::size_t found_end) {
    const std::size_t rows = expected_end - begin;
    const std::size_t columns = found_end - begin;
    std::size_t row = 0;
    std::size_t column = 0;
    if ((rows + 1) * (columns + 1) <= largest_table) {
      // common[r][c]: length of the longest common subsequence from there to the ends
      std::vector<std::uint32_t> common((rows + 1) * (columns + 1));
      const auto at = [&](std::size_t r, std::size_t c) -> std::uint32_t& {
        return common[r * (columns + 1) + c];
      };
      for (std::size_t r = rows; r-- > 0;) {
        for (std::size_t c = columns; c-- > 0;) {
          at(r, c) = expected_[begin + r] == found_[begin + c]
                         ? at(r + 1, c + 1) + 1
                         : std::max(at(r + 1, c), at(r, c + 1));
        }
      }
      while (row < rows && column < columns) {
        if (expected_[begin + row] == found_[begin + column]) {
          lines_.push_back({' ', expected_[begin + row++]});
          ++column;
        } else if (at(row + 1, column) >= at(row, column + 1)) {
          lines_.push_back({'-', expected_[begin + row++]});
        } else {
          lines_.push_back({'+', found_[begin + column++]});
        }
      }
    }
    while (row < rows) {
      lines_.push_back({'-', expected_[begin + row++]});
    }
    while (column < columns) {
      lines_.push_back({'+', found_[begin + column++]});
    }
  }

  std::vector<std::string_view> expected_;
  std::vector<std::string_view> found_;
  std::vector<Line> lines_;
};

void write_line(std::string& out, const Line& line) {
  out += "    ";
  out += line.sign;
  std::string_view text = line.text;
  const bool ends = text.ends_with('\n');
  text.remove_suffix(ends ? 1 : 0);
  for (const char byte : text) {
    const auto code = static_cast<unsigned char>(byte);
    if (code < 0x20 || code == 0x7F) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\x%02x", code);
      out += escape.data();
    } else {
      out += byte;
    }
  }
  out += ends ? "\n" : "\\ no line end\n";
}

}  // namespace

std::string difference(std::string_view expected, std::string_view found) {
  if (expected == found) {
    return {};
  }
  const std::vector<Line> lines = Comparison(lines_of(expected), lines_of(found)).lines();
  std::string out;
  std::size_t shown = 0;
  bool gap = false;
  for (std::size_t index = 0; index < lines.size(); ++index) {
    const std::size_t from = index - std::min(index, context_lines);
    const std::size_t to = std::min(lines.size(), index + context_lines + 1);
    const bool near = std::any_of(lines.begin() + static_cast<std::ptrdiff_t>(from),
                                  lines.begin() + static_cast<std::ptrdiff_t>(to),
                                  [](const Line& line) { return line.sign != ' '; });
    if (!near) {
      gap = true;
      continue;
    }
    if (shown == longest_difference) {
      return out += "    ... and more\n";
    }
    out += gap ? "    ...\n" : "";
    gap = false;
    write_line(out, lines[index]);
    ++shown;
  }
  return out;
}

}  // namespace kestrel::flows
