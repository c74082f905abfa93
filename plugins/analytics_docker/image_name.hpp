// From the name of an analytics to the image that holds it, and back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kestrel/base/result.hpp"

namespace kestrel::analytics_docker {

/// An image of this machine that is an analytics.
struct AnalyticsImage {
  std::string
      name;  // what APPLY calls it: `susp_scoring`, or `susp_scoring:2` unless the tag is `latest`
  std::string
      reference;  // what the engine calls it: `localhost/kestrel-analytics-susp_scoring:latest`
};

/// Returns the reference of the image of an analytics: `kestrel-analytics-` and the name, with a
/// tag.
///
/// The name comes from a huntflow: it must be a path and an optional tag by the grammar of image
/// references (lower case letters and digits, parted by `.`, `_`, `__`, dashes or `/`), at most 128
/// bytes.
Result<std::string> image_reference(std::string_view name);

/// Returns the images that are analytics out of all tags of an engine, sorted by name; of two with
/// the same name the one without a registry in front comes first. Other tags are skipped, as are
/// those no APPLY could name.
std::vector<AnalyticsImage> analytics_images(const std::vector<std::string>& tags);

}  // namespace kestrel::analytics_docker
