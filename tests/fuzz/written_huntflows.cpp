#include "tests/fuzz/written_huntflows.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "tests/runner/flow.hpp"

namespace kestrel::fuzz {
namespace {

constexpr std::string_view fence = "```";

constexpr std::string_view data_folder = "$REFERENCE/";  // the runner writes a folder for it

void add_cells(const std::string& name, const std::string& head, const std::string& text,
               std::vector<WrittenHuntflow>& huntflows) {
  std::string fault;
  const bool fails = flows::read_directives(head + text, fault).exit_code != 0;
  std::vector<std::string> cells = flows::cells_of(text);
  for (std::size_t index = 0; index < cells.size(); ++index) {
    std::string& cell = cells[index];
    for (std::size_t at = cell.find(data_folder); at != std::string::npos;
         at = cell.find(data_folder, at)) {
      cell.replace(at, data_folder.size(), "/data/");
    }
    huntflows.push_back(
        {cells.size() == 1 ? name : fmt::format("{} cell {}", name, index + 1), cell, fails});
  }
}

// The blocks `hf` of a page, whether output follows them or not.
void add_page(const std::string& name, const std::string& page,
              std::vector<WrittenHuntflow>& huntflows) {
  std::string block;
  bool in_block = false;
  bool is_huntflow = false;
  std::string head;  // what the fence says of the block, as a comment
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < page.size(); ++number) {
    const std::size_t end = std::min(page.find('\n', begin), page.size() - 1) + 1;
    const std::string line = page.substr(begin, end - begin);
    begin = end;
    if (!line.starts_with(fence)) {
      block += in_block ? line : "";
      continue;
    }
    if (in_block && is_huntflow) {
      add_cells(fmt::format("{}, the block up to line {}", name, number + 1), head, block,
                huntflows);
    }
    in_block = !in_block;
    is_huntflow = line == "```hf\n" || line.starts_with("```hf ");
    head = "# " + line.substr(std::min<std::size_t>(6, line.size() - 1));
    block.clear();
  }
}

}  // namespace

std::vector<WrittenHuntflow> written_huntflows() {
  namespace fs = std::filesystem;
  const fs::path root = KESTREL_ROOT;
  std::vector<fs::path> files{root / "README.md"};
  for (const char* folder : {"bench", "docs", "examples", "tests"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<WrittenHuntflow> huntflows;
  for (const fs::path& file : files) {
    const bool is_page = file.extension() == ".md";
    if (!is_page && file.extension() != ".hf") {
      continue;
    }
    const std::string text = flows::read_file(file).value_or("");
    const std::string name = fs::relative(file, root).string();
    is_page ? add_page(name, text, huntflows) : add_cells(name, "", text, huntflows);
  }
  return huntflows;
}

}  // namespace kestrel::fuzz
