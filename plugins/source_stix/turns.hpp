// Lets threads that prepare work at the same time put it down one after the other.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace kestrel::source_stix {

/// Turns are numbered from 0 and taken in that order. What is done in one turn is seen in the next.
class Turns {
 public:
  /// Waits for a turn. False if there will be none, because somebody has ended it all.
  bool wait(std::uint64_t number);

  /// Gives the turn to the next number.
  void pass();

  /// Says that no further turn is needed.
  void end();
  bool has_ended() const { return has_ended_; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<std::uint64_t> number_{0};
  std::atomic<bool> has_ended_{false};
};

}  // namespace kestrel::source_stix
