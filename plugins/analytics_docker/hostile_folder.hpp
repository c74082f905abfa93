// Reading and emptying a folder that somebody hostile has written to and that nobody writes to any
// more.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kestrel::analytics_docker {

/// An open file descriptor, closed when it goes.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor();

  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }

 private:
  int number_;
};

/// Opens a folder itself, never one that a symbolic link leads to.
Descriptor open_folder(const std::filesystem::path& folder);

/// Opens a file in a folder for reading, never through a symbolic link, and never waiting for a
/// pipe's other end. Leaves the reason in `errno`.
Descriptor open_file(const Descriptor& folder, const std::string& name);

/// Returns up to `count` names in a folder, sorted.
std::vector<std::string> names_in(const std::filesystem::path& folder, std::size_t count);

/// Removes everything in a folder that `keep` does not name, as far as this user may. However deep
/// the folders in it are nested, it needs neither stack nor descriptors for that.
void empty_folder(const std::filesystem::path& folder,
                  const std::function<bool(std::string_view)>& keep);

}  // namespace kestrel::analytics_docker
