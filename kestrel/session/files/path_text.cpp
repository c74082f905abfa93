#include "kestrel/session/files/path_text.hpp"

#include <algorithm>
#include <optional>

#include "kestrel/session/session.hpp"

namespace kestrel::session {
namespace {

bool is_name_part(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_' ||
         (letter >= '0' && letter <= '9');
}

}  // namespace

std::filesystem::path expanded_path(const std::string& written, const Settings& settings) {
  std::string path;
  std::size_t offset = 0;
  const bool at_home = written == "~" || written.starts_with("~/");
  if (at_home && !settings.home_folder.empty()) {
    path = settings.home_folder.string();
    offset = 1;
  }
  while (offset < written.size()) {
    const std::size_t dollar = std::min(written.find('$', offset), written.size());
    path.append(written, offset, dollar - offset);
    offset = dollar;
    if (offset == written.size()) {
      break;
    }
    const bool braced = offset + 1 < written.size() && written[offset + 1] == '{';
    const std::size_t begin = offset + (braced ? 2 : 1);
    std::size_t end = begin;
    while (end < written.size() && is_name_part(written[end])) {
      ++end;
    }
    const bool closed = !braced || (end < written.size() && written[end] == '}');
    const auto value = closed && end > begin && settings.environment
                           ? settings.environment(written.substr(begin, end - begin))
                           : std::nullopt;
    if (value) {
      path += *value;
      offset = end + (braced ? 1 : 0);
    } else {
      path += written[offset++];
    }
  }
  return path;
}

}  // namespace kestrel::session
