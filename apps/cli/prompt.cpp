#include "apps/cli/prompt.hpp"

#include <cstdio>
#include <memory>
#include <optional>
#include <system_error>

#include <histedit.h>
#include <unistd.h>

#include "kestrel/session/session.hpp"

namespace kestrel::cli {
namespace {

constexpr int history_length = 1000;

bool continuing = false;  // libedit asks for the prompt through a function without arguments

const char* prompt(EditLine* /*line*/) {
  return continuing ? "      ... " : "kestrel > ";
}

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) {
    text.pop_back();
  }
  return text;
}

/// Line editing with history.
class Editor {
 public:
  explicit Editor(const std::filesystem::path& history_file)
      : line_(el_init("kestrel", stdin, stdout, stderr), &el_end),
        history_(history_init(), &history_end),
        history_file_(history_file.string()) {
    HistEvent event{};
    history(history_.get(), &event, H_SETSIZE, history_length);
    history(history_.get(), &event, H_SETUNIQUE, 1);
    history(history_.get(), &event, H_LOAD, history_file_.c_str());
    el_set(line_.get(), EL_PROMPT, &prompt);
    el_set(line_.get(), EL_EDITOR, "emacs");
    el_set(line_.get(), EL_HIST, &history, history_.get());
    el_set(line_.get(), EL_SIGNAL, 1);
    el_source(line_.get(), nullptr);
  }

  std::optional<std::string> read() {
    int count = 0;
    const char* text = el_gets(line_.get(), &count);
    if (text == nullptr || count <= 0) {
      return std::nullopt;
    }
    return std::string(text, static_cast<std::size_t>(count));
  }

  void remember(const std::string& block) {
    HistEvent event{};
    history(history_.get(), &event, H_ENTER, block.c_str());
    std::error_code ignored;  // a history that cannot be kept is no reason to stop a hunt
    std::filesystem::create_directories(std::filesystem::path(history_file_).parent_path(),
                                        ignored);
    history(history_.get(), &event, H_SAVE, history_file_.c_str());
  }

 private:
  std::unique_ptr<EditLine, decltype(&el_end)> line_;
  std::unique_ptr<History, decltype(&history_end)> history_;
  std::string history_file_;
};

}  // namespace

void run_prompt(const std::filesystem::path& history_file,
                const std::function<void(const std::string& block)>& run) {
  Editor editor(history_file);
  std::string block;
  while (true) {
    continuing = !block.empty();
    const auto line = editor.read();
    if (!line) {
      std::puts("");
      return;
    }
    const bool ends = trimmed(*line).empty();
    block += *line;
    const std::string text = trimmed(block);
    if (text.empty() || (!ends && session::Session::is_incomplete(text))) {
      block = text.empty() ? "" : block;
      continue;
    }
    if (text == "exit" || text == "quit") {
      return;
    }
    editor.remember(text);
    block.clear();
    run(text);
  }
}

}  // namespace kestrel::cli
