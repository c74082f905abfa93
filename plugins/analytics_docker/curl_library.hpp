// The few functions of libcurl that are used here, found when first needed: a hunt without
// containers must not pay for loading libcurl and all that it brings.
#pragma once

#include <string>

#include <curl/curl.h>

#include "kestrel/base/result.hpp"

namespace kestrel::analytics_docker {

/// Points at functions of libcurl. The header's type-checking macros do not apply to them: pass
/// `long` for numbers.
struct CurlLibrary {
  decltype(&::curl_easy_init) easy_init = nullptr;
  decltype(&::curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&::curl_easy_reset) easy_reset = nullptr;
  decltype(&::curl_easy_setopt) easy_setopt = nullptr;
  decltype(&::curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&::curl_easy_strerror) easy_strerror = nullptr;
  decltype(&::curl_slist_append) slist_append = nullptr;
  decltype(&::curl_slist_free_all) slist_free_all = nullptr;
  decltype(&::curl_multi_init) multi_init = nullptr;
  decltype(&::curl_multi_cleanup) multi_cleanup = nullptr;
  decltype(&::curl_multi_add_handle) multi_add_handle = nullptr;
  decltype(&::curl_multi_remove_handle) multi_remove_handle = nullptr;
  decltype(&::curl_multi_perform) multi_perform = nullptr;
  decltype(&::curl_multi_poll) multi_poll = nullptr;
  decltype(&::curl_multi_info_read) multi_info_read = nullptr;
};

/// Returns the library, loaded at the first call and kept until the process ends. Safe from several
/// threads.
Result<const CurlLibrary*> curl_library();

}  // namespace kestrel::analytics_docker
