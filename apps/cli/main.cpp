// kestrel: runs huntflows from files, from the command line, from standard input, or at a prompt.
#include <cstdio>
#include <cstdlib>
#include <string>

#include <signal.h>
#include <unistd.h>

#include "apps/cli/configuration.hpp"
#include "apps/cli/huntflow_file.hpp"
#include "apps/cli/options.hpp"
#include "apps/cli/progress.hpp"
#include "apps/cli/prompt.hpp"
#include "apps/cli/scratch.hpp"
#include "apps/cli/writer.hpp"

namespace kestrel::cli {
namespace {

Context context(progress_report());

void stop(int /*signal*/) {
  context.cancel();
}

// The first Ctrl-C stops the statement, the next one the program.
void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = stop;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

/// One session with its input and output.
class Program {
 public:
  Program(const Options& options, Configuration configuration, Writer& writer)
      : options_(options),
        session_(std::move(configuration.session), builtin_plugins(configuration.plugins), context),
        writer_(writer) {
    writer_.set_texts(session_.texts());
  }

  // A hunt ends at the first huntflow that fails; what only looks at them looks at them all.
  bool run_all() {
    bool good = true;
    for (const Input& input : options_.inputs) {
      if (!good && options_.work == Work::run) {
        break;
      }
      session::Block block{input.name, input.text, {}, options_.shown};
      if (input.file) {
        auto text = read_huntflow(*input.file);
        if (!text) {
          writer_.report(text.diagnostic());
          good = false;
          continue;
        }
        block.text = *std::move(text);
        std::error_code ignored;  // a folder that cannot be named is just not looked in
        block.huntflow_folder = std::filesystem::absolute(*input.file, ignored).parent_path();
      }
      good = work_on(block, input) && good;
    }
    return good;
  }

  bool run_standard_input() {
    std::string text;
    char buffer[65536];
    while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, stdin)) {
      text.append(buffer, count);
    }
    return work_on({"standard input", std::move(text), {}, options_.shown}, {});
  }

  void run_prompt(const std::filesystem::path& history_file) {
    int number = 0;
    PromptActions actions;
    actions.run = [&](const std::string& text) {
      context.reset();
      catch_interrupts();
      session_.run({"In[" + std::to_string(++number) + "]", text, {}, options_.shown}, writer_);
      writer_.finish();
      ::signal(SIGINT, SIG_DFL);
    };
    actions.complete = [&](std::string_view text) { return session_.complete(text, text.size()); };
    cli::run_prompt(history_file, actions);
  }

 private:
  bool work_on(const session::Block& block, const Input& input) {
    switch (options_.work) {
      case Work::run:
        return session_.run(block, writer_);
      case Work::check:
        return session_.check(block, writer_);
      case Work::format:
      case Work::format_in_place:
        break;
    }
    const auto layout = session_.format(block, writer_);
    if (layout && options_.work == Work::format) {
      writer_.write(*layout);
    } else if (layout && *layout != block.text) {
      if (const auto replaced = replace_huntflow(*input.file, *layout); !replaced) {
        writer_.report(replaced.diagnostic());
        return false;
      }
    }
    return layout.has_value();
  }

  const Options& options_;
  session::Session session_;
  Writer& writer_;
};

int run(const Options& options) {
  const bool no_colour = std::getenv("NO_COLOR") != nullptr;
  Writer writer(options.format, options.colour && !no_colour, options.verbose);
  const SourceTexts no_texts;
  writer.set_texts(no_texts);
  auto configuration = configure(options);
  if (!configuration) {
    writer.report(configuration.diagnostic());
    return hunt_failed;
  }
  const std::filesystem::path cache = configuration->session.scratch_folder;
  auto scratch = Scratch::make(cache);
  if (!scratch) {
    writer.report(scratch.diagnostic());
    return hunt_failed;
  }
  configuration->session.scratch_folder = scratch->path();
  Program program(options, *std::move(configuration), writer);
  bool good = true;
  if (!options.inputs.empty()) {
    catch_interrupts();
    good = program.run_all();
  } else if (options.work == Work::run && ::isatty(STDIN_FILENO) != 0) {
    program.run_prompt(cache / "history");
  } else {
    catch_interrupts();
    good = program.run_standard_input();
  }
  writer.finish();
  if (writer.failed()) {
    std::fputs("kestrel: the results could not be written\n", stderr);
    good = false;
  }
  std::fflush(stderr);
  scratch->remove();
  // Everything is written: taking the engine down piece by piece would only cost time.
  std::_Exit(writer.saw_internal_error() ? our_fault : good ? fine : hunt_failed);
}

}  // namespace
}  // namespace kestrel::cli

int main(int count, char** words) {
  auto options = kestrel::cli::parse_options(count, words);
  if (const int* code = std::get_if<int>(&options)) {
    return *code;
  }
  return kestrel::cli::run(std::get<kestrel::cli::Options>(options));
}
