#include "plugins/analytics_docker/image_name.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <tuple>

#include "plugins/analytics_docker/messages.hpp"

namespace kestrel::analytics_docker {
namespace {

constexpr std::string_view prefix = "kestrel-analytics-";
constexpr std::string_view default_tag = "latest";
constexpr std::size_t longest_name = 128;

bool is_lower_or_digit(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

bool is_word_character(char byte) {
  return is_lower_or_digit(byte) || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

// Letters and digits, parted by `.`, `_`, `__` or dashes; neither begins nor ends with a separator.
bool is_path_component(std::string_view text) {
  if (text.empty() || !is_lower_or_digit(text.front()) || !is_lower_or_digit(text.back())) {
    return false;
  }
  for (std::size_t at = 0; at < text.size();) {
    if (is_lower_or_digit(text[at])) {
      ++at;
      continue;
    }
    const std::size_t end = std::min(text.find_first_not_of(text[at], at), text.size());
    const std::size_t length = end - at;
    const bool fits =
        text[at] == '-' || (text[at] == '.' && length == 1) || (text[at] == '_' && length <= 2);
    if (!fits || !is_lower_or_digit(text[end])) {
      return false;
    }
    at = end;
  }
  return true;
}

bool is_path(std::string_view text) {
  while (true) {
    const std::size_t slash = text.find('/');
    if (!is_path_component(text.substr(0, slash))) {
      return false;
    }
    if (slash == std::string_view::npos) {
      return true;
    }
    text.remove_prefix(slash + 1);
  }
}

bool is_tag(std::string_view text) {
  return !text.empty() && is_word_character(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char byte) {
           return is_word_character(byte) || byte == '.' || byte == '-';
         });
}

struct NameAndTag {
  std::string_view name;
  std::string_view tag;
};

// Parts a name from its tag; none when the whole is not a name that APPLY could write.
std::optional<NameAndTag> parted(std::string_view text) {
  if (text.size() > longest_name) {
    return std::nullopt;
  }
  const std::size_t colon = text.find(':');
  const NameAndTag parts{text.substr(0, colon),
                         colon == std::string_view::npos ? default_tag : text.substr(colon + 1)};
  if (!is_path(parts.name) || !is_tag(parts.tag)) {
    return std::nullopt;
  }
  return parts;
}

// Cuts off a registry (`localhost/`, `host.example/`, `host:5000/`): a first component that a path
// cannot be.
std::string_view without_registry(std::string_view tag) {
  const std::size_t slash = tag.find('/');
  if (slash == std::string_view::npos) {
    return tag;
  }
  const std::string_view first = tag.substr(0, slash);
  const bool is_registry =
      first == "localhost" || first.find_first_of(".:") != std::string_view::npos;
  return is_registry ? tag.substr(slash + 1) : tag;
}

}  // namespace

Result<std::string> image_reference(std::string_view name) {
  const std::optional<NameAndTag> parts = parted(name);
  if (!parts) {
    return messages::bad_name(name);
  }
  std::string reference(prefix);
  return reference.append(parts->name).append(":").append(parts->tag);
}

std::vector<AnalyticsImage> analytics_images(const std::vector<std::string>& tags) {
  std::vector<AnalyticsImage> images;
  for (const std::string& tag : tags) {
    const std::string_view local = without_registry(tag);
    if (local.substr(0, prefix.size()) != prefix) {
      continue;
    }
    const std::optional<NameAndTag> parts = parted(local.substr(prefix.size()));
    if (!parts) {
      continue;
    }
    std::string name(parts->name);
    if (parts->tag != default_tag) {
      name.append(":").append(parts->tag);
    }
    images.push_back({std::move(name), tag});
  }
  // `localhost` is where Podman puts what was built here: before any other registry.
  const auto order = [](const AnalyticsImage& image) {
    const bool plain = image.reference.compare(0, prefix.size(), prefix) == 0;
    const bool built_here = image.reference.compare(0, 10, "localhost/") == 0;
    return std::tuple<const std::string&, int, const std::string&>(image.name,
                                                                   plain        ? 0
                                                                   : built_here ? 1
                                                                                : 2,
                                                                   image.reference);
  };
  std::sort(images.begin(), images.end(),
            [&](const AnalyticsImage& left, const AnalyticsImage& right) {
              return order(left) < order(right);
            });
  return images;
}

}  // namespace kestrel::analytics_docker
