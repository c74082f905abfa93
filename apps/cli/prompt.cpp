#include "apps/cli/prompt.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <system_error>

#include <histedit.h>
#include <unistd.h>

#include "kestrel/base/unicode.hpp"
#include "kestrel/session/session.hpp"

namespace kestrel::cli {
namespace {

constexpr int history_length = 1000;
constexpr std::size_t most_listed = 40;

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

// What all of them go on with, up to a whole character.
std::string common_suffix(const std::vector<session::Completion>& completions) {
  const std::string_view first = completions.front().suffix();
  std::size_t size = first.size();
  for (const session::Completion& completion : completions) {
    const std::string_view other = completion.suffix();
    const auto end = first.begin() + static_cast<std::ptrdiff_t>(std::min(size, other.size()));
    size = static_cast<std::size_t>(std::mismatch(first.begin(), end, other.begin()).first -
                                    first.begin());
  }
  while (size < first.size() && (static_cast<unsigned char>(first[size]) & 0xC0U) == 0x80U) {
    --size;
  }
  return std::string(first.substr(0, size));
}

// A line each: the word, and what is said about it, as far as the terminal is wide.
std::string listed(const std::vector<session::Completion>& completions, std::size_t width) {
  const std::size_t count = std::min(completions.size(), most_listed);
  std::size_t widest = 0;
  for (std::size_t index = 0; index < count; ++index) {
    widest = std::max(widest, display_width(made_inert(completions[index].text)));
  }
  std::string text = "\n";
  for (std::size_t index = 0; index < count; ++index) {
    const std::string word = made_inert(completions[index].text);
    const std::string gap(widest - display_width(word) + 2, ' ');
    std::string line = "  ";
    line.append(word).append(gap).append(made_inert(completions[index].help));
    text.append(fit_width(line, width)) += '\n';
  }
  if (count < completions.size()) {
    text += "  ... and " + std::to_string(completions.size() - count) + " more\n";
  }
  return text;
}

/// Line editing with history, and completion on TAB.
class Editor {
 public:
  Editor(const std::filesystem::path& history_file, const PromptActions& actions)
      : actions_(&actions),
        line_(el_init("kestrel", stdin, stdout, stderr), &el_end),
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
    el_set(line_.get(), EL_CLIENTDATA, this);
    el_set(line_.get(), EL_ADDFN, "kestrel-complete", "Completes the word before the cursor",
           &complete_word);
    el_set(line_.get(), EL_BIND, "^I", "kestrel-complete", nullptr);
    el_source(line_.get(), nullptr);
  }

  Editor(const Editor&) = delete;
  Editor& operator=(const Editor&) = delete;

  /// Reads a line; `before` are those of the same block that were read already.
  std::optional<std::string> read(const std::string& before) {
    before_ = before;
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
  static unsigned char complete_word(EditLine* line, int /*key*/) {
    void* editor = nullptr;
    el_get(line, EL_CLIENTDATA, &editor);
    return static_cast<Editor*>(editor)->complete();
  }

  // Inserts what is certain; lists what is not.
  unsigned char complete() {
    const LineInfo* info = el_line(line_.get());
    const std::string begun(info->buffer, info->cursor);
    if (begun.find_first_not_of(" \t") == std::string::npos) {
      el_insertstr(line_.get(), "    ");  // a line that is pasted may begin with TAB
      return CC_REFRESH;
    }
    const auto completions = actions_->complete(before_ + begun);
    if (completions.empty()) {
      return CC_ERROR;
    }
    const std::string suffix = common_suffix(completions);
    if (!suffix.empty()) {
      el_insertstr(line_.get(), suffix.c_str());
    }
    if (completions.size() == 1) {
      return CC_REFRESH;
    }
    int width = 0;
    el_get(line_.get(), EL_GETTC, "co", &width);
    std::fputs(listed(completions, width > 0 ? static_cast<std::size_t>(width) : 80).c_str(),
               stdout);
    return CC_REDISPLAY;
  }

  const PromptActions* actions_;
  std::string before_;
  std::unique_ptr<EditLine, decltype(&el_end)> line_;
  std::unique_ptr<History, decltype(&history_end)> history_;
  std::string history_file_;
};

}  // namespace

void run_prompt(const std::filesystem::path& history_file, const PromptActions& actions) {
  Editor editor(history_file, actions);
  std::string block;
  while (true) {
    continuing = !block.empty();
    const auto line = editor.read(block);
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
    actions.run(text);
  }
}

}  // namespace kestrel::cli
