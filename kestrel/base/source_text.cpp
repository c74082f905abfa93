#include "kestrel/base/source_text.hpp"

#include <algorithm>
#include <utility>

#include "kestrel/base/unicode.hpp"

namespace kestrel {

SourceText::SourceText(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)), line_starts_{0} {
  for (std::size_t offset = 0; offset < text_.size(); ++offset) {
    if (text_[offset] == '\n') {
      line_starts_.push_back(offset + 1);
    }
  }
}

LineColumn SourceText::locate(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line = static_cast<std::size_t>(after - line_starts_.begin());
  const std::size_t start = line_starts_[line - 1];
  return {line, count_characters(text().substr(start, offset - start)) + 1};
}

std::string_view SourceText::line(std::size_t number) const {
  const std::size_t start = line_starts_.at(number - 1);
  std::size_t end = number < line_starts_.size() ? line_starts_[number] - 1 : text_.size();
  if (end > start && text_[end - 1] == '\r') {
    --end;
  }
  return text().substr(start, end - start);
}

std::uint32_t SourceTexts::add(std::string name, std::string text) {
  texts_.emplace_back(std::move(name), std::move(text));
  return static_cast<std::uint32_t>(texts_.size() - 1);
}

std::string_view SourceTexts::text_of(const Span& span) const {
  return at(span.source).text().substr(span.begin, span.end - span.begin);
}

}  // namespace kestrel
