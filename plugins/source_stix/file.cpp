#include "plugins/source_stix/file.hpp"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plugins/source_stix/messages.hpp"

namespace kestrel::source_stix {

Result<File> File::open(const std::string& place) {
  const int descriptor = ::open(place.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) {
    return messages::unreadable(place, errno);
  }
  File file(place, descriptor, 0);
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) {
    return messages::unreadable(place, errno);
  }
  if (S_ISDIR(status.st_mode)) {
    return messages::is_folder(place);
  }
  if (!S_ISREG(status.st_mode)) {
    return messages::not_regular(place);
  }
  file.size_ = static_cast<std::uint64_t>(status.st_size);
  return file;
}

File::File(std::string place, int descriptor, std::uint64_t size)
    : place_(std::move(place)), descriptor_(descriptor), size_(size) {}

File::File(File&& other) noexcept
    : place_(std::move(other.place_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_) {}

File::~File() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

Result<std::size_t> File::read(std::uint64_t offset, char* into, std::size_t size) const {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t count =
        ::pread(descriptor_, into + done, size - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return messages::unreadable(place_, errno);
    }
    if (count == 0) {
      break;
    }
    done += static_cast<std::size_t>(count);
  }
  return done;
}

}  // namespace kestrel::source_stix
