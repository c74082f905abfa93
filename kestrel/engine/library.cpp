#include "kestrel/engine/library.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <system_error>

#include <dlfcn.h>

namespace kestrel::engine {
namespace {

constexpr const char* file_name = "libduckdb.so";

Diagnostic not_loadable(const char* reason) {
  return error("engine-missing", "the embedded engine could not be loaded")
      .note(reason == nullptr ? "no reason was given" : reason)
      .help("install Kestrel again: `libduckdb.so` belongs beside it, in `lib`");
}

// Never a search by name alone: that would take what lies in the current folder, if told to.
std::filesystem::path beside_program() {
  std::error_code problem;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", problem);
  return program.parent_path().parent_path() / "lib" / "kestrel";
}

// The library resolves tens of thousands of names as it is loaded; most are its own, so it looks
// there first. Sanitizers need to come first themselves.
#ifdef __SANITIZE_ADDRESS__
constexpr int own_names_first = 0;
#else
constexpr int own_names_first = RTLD_DEEPBIND;
#endif

std::optional<Diagnostic> load(const std::filesystem::path& folder) {
  const std::string path = ((folder.empty() ? beside_program() : folder) / file_name).string();
  void* library = ::dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL | own_names_first);
  if (library == nullptr) {
    return not_loadable(::dlerror());
  }
// NOLINTNEXTLINE(bugprone-macro-parentheses): a name is assigned to
#define KESTREL_FIND(name)                                             \
  name = reinterpret_cast<decltype(&::name)>(::dlsym(library, #name)); \
  if (name == nullptr) {                                               \
    return not_loadable(::dlerror());                                  \
  }
  KESTREL_DUCKDB_FUNCTIONS(KESTREL_FIND)
#undef KESTREL_FIND
  return std::nullopt;
}

}  // namespace

Result<Done> load_library(const std::filesystem::path& folder) {
  static std::mutex mutex;
  static bool loaded = false;
  const std::lock_guard lock(mutex);
  if (!loaded) {
    if (auto problem = load(folder)) {
      return *std::move(problem);
    }
    loaded = true;
  }
  return Done{};
}

}  // namespace kestrel::engine
