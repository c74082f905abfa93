#include "tests/runner/masks.hpp"

#include <algorithm>
#include <cstddef>

namespace kestrel::flows {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// Length of what stands before ` seconds` in `1 hours, 2 minutes, 3 seconds`; 0: this is no time.
std::size_t written_time(std::string_view text) {
  constexpr std::size_t longest = 48;
  const std::string_view head = text.substr(0, std::min(text.find('\n'), longest));
  const std::size_t end = head.find(" seconds");
  const bool is_time = end != std::string_view::npos && head.front() >= '0' && head.front() <= '9';
  return is_time ? end : 0;
}

std::size_t number(std::string_view text) {
  const std::size_t end = text.find_first_not_of("0123456789.");
  return std::min(end, text.size());
}

bool ends_a_table(std::string_view line) {
  return line.starts_with('(') && (line.ends_with(" rows)") || line.ends_with(" row)"));
}

}  // namespace

std::string mask_folders(std::string text, FolderMasks masks) {
  std::sort(masks.begin(), masks.end(), [](const auto& left, const auto& right) {
    return left.first.native().size() > right.first.native().size();
  });
  for (const auto& [folder, word] : masks) {
    if (!folder.empty()) {
      replace_all(text, folder.native(), word);
    }
  }
  return text;
}

std::string mask_times(std::string_view text) {
  struct Place {
    std::string_view before;
    std::size_t (*measure)(std::string_view);
  };
  constexpr Place places[] = {{"xecuted in ", written_time},
                              {"\"execution time\":", number},
                              {" row in ", number},
                              {" rows in ", number},
                              {"\"milliseconds\":", number}};
  std::string result(text);
  for (const Place& place : places) {
    for (std::size_t at = result.find(place.before); at != std::string::npos;
         at = result.find(place.before, at)) {
      at += place.before.size();
      const std::size_t size = place.measure(std::string_view(result).substr(at));
      if (size > 0) {
        result.replace(at, size, "N");
      }
    }
  }
  return result;
}

std::string sort_rows(std::string_view text) {
  std::vector<std::string_view> lines;
  std::size_t first = 0;  // of the paragraph
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    std::string_view line = text.substr(0, size);
    text.remove_prefix(size);
    lines.push_back(line);
    line.remove_suffix(line.ends_with('\n') ? 1 : 0);
    if (line.empty()) {
      first = lines.size();
    } else if (ends_a_table(line) && lines.size() > first + 2) {
      std::sort(lines.begin() + static_cast<std::ptrdiff_t>(first) + 1, lines.end() - 1);
      first = lines.size();
    }
  }
  std::string result;
  for (const std::string_view line : lines) {
    result += line;
  }
  return result;
}

}  // namespace kestrel::flows
