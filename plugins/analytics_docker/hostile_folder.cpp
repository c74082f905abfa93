#include "plugins/analytics_docker/hostile_folder.hpp"

#include <algorithm>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kestrel::analytics_docker {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

// Returns the names in an open folder, all of them unless a count is given.
std::vector<std::string> names_within(const Descriptor& folder, std::size_t count) {
  std::vector<std::string> names;
  const int copy = ::openat(folder.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  std::unique_ptr<DIR, CloseFolder> listing(copy < 0 ? nullptr : ::fdopendir(copy));
  if (listing == nullptr) {
    return names;
  }
  while (names.size() < count) {
    const dirent* entry = ::readdir(listing.get());
    if (entry == nullptr) {
      break;
    }
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") {
      names.emplace_back(name);
    }
  }
  return names;
}

bool is_folder(const Descriptor& parent, const std::string& name) {
  struct stat status {};
  return ::fstatat(parent.number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISDIR(status.st_mode);
}

constexpr std::size_t no_limit = static_cast<std::size_t>(-1);

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) {
    ::close(number_);
  }
}

Descriptor open_folder(const std::filesystem::path& folder) {
  return Descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

Descriptor open_file(const Descriptor& folder, const std::string& name) {
  return Descriptor(
      ::openat(folder.number(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
}

std::vector<std::string> names_in(const std::filesystem::path& folder, std::size_t count) {
  const Descriptor open = open_folder(folder);
  std::vector<std::string> names =
      open.is_open() ? names_within(open, count) : std::vector<std::string>{};
  std::sort(names.begin(), names.end());
  return names;
}

void empty_folder(const std::filesystem::path& folder,
                  const std::function<bool(std::string_view)>& keep) {
  const Descriptor top = open_folder(folder);
  if (!top.is_open()) {
    return;
  }
  std::vector<std::string> folders;
  for (const std::string& name : names_within(top, no_limit)) {
    if (is_folder(top, name)) {
      folders.push_back(name);
    } else if (!keep(name)) {
      ::unlinkat(top.number(), name.c_str(), 0);
    }
  }
  // A folder's own folders are lifted to the top before it is removed, so that depth does not
  // matter.
  std::size_t lifted = 0;
  while (!folders.empty()) {
    const std::string name = std::move(folders.back());
    folders.pop_back();
    ::fchmodat(top.number(), name.c_str(), S_IRWXU, 0);
    {
      const Descriptor inner(
          ::openat(top.number(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
      if (inner.is_open()) {
        for (const std::string& child : names_within(inner, no_limit)) {
          if (!is_folder(inner, child)) {
            ::unlinkat(inner.number(), child.c_str(), 0);
            continue;
          }
          ::fchmodat(inner.number(), child.c_str(), S_IRWXU, 0);  // moving it changes its `..`
          std::string place;
          do {
            place = ".lifted-" + std::to_string(lifted++);
          } while (::faccessat(top.number(), place.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0);
          if (::renameat(inner.number(), child.c_str(), top.number(), place.c_str()) == 0) {
            folders.push_back(std::move(place));
          }
        }
      }
    }
    ::unlinkat(top.number(), name.c_str(), AT_REMOVEDIR);
  }
}

}  // namespace kestrel::analytics_docker
