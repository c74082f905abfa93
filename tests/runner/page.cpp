#include "tests/runner/page.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace kestrel::flows {
namespace {

constexpr std::string_view fence = "```";

/// One fenced block. `begin` and `end` are the bytes between the fences.
struct Block {
  std::string_view language;
  std::string_view remark;  // what follows the language on the opening fence
  std::size_t line = 0;     // of the opening fence, counted from 1
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<Block> blocks_of(std::string_view page) {
  std::vector<Block> blocks;
  std::optional<Block> open;
  std::size_t number = 0;
  for (std::size_t offset = 0; offset < page.size();) {
    const std::size_t end = std::min(page.find('\n', offset), page.size());
    const std::string_view line = page.substr(offset, end - offset);
    const std::size_t next = std::min(end + 1, page.size());
    ++number;
    if (line.starts_with(fence)) {
      if (open) {
        open->end = offset;
        blocks.push_back(*std::exchange(open, std::nullopt));
      } else {
        std::string_view remark = line.substr(fence.size());
        remark = remark.substr(0, remark.find_last_not_of(" \r") + 1);
        const std::string_view language = remark.substr(0, remark.find(' '));
        remark.remove_prefix(std::min(language.size() + 1, remark.size()));
        open = Block{language, remark, number, next, next};
      }
    }
    offset = next;
  }
  return blocks;
}

}  // namespace

std::vector<Example> examples_of(const std::string& page, const std::string& name) {
  std::vector<Example> examples;
  const std::vector<Block> blocks = blocks_of(page);
  for (std::size_t index = 0; index + 1 < blocks.size(); ++index) {
    const Block& flow = blocks[index];
    const Block& output = blocks[index + 1];
    if (flow.language != "hf" || output.language != "out") {
      continue;
    }
    Example example;
    example.flow.name = name + ":" + std::to_string(flow.line);
    example.flow.text = page.substr(flow.begin, flow.end - flow.begin);
    const std::string head = flow.remark.empty() ? "" : "# " + std::string(flow.remark) + "\n";
    example.flow.directives = read_directives(head + example.flow.text, example.flow.fault);
    example.flow.expected = page.substr(output.begin, output.end - output.begin);
    example.begin = output.begin;
    example.end = output.end;
    examples.push_back(std::move(example));
  }
  return examples;
}

}  // namespace kestrel::flows
