#include "plugins/source_stix/ingest.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <new>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "plugins/source_stix/messages.hpp"
#include "plugins/source_stix/outline.hpp"
#include "plugins/source_stix/reader.hpp"
#include "plugins/source_stix/turns.hpp"

namespace kestrel::source_stix {
namespace {

// What one thread works with.
struct Desk {
  Vocabulary vocabulary;
  Reader reader{vocabulary};
  Batch batch;
  Piece piece;
  bool is_read = false;  // the piece parsed to its end
};

class FileIngest {
 public:
  FileIngest(const File& file, DatasetBuilder& dataset, const PieceSizes& sizes,
             const Context& context)
      : file_(file),
        dataset_(dataset),
        sizes_(sizes),
        context_(context),
        name_(std::filesystem::path(file.place()).filename().string()) {}

  Result<Done> run(std::size_t threads, const std::function<void()>& meanwhile);

 private:
  Result<Done> start();
  void work();
  Result<Done> prepare(Desk& desk, std::uint64_t window);
  Result<Done> take_turn(Desk& desk, bool is_last);
  Result<Done> put_exact(Desk& desk, std::uint64_t target);
  Result<Done> leave_list(std::uint64_t behind);
  void put(Desk& desk);

  // An exception must not leave a thread.
  template <typename Action>
  Result<Done> guarded(Action action) const {
    try {
      return action();
    } catch (const std::bad_alloc&) {
      return messages::no_room(file_.place());
    }
  }

  const File& file_;
  DatasetBuilder& dataset_;
  const PieceSizes& sizes_;
  const Context& context_;
  std::string name_;

  std::uint64_t base_ = 0;  // where windows are counted from
  std::uint64_t window_count_ = 0;
  Layout layout_ = Layout::list;  // of the first document; the others hardly ever differ
  std::atomic<std::uint64_t> next_window_{0};

  Turns turns_;

  // Touched by whoever has the turn.
  std::optional<Diagnostic> failure_;
  Opening opening_;
  std::uint64_t position_ = 0;  // where the next object begins: known, not guessed
  std::uint64_t objects_ = 0;   // before it
  bool has_telemetry_ = false;
  bool is_finished_ = false;
};

Result<Done> FileIngest::run(std::size_t threads, const std::function<void()>& meanwhile) {
  KESTREL_CHECK(start());
  const std::size_t helpers =
      static_cast<std::size_t>(std::min<std::uint64_t>(
          std::max<std::size_t>(threads, 1),
          meanwhile ? std::max<std::uint64_t>(window_count_, 2) : window_count_)) -
      1;
  {
    std::vector<std::jthread> pool;
    for (std::size_t helper = 0; helper < helpers; ++helper) {
      pool.emplace_back([this] { work(); });
    }
    if (meanwhile && helpers > 0) {
      meanwhile();
    }
    work();
  }
  if (failure_) {
    return std::move(*failure_);
  }
  if (objects_ > 0 && !has_telemetry_ && !opening_.is_in_bundle) {
    return messages::not_bundle(file_.place(), "JSON objects of which none is an observation");
  }
  return Done{};
}

Result<Done> FileIngest::start() {
  KESTREL_TRY(opening_, open_document(file_, 0, context_));
  dataset_.begin_file(name_);
  base_ = position_ = opening_.objects;
  layout_ = opening_.layout;
  if (!opening_.has_objects) {
    KESTREL_CHECK(leave_list(position_));
  }
  const std::uint64_t rest = file_.size() - std::min(base_, file_.size());
  window_count_ = std::max<std::uint64_t>((rest + sizes_.window - 1) / sizes_.window, 1);
  return Done{};
}

void FileIngest::work() {
  std::optional<Desk> desk;
  while (!turns_.has_ended()) {
    const std::uint64_t window = next_window_.fetch_add(1);
    if (window >= window_count_) {
      return;
    }
    Result<Done> outcome = guarded([&] {
      if (!desk) {
        desk.emplace();
      }
      return prepare(*desk, window);
    });
    if (!turns_.wait(window)) {
      return;
    }
    if (outcome) {
      outcome = guarded([&] { return take_turn(*desk, window + 1 == window_count_); });
    }
    if (!outcome) {
      failure_ = std::move(outcome).diagnostic();
    }
    if (failure_ || is_finished_) {
      turns_.end();
    } else {
      turns_.pass();
    }
  }
}

// Everything that can be done without knowing whether the piece begins at a true border.
Result<Done> FileIngest::prepare(Desk& desk, std::uint64_t window) {
  if (context_.cancelled()) {
    return messages::cancelled(file_.place());
  }
  desk.is_read = false;
  desk.vocabulary.trim();
  KESTREL_CHECK(desk.piece.load_window(file_, base_, window, layout_, sizes_));
  if (!desk.piece.is_empty()) {
    desk.is_read = desk.reader.read(desk.piece.text(), desk.piece.size(), layout_, desk.batch);
  }
  return Done{};
}

// Puts into the dataset what lies between the place reached so far and the end of a piece.
Result<Done> FileIngest::take_turn(Desk& desk, bool is_last) {
  const std::uint64_t next = desk.piece.next();
  if (desk.is_read && !is_finished_ && desk.piece.begin() == position_ &&
      opening_.layout == layout_) {
    if (const auto list_end = desk.reader.list_end()) {
      put(desk);
      KESTREL_CHECK(leave_list(position_ + *list_end));
    } else if (next < file_.size() || layout_ == Layout::sequence) {
      put(desk);
      position_ = next;
      is_finished_ = next >= file_.size();
    }
  }
  while (!is_finished_ && (position_ < next || is_last)) {
    KESTREL_CHECK(put_exact(desk, is_last ? file_.size() : next));
  }
  context_.report({"reading " + name_, position_, file_.size(), "bytes"});
  return Done{};
}

// The way without guesses, for what a guess has missed. It also finds out what is wrong with a
// file.
Result<Done> FileIngest::put_exact(Desk& desk, std::uint64_t target) {
  target = std::min(target, position_ + sizes_.window);
  KESTREL_TRY(const Stretch stretch, measure(file_, opening_.layout, position_, target,
                                             objects_ + 1, sizes_.largest_object, context_));
  KESTREL_CHECK(desk.piece.load(file_, position_, stretch.end));
  if (!desk.piece.is_empty()) {
    if (!desk.reader.read(desk.piece.text(), desk.piece.size(), opening_.layout, desk.batch)) {
      return messages::malformed(file_.place(), position_, objects_ + 1, "JSON objects",
                                 {desk.piece.text(), desk.piece.size()});
    }
    put(desk);
  }
  position_ = stretch.next;
  if (!stretch.is_last) {
    return Done{};
  }
  if (opening_.layout == Layout::sequence) {
    is_finished_ = true;
    return Done{};
  }
  KESTREL_TRY(const std::uint64_t bracket, skip_white_space(file_, stretch.end, context_));
  return leave_list(bracket + 1);
}

// Goes on behind a list of objects: to the end of the file, or into the next bundle.
Result<Done> FileIngest::leave_list(std::uint64_t behind) {
  for (;;) {
    KESTREL_TRY(position_, close_document(file_, opening_, behind, context_));
    KESTREL_TRY(position_, skip_white_space(file_, position_, context_));
    if (position_ >= file_.size()) {
      is_finished_ = true;
      return Done{};
    }
    KESTREL_TRY(opening_, open_document(file_, position_, context_));
    behind = position_ = opening_.objects;
    if (opening_.has_objects) {
      return Done{};
    }
  }
}

void FileIngest::put(Desk& desk) {
  dataset_.add(desk.batch);
  objects_ += desk.batch.element_count;
  has_telemetry_ = has_telemetry_ || desk.batch.has_telemetry;
  desk.is_read = false;
}

}  // namespace

Result<Done> ingest(const File& file, DatasetBuilder& dataset, std::size_t threads,
                    const PieceSizes& sizes, const Context& context,
                    const std::function<void()>& meanwhile) {
  return FileIngest(file, dataset, sizes, context).run(threads, meanwhile);
}

}  // namespace kestrel::source_stix
