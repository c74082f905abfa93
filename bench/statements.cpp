// Times statements in one loaded session: how long a block takes, how much of that the engine, and
// what is left for this program. Prints a line for each: name, least and median wall milliseconds,
// the engine's part of the least, least processor milliseconds of all threads, rows.
// Usage: statements BUNDLE SMALLER_BUNDLE [RUNS [THREADS]]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <time.h>

#include "kestrel/session/session.hpp"
#include "plugins/builtin.hpp"

namespace {

using namespace kestrel;
namespace fs = std::filesystem;

constexpr std::size_t long_table = 100'000;

/// Adds up what the engine took, and counts rows.
class Meter : public session::Output {
 public:
  void show(const session::Display& display) override {
    if (const auto* table = std::get_if<session::TableDisplay>(&display)) {
      rows_ += table->table.row_count();
    } else if (const auto* summary = std::get_if<session::SummaryDisplay>(&display)) {
      rows_ += summary->rows.front().entities;
    }
  }
  void report(const Diagnostic& diagnostic) override {
    if (diagnostic.severity == Severity::error) {
      std::fprintf(stderr, "%s\n", diagnostic.message.c_str());
      std::exit(1);
    }
  }
  void stage(session::Stage /*stage*/, std::string_view text) override {
    const std::string lines(text);
    for (std::size_t begin = 0; begin < lines.size(); begin = lines.find('\n', begin) + 1) {
      engine_ += std::strtod(lines.c_str() + begin, nullptr);
    }
  }

  double engine() const { return engine_; }
  std::size_t rows() const { return rows_; }

 private:
  double engine_ = 0;
  std::size_t rows_ = 0;
};

// Milliseconds that all threads of this process have run: what others run does not count.
double processor_time() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// A session over one bundle and a long table.
class Bench {
 public:
  Bench(const fs::path& folder, bool summary, std::size_t runs, std::size_t threads)
      : runs_(runs), session_(settings(folder, summary, threads), builtin_plugins({}), context_) {}

  void prepare(const std::string& text) {
    Meter meter;
    run(text, meter);
  }

  /// Runs a block again and again. `$` in it becomes another number each time, so that no run finds
  /// the answer of the one before.
  void measure(const std::string& name, const std::string& text) {
    std::vector<std::pair<double, double>> times;  // wall, engine
    double processor = 1e9;
    std::size_t rows = 0;
    for (std::size_t round = 0; round <= runs_; ++round) {
      Meter meter;
      const double before = processor_time();
      const double wall = run(text, meter);
      processor = std::min(processor, processor_time() - before);
      rows = meter.rows();
      if (round > 0) {
        times.emplace_back(wall, meter.engine());
      }
    }
    std::sort(times.begin(), times.end());
    std::printf("%-34s %9.3f %9.3f %9.3f %9.3f %9zu\n", name.c_str(), times.front().first,
                times[times.size() / 2].first, times.front().second, processor, rows);
  }

 private:
  static session::Settings settings(const fs::path& folder, bool summary, std::size_t threads) {
    session::Settings settings;
    settings.memory_limit = std::size_t{4} << 30;
    settings.threads = threads;
    settings.scratch_folder = folder;
    settings.show_summary = summary;
    return settings;
  }

  double run(std::string text, Meter& meter) {
    ++number_;
    for (std::size_t at = text.find('$'); at != std::string::npos; at = text.find('$')) {
      text.replace(at, 1, std::to_string(number_));
    }
    const session::Block block{"bench", std::move(text), {}, {session::Stage::timings}};
    const auto begin = std::chrono::steady_clock::now();
    if (!session_.run(block, meter)) {
      std::exit(1);
    }
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - begin;
    return taken.count();
  }

  std::size_t runs_;
  std::size_t number_ = 0;
  Context context_;
  session::Session session_;
};

fs::path write_long_table(const fs::path& folder) {
  const fs::path file = folder / "long.csv";
  std::ofstream stream(file);
  stream << "name,pid,command_line,created\n";
  for (std::size_t row = 0; row < long_table; ++row) {
    const std::size_t mixed = row * 7919 % long_table;
    stream << "program" << mixed % 1000 << ".exe," << mixed << ",program --number " << row
           << ",2022-10-18T" << 10 + mixed % 10 << ":00:00Z\n";
  }
  return file;
}

std::string read(const std::string& bundle, const std::string& prefix) {
  const std::string get = " = GET process FROM file://" + bundle + " WHERE ";
  return prefix + "procs" + get + "name = 'svchost.exe'\n" + prefix + "every" + get +
         "pid >= 0\nDISP " + prefix + "every LIMIT 1\n";
}

void measure_session(const fs::path& folder, const std::string& large, const std::string& small,
                     bool summary, std::size_t runs, std::size_t threads) {
  Bench bench(folder, summary, runs, threads);
  bench.prepare(read(small, "few_") + read(large, ""));
  bench.prepare("long = LOAD '" + (folder / "long.csv").string() +
                "' AS process\nother = long\nDISP long LIMIT 1");
  const std::string with = summary ? "with-summary " : "without-summary ";
  // Without a summary nothing is asked for until it is shown.
  const std::string shown = summary ? "" : "\nDISP f$ ATTR id";
  bench.measure(with + "nothing", "f$ = procs");
  bench.measure(with + "parents", "f$ = FIND process CREATED procs" + shown);
  bench.measure(with + "children", "f$ = FIND process CREATED BY procs" + shown);
  bench.measure(with + "traffic", "f$ = FIND network-traffic CREATED BY procs" + shown);
  bench.measure(with + "display-parents", "f$ = FIND process CREATED procs\nDISP f$");
  bench.measure(with + "every-parent", "f$ = FIND process CREATED every" + shown);
  bench.measure(with + "every-child", "f$ = FIND process CREATED BY every" + shown);
  bench.measure(with + "every-traffic", "f$ = FIND network-traffic CREATED BY every" + shown);
  bench.measure(with + "few-every-parent", "f$ = FIND process CREATED few_every" + shown);
  bench.measure(with + "few-every-child", "f$ = FIND process CREATED BY few_every" + shown);
  bench.measure(with + "few-every-traffic",
                "f$ = FIND network-traffic CREATED BY few_every" + shown);
  bench.measure(with + "group", "f$ = GROUP long BY name WITH COUNT(pid)\nDISP f$ LIMIT 20");
  bench.measure(with + "sort", "f$ = SORT long BY pid\nDISP f$ LIMIT 20");
  bench.measure(with + "join", "f$ = JOIN long, other BY pid, pid\nDISP f$ LIMIT 20");
  bench.measure(with + "display", "DISP long ATTR name, pid, command_line");
  bench.measure(with + "display-all", "DISP long");
  bench.measure(with + "display-first", "DISP long LIMIT 20");
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    std::fprintf(stderr, "usage: statements BUNDLE SMALLER_BUNDLE [RUNS]\n");
    return 64;
  }
  const std::size_t runs = count > 3 ? std::strtoul(arguments[3], nullptr, 10) : 15;
  const std::size_t threads = count > 4 ? std::strtoul(arguments[4], nullptr, 10) : 2;
  std::string folder = (fs::temp_directory_path() / "kestrel-bench-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) {
    std::perror("mkdtemp");
    return 1;
  }
  write_long_table(folder);
  for (const bool summary : {true, false}) {
    measure_session(folder, arguments[1], arguments[2], summary, runs, threads);
  }
  fs::remove_all(folder);
  return 0;
}
