// What the session needs from whoever answers to the word before `://` in a FROM clause.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kestrel/base/context.hpp"
#include "kestrel/base/result.hpp"
#include "kestrel/model/arena.hpp"
#include "kestrel/model/dataset.hpp"

namespace kestrel::plugin {

/// Where relative places in a huntflow are looked up, in this order.
struct Surroundings {
  std::filesystem::path current_folder;
  std::filesystem::path huntflow_folder;  // empty at the prompt
};

/// What a source may use while it reads.
struct ReadSettings {
  std::shared_ptr<BlockStore> blocks;  // where columns go
  std::size_t threads = 1;             // that may work at the same time, the caller's included

  /// Other work that can be done meanwhile, or nothing. A source that reads with several threads
  /// may call it, on the thread it was called on and while the others read: then that many threads
  /// run, and not one more. Not called: done afterwards.
  std::function<void()> meanwhile = {};
};

/// Reads one kind of file. One object serves one session and is called from one thread at a time.
///
/// Diagnostics need no place: the session points them at the FROM clause.
class DataSource {
 public:
  virtual ~DataSource() = default;

  /// Returns the words before `://` that this source answers to, in lower case. Saved huntflows
  /// contain them: never change them.
  virtual std::span<const std::string_view> schemes() const = 0;

  /// Turns one written path into the place that will be read: absolute, without symbolic links.
  /// Fails when there is nothing there, naming every place that was looked at.
  virtual Result<std::string> resolve(std::string_view written,
                                      const Surroundings& surroundings) const = 0;

  /// Returns the places that begin like `begun` and could be read, spelled like it, for completion;
  /// a text that ends with `/` is a folder. Must not take long; none where that cannot be told.
  virtual std::vector<std::string> list(std::string_view /*begun*/,
                                        const Surroundings& /*surroundings*/) const {
    return {};
  }

  /// Returns a text that changes whenever the content of a resolved place may have changed.
  virtual Result<std::string> fingerprint(const std::string& place) const = 0;

  /// Reads places whole, as one set: entities with the same identity are one entity. May block;
  /// polls `context`; when cancelled it fails with the slug `cancelled`.
  virtual Result<std::shared_ptr<const Dataset>> read(std::span<const std::string> places,
                                                      const ReadSettings& settings,
                                                      Context& context) = 0;
};

/// Reads entities that come without observations: what NEW writes down, what LOAD finds in a file.
class EntityReader {
 public:
  virtual ~EntityReader() = default;

  /// Reads a file with a JSON object on each line, every one with its `type`. Ids are kept, else
  /// derived from what an entity is; nested objects become dotted attributes. Rows with the same id
  /// become one.
  virtual Result<std::shared_ptr<const Dataset>> read(const std::filesystem::path& file,
                                                      const ReadSettings& settings,
                                                      Context& context) = 0;
};

}  // namespace kestrel::plugin
