#include "plugins/source_stix/turns.hpp"

#include <thread>

namespace kestrel::source_stix {

bool Turns::wait(std::uint64_t number) {
  const auto is_over = [&] { return number_ == number || has_ended_; };
  // Most waits are shorter than it takes to fall asleep and to be woken.
  constexpr int looks = 2000;
  for (int look = 0; look < looks && !is_over(); ++look) {
    std::this_thread::yield();
  }
  if (!is_over()) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, is_over);
  }
  return !has_ended_;
}

void Turns::pass() {
  {
    const std::lock_guard lock(mutex_);
    ++number_;
  }
  changed_.notify_all();
}

void Turns::end() {
  {
    const std::lock_guard lock(mutex_);
    has_ended_ = true;
  }
  changed_.notify_all();
}

}  // namespace kestrel::source_stix
