// What long work needs from whoever asked for it: whether to stop, and whom to tell how far it is.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

namespace kestrel {

/// Tells how far a piece of work is. `total` is 0 while it is not known.
struct Progress {
  std::string task;         // such as "reading windows-20k.json"
  std::uint64_t done = 0;   // in `unit`
  std::uint64_t total = 0;  // in `unit`
  std::string unit;         // "bytes", "rows", or empty
};

/// Travels with one run of a block. Threads that share it may all ask `cancelled()`.
class Context {
 public:
  using Report = std::function<void(const Progress&)>;

  Context() = default;
  explicit Context(Report report) : report_(std::move(report)) {}

  /// Tells whether the hunter wants this to stop. Long work asks at least every 10 ms.
  bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }

  /// Asks the work to stop. Safe from a signal handler.
  void cancel() { cancelled_.store(true, std::memory_order_relaxed); }
  void reset() { cancelled_.store(false, std::memory_order_relaxed); }

  /// Passes progress on. Called from one thread at a time; cheap when nobody listens.
  void report(const Progress& progress) const {
    if (report_) {
      report_(progress);
    }
  }

 private:
  std::atomic<bool> cancelled_{false};
  Report report_;
};

}  // namespace kestrel
