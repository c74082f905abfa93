#include "tests/runner/flow.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

namespace kestrel::flows {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t begin = text.find_first_not_of(blanks);
  return begin == std::string_view::npos
             ? std::string_view()
             : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// Takes the next line, without its end, off a text.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

bool is_cell_line(std::string_view line) {
  return trimmed(line) == "# cell";
}

// `# name: value` with a name of small letters; other comments are for people.
std::optional<std::pair<std::string_view, std::string_view>> directive_in(std::string_view line) {
  line = trimmed(line);
  if (!line.starts_with("# ")) {
    return std::nullopt;
  }
  line.remove_prefix(2);
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  const bool is_word = std::all_of(name.begin(), name.end(),
                                   [](char letter) { return letter >= 'a' && letter <= 'z'; });
  if (colon == std::string_view::npos || name.empty() || !is_word) {
    return std::nullopt;
  }
  return std::pair(name, trimmed(line.substr(colon + 1)));
}

/// Takes one directive in. Returns what is wrong with it; empty: nothing.
std::string apply(Directives& directives, std::string_view name, std::string_view value) {
  const auto expected = [&](std::string_view what) {
    return "`" + std::string(name) + "`: expected " + std::string(what) + ", found `" +
           std::string(value) + "`";
  };
  if (name == "show") {
    directives.shown = words_of(value);
    std::erase(directives.shown, "result");  // results are always shown
  } else if (name == "format") {
    directives.format = value;
  } else if (name == "config") {
    directives.config = value;
  } else if (name == "arguments") {
    directives.arguments = words_of(value);
  } else if (name == "input") {
    directives.input = value;
  } else if (name == "exit") {
    const auto [end, problem] =
        std::from_chars(value.data(), value.data() + value.size(), directives.exit_code);
    if (problem != std::errc() || end != value.data() + value.size()) {
      return expected("a number");
    }
  } else if (name == "needs") {
    directives.needs = words_of(value);
    for (const std::string& need : directives.needs) {
      if (need != "reference-data" && need != "docker") {
        return expected("`reference-data` or `docker`");
      }
    }
  } else if (name == "order") {
    directives.any_order = value == "any";
    if (value != "any" && value != "kept") {
      return expected("`any` or `kept`");
    }
  } else {
    return "`" + std::string(name) + "` is no directive";
  }
  return {};
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  constexpr std::string_view separators = " \t,";
  std::size_t begin = text.find_first_not_of(separators);
  while (begin != std::string_view::npos) {
    const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
    words.emplace_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(separators, end);
  }
  return words;
}

Directives read_directives(std::string_view text, std::string& fault) {
  Directives directives;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const std::string_view content = trimmed(line);
    if (is_cell_line(line) || (!content.empty() && content.front() != '#')) {
      break;
    }
    if (const auto directive = directive_in(line)) {
      fault = apply(directives, directive->first, directive->second);
      if (!fault.empty()) {
        break;
      }
    }
  }
  return directives;
}

std::vector<std::string> cells_of(std::string_view text) {
  std::vector<std::string> cells(1);
  while (!text.empty()) {
    const std::string_view rest = text;
    const std::string_view line = take_line(text);
    if (is_cell_line(line)) {
      cells.emplace_back();
    } else {
      cells.back().append(rest.substr(0, rest.size() - text.size()));
    }
  }
  return cells;
}

std::optional<std::string> read_file(const std::filesystem::path& file) {
  std::error_code problem;
  if (!std::filesystem::is_regular_file(file, problem)) {
    return std::nullopt;
  }
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return std::nullopt;
  }
  return std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
}

bool write_file(const std::filesystem::path& file, std::string_view text) {
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  stream.close();
  return stream.good();
}

std::filesystem::path expected_file(const std::filesystem::path& flow) {
  return std::filesystem::path(flow).replace_extension(".out");
}

Flow load_flow(const std::filesystem::path& file, std::string name) {
  Flow flow;
  flow.name = std::move(name);
  flow.file = file;
  flow.folder = file.parent_path();
  const auto text = read_file(file);
  if (!text) {
    flow.fault = "the flow could not be read";
    return flow;
  }
  flow.text = *text;
  flow.directives = read_directives(flow.text, flow.fault);
  const auto expected = read_file(expected_file(file));
  flow.has_expected = expected.has_value();
  flow.expected = expected.value_or("");
  return flow;
}

}  // namespace kestrel::flows
