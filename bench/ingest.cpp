// Reads STIX bundles into tables and does nothing else. Usage: ingest THREADS FILE...
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <sys/resource.h>

#include "kestrel/base/context.hpp"
#include "plugins/source_stix/source.hpp"

int main(int count, char** arguments) {
  if (count < 3) {
    std::fprintf(stderr, "usage: ingest THREADS FILE...\n");
    return 64;
  }
  const auto start = std::chrono::steady_clock::now();
  const auto source = kestrel::source_stix::make();
  const std::vector<std::string> places(arguments + 2, arguments + count);
  constexpr std::size_t memory_limit = std::size_t{8} << 30;
  const kestrel::plugin::ReadSettings settings{
      std::make_shared<kestrel::BlockStore>(memory_limit, "/tmp"),
      static_cast<std::size_t>(std::strtoul(arguments[1], nullptr, 10))};
  kestrel::Context context;
  const auto read = source->read(places, settings, context);
  const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
  if (!read) {
    std::fprintf(stderr, "%s: %s\n", read.diagnostic().slug.c_str(),
                 read.diagnostic().message.c_str());
    return 1;
  }
  std::size_t entities = 0;
  for (const kestrel::EntityTable& table : (*read)->entities) {
    entities += table.entities.row_count();
    if (std::getenv("KESTREL_INGEST_TABLES") != nullptr) {
      std::printf("  %-24s %zu rows, %zu columns, %zu occurrences\n", table.type.c_str(),
                  table.entities.row_count(), table.entities.columns().size(),
                  table.occurrences.row_count());
    }
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%.1f ms, %zu observations, %zu entities, peak %ld MB\n", taken.count(),
              (*read)->observations.row_count(), entities, usage.ru_maxrss / 1024);
  return 0;
}
