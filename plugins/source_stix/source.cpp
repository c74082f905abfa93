#include "plugins/source_stix/source.hpp"

#include <array>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <sys/stat.h>

#include "kestrel/base/begun_path.hpp"
#include "plugins/source_stix/dataset_builder.hpp"
#include "plugins/source_stix/file.hpp"
#include "plugins/source_stix/ingest.hpp"
#include "plugins/source_stix/messages.hpp"

namespace kestrel::source_stix {
namespace {

// `http` and `https` will be answered here too: downloaded, then read as a file.
constexpr std::array<std::string_view, 1> answered_schemes = {"file"};

class StixSource : public plugin::DataSource {
 public:
  StixSource(std::filesystem::path home_folder, const PieceSizes& sizes)
      : home_folder_(std::move(home_folder)), sizes_(sizes) {}

  std::span<const std::string_view> schemes() const override { return answered_schemes; }
  Result<std::string> resolve(std::string_view written,
                              const plugin::Surroundings& surroundings) const override;
  std::vector<std::string> list(std::string_view begun,
                                const plugin::Surroundings& surroundings) const override;
  Result<std::string> fingerprint(const std::string& place) const override;
  Result<std::shared_ptr<const Dataset>> read(std::span<const std::string> places,
                                              const plugin::ReadSettings& settings,
                                              Context& context) override;

 private:
  std::vector<std::filesystem::path> candidates(std::string_view written,
                                                const plugin::Surroundings& surroundings) const;

  std::filesystem::path home_folder_;
  PieceSizes sizes_;
};

std::vector<std::filesystem::path> StixSource::candidates(
    std::string_view written, const plugin::Surroundings& surroundings) const {
  const bool is_at_home = written == "~" || written.starts_with("~/");
  if (is_at_home && !home_folder_.empty()) {
    return {home_folder_ / written.substr(written.size() > 1 ? 2 : 1)};
  }
  const std::filesystem::path path(written);
  if (path.is_absolute()) {
    return {path};
  }
  std::vector<std::filesystem::path> places = {surroundings.current_folder / path};
  if (!surroundings.huntflow_folder.empty() &&
      surroundings.huntflow_folder != surroundings.current_folder) {
    places.push_back(surroundings.huntflow_folder / path);
  }
  return places;
}

Result<std::string> StixSource::resolve(std::string_view written,
                                        const plugin::Surroundings& surroundings) const {
  std::vector<std::string> looked_at;
  for (const std::filesystem::path& candidate : candidates(written, surroundings)) {
    std::error_code failure;
    const std::filesystem::path place = std::filesystem::canonical(candidate, failure);
    if (failure == std::errc::no_such_file_or_directory || failure == std::errc::not_a_directory) {
      looked_at.push_back(candidate.lexically_normal().string());
      continue;
    }
    if (failure) {
      return messages::unreadable(candidate.string(), failure.value());
    }
    if (std::filesystem::is_directory(place, failure)) {
      return messages::is_folder(place.string());
    }
    return place.string();
  }
  return messages::not_found(written, looked_at);
}

std::vector<std::string> StixSource::list(std::string_view begun,
                                          const plugin::Surroundings& surroundings) const {
  return paths_that_begin(
      begun, [&](std::string_view folder) { return candidates(folder, surroundings).front(); });
}

Result<std::string> StixSource::fingerprint(const std::string& place) const {
  struct stat status {};
  if (::stat(place.c_str(), &status) != 0) {
    return messages::unreadable(place, errno);
  }
  return std::to_string(status.st_size) + "-" + std::to_string(status.st_mtim.tv_sec) + "." +
         std::to_string(status.st_mtim.tv_nsec) + "-" + std::to_string(status.st_ino) + "-" +
         std::to_string(status.st_dev);
}

Result<std::shared_ptr<const Dataset>> read_files(std::span<const std::string> places,
                                                  const PieceSizes& sizes, bool keeps_own_ids,
                                                  const plugin::ReadSettings& settings,
                                                  Context& context) {
  std::string at_hand;
  std::function<void()> meanwhile = settings.meanwhile;  // during the first file
  try {
    DatasetBuilder dataset(settings.blocks, keeps_own_ids);
    for (const std::string& place : places) {
      at_hand = place;
      KESTREL_TRY(const File file, File::open(place));
      KESTREL_CHECK(
          ingest(file, dataset, settings.threads, sizes, context, std::exchange(meanwhile, {})));
    }
    return std::move(dataset).finish();
  } catch (const std::bad_alloc&) {
    return messages::no_room(at_hand);
  }
}

Result<std::shared_ptr<const Dataset>> StixSource::read(std::span<const std::string> places,
                                                        const plugin::ReadSettings& settings,
                                                        Context& context) {
  return read_files(places, sizes_, true, settings, context);
}

// Rows of NEW and LOAD that have no id of their own are given a text that says where they stand:
// that is no attribute.
class StixEntityReader : public plugin::EntityReader {
 public:
  Result<std::shared_ptr<const Dataset>> read(const std::filesystem::path& file,
                                              const plugin::ReadSettings& settings,
                                              Context& context) override {
    const std::array<std::string, 1> places{file.string()};
    return read_files(places, {}, false, settings, context);
  }
};

}  // namespace

std::unique_ptr<plugin::EntityReader> make_entity_reader() {
  return std::make_unique<StixEntityReader>();
}

std::unique_ptr<plugin::DataSource> make(std::filesystem::path home_folder,
                                         const PieceSizes& sizes) {
  return std::make_unique<StixSource>(std::move(home_folder), sizes);
}

}  // namespace kestrel::source_stix
