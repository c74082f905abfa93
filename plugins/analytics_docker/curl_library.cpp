#include "plugins/analytics_docker/curl_library.hpp"

#include <optional>
#include <utility>

#include <dlfcn.h>

#include "plugins/analytics_docker/messages.hpp"

namespace kestrel::analytics_docker {
namespace {

struct Loaded {
  CurlLibrary functions;
  std::string problem;  // empty when all went well
};

class Loader {
 public:
  explicit Loader(void* library) : library_(library) {}

  template <typename Function>
  void find(Function& function, const char* name) {
    function = reinterpret_cast<Function>(dlsym(library_, name));
    if (function == nullptr && missing_.empty()) {
      missing_ = std::string("it lacks `") + name + "`";
    }
  }

  std::string missing() && { return std::move(missing_); }

 private:
  void* library_;
  std::string missing_;
};

Loaded load() {
  Loaded loaded;
  // Never closed: libcurl may leave threads and handlers behind that must outlive us.
  void* library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    const char* reason = dlerror();
    loaded.problem = reason == nullptr ? "libcurl.so.4 was not found" : reason;
    return loaded;
  }
  Loader loader(library);
  CurlLibrary& functions = loaded.functions;
  decltype(&::curl_global_init) global_init = nullptr;
  loader.find(global_init, "curl_global_init");
  loader.find(functions.easy_init, "curl_easy_init");
  loader.find(functions.easy_cleanup, "curl_easy_cleanup");
  loader.find(functions.easy_reset, "curl_easy_reset");
  loader.find(functions.easy_setopt, "curl_easy_setopt");
  loader.find(functions.easy_getinfo, "curl_easy_getinfo");
  loader.find(functions.easy_strerror, "curl_easy_strerror");
  loader.find(functions.slist_append, "curl_slist_append");
  loader.find(functions.slist_free_all, "curl_slist_free_all");
  loader.find(functions.multi_init, "curl_multi_init");
  loader.find(functions.multi_cleanup, "curl_multi_cleanup");
  loader.find(functions.multi_add_handle, "curl_multi_add_handle");
  loader.find(functions.multi_remove_handle, "curl_multi_remove_handle");
  loader.find(functions.multi_perform, "curl_multi_perform");
  loader.find(functions.multi_poll, "curl_multi_poll");
  loader.find(functions.multi_info_read, "curl_multi_info_read");
  loaded.problem = std::move(loader).missing();
  // TLS is not set up: only sockets of this machine are spoken to.
  if (loaded.problem.empty() && global_init(CURL_GLOBAL_NOTHING) != CURLE_OK) {
    loaded.problem = "it could not be initialised";
  }
  return loaded;
}

}  // namespace

Result<const CurlLibrary*> curl_library() {
  static const Loaded loaded = load();
  if (!loaded.problem.empty()) {
    return messages::no_curl(loaded.problem);
  }
  return &loaded.functions;
}

}  // namespace kestrel::analytics_docker
