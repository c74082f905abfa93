#include "apps/cli/options.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include <CLI/CLI.hpp>

namespace kestrel::cli {
namespace {

const std::map<std::string, Format> formats{
    {"text", Format::text}, {"json", Format::json}, {"csv", Format::csv}, {"html", Format::html}};

const std::map<std::string, session::Stage> stages{
    {"tokens", session::Stage::tokens}, {"ast", session::Stage::ast},
    {"ir", session::Stage::ir},         {"plan", session::Stage::plan},
    {"sql", session::Stage::sql},       {"timings", session::Stage::timings}};

// `512M`, `4G`, `1.5GB`, or bytes.
std::optional<std::size_t> parse_size(const std::string& text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, number);
  std::string unit(stopped, end);
  std::transform(unit.begin(), unit.end(), unit.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  const std::map<std::string, double> units{
      {"", 1},        {"B", 1},      {"K", 0x1p10},  {"KB", 0x1p10}, {"M", 0x1p20},
      {"MB", 0x1p20}, {"G", 0x1p30}, {"GB", 0x1p30}, {"T", 0x1p40},  {"TB", 0x1p40}};
  const auto factor = units.find(unit);
  if (problem != std::errc() || factor == units.end() || number <= 0 ||
      number * factor->second > 0x1p50) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(number * factor->second);
}

}  // namespace

std::variant<Options, int> parse_options(int count, char** words) {
  Options options;
  std::vector<std::filesystem::path> files;
  std::vector<std::string> texts;
  std::string format = "text";
  std::vector<std::string> shown;
  std::string memory;
  std::size_t threads = 0;
  bool no_summary = false;
  bool no_colour = false;
  bool version = false;
  bool in_place = false;

  CLI::App app("Runs threat hunts written in the Kestrel language.", "kestrel");
  app.set_help_flag("-h,--help", "shows this");
  app.add_option(
      "FILE", files,
      "huntflows, each one block of the same session; none: the prompt, or standard input");
  app.add_option("-c,--command", texts, "runs a text, as one block; may be repeated")
      ->allow_extra_args(false);
  app.add_option("--format", format, "how displays are written: text, json, csv or html")
      ->check(CLI::IsMember(formats));
  app.add_option("--show", shown,
                 "writes stages before the results: tokens, ast, ir, plan, sql, timings")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember(stages));
  app.add_option("--config", options.config,
                 "reads this configuration instead of ~/.config/kestrel/kestrel.yaml");
  app.add_option("--cache", options.cache, "keeps temporary data in this folder");
  app.add_option("--memory", memory,
                 "memory for data and queries, such as 4G; default: half of the machine's");
  app.add_option("--threads", threads, "threads at work; default: one for each core")
      ->check(CLI::Range(1, 1024));
  app.add_flag("--no-summary", no_summary, "leaves the execution summary out");
  app.add_flag("--no-colour,--no-color", no_colour, "writes without colours");
  app.add_flag("--verbose", options.verbose,
               "tells on standard error what was done, and how long it took");
  app.add_flag("--version", version, "shows the version");
  CLI::App* check = app.add_subcommand("check", "compiles huntflows without running them");
  check->add_option("FILE", files, "huntflows, each one block of the same session")->required();
  CLI::App* format_files = app.add_subcommand("format", "prints the canonical layout of huntflows");
  format_files->add_option("FILE", files, "huntflows; none: standard input");
  format_files->add_flag("-i,--in-place", in_place, "writes it into the files instead")
      ->needs(format_files->get_option("FILE"));
  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& problem) {
    const int code = app.exit(problem);
    return code == 0 ? static_cast<int>(fine) : static_cast<int>(wrong_usage);
  }
  if (version) {
    std::cout << "kestrel " KESTREL_VERSION "\n";
    return static_cast<int>(fine);
  }
  if (!memory.empty()) {
    options.memory = parse_size(memory);
    if (!options.memory) {
      std::cerr << "--memory: expected a size such as 512M or 4G, found " << memory << "\n";
      return static_cast<int>(wrong_usage);
    }
  }
  if (threads > 0) {
    options.threads = threads;
  }
  if (check->parsed()) {
    options.work = Work::check;
  } else if (format_files->parsed()) {
    options.work = in_place ? Work::format_in_place : Work::format;
  }
  options.format = formats.at(format);
  for (const std::string& stage : shown) {
    options.shown.insert(stages.at(stage));
  }
  for (std::size_t index = 0; index < texts.size(); ++index) {
    options.inputs.push_back({std::nullopt, texts[index], "-c " + std::to_string(index + 1)});
  }
  for (const std::filesystem::path& file : files) {
    options.inputs.push_back({file, {}, file.string()});
  }
  if (options.verbose) {
    options.shown.insert(session::Stage::timings);
  }
  options.summary = !no_summary;
  options.colour = !no_colour;
  return options;
}

}  // namespace kestrel::cli
