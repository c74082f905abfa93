#include "plugins/source_stix/piece.hpp"

#include <algorithm>
#include <cstring>

#include "plugins/source_stix/spelling.hpp"

namespace kestrel::source_stix {
namespace {

// A border spelled with more white space than this is not recognised, so that whether there is one
// depends on these bytes alone and not on how much a thread has read.
constexpr std::size_t longest_border = 256;

}  // namespace

Result<Done> Piece::load_window(const File& file, std::uint64_t base, std::uint64_t window,
                                Layout layout, const PieceSizes& sizes) {
  const std::uint64_t first = base + window * sizes.window;
  const std::uint64_t last = first + sizes.window;
  start_ = first;
  filled_ = first;
  at_end_of_file_ = false;
  begin_ = end_ = next_ = first;
  constexpr std::size_t usual_rest = 16 << 10;  // of the object that runs over the window's end
  KESTREL_CHECK(fill(file, last + std::min(usual_rest, sizes.window) + longest_border));
  if (window != 0) {
    const auto border = find_border(first, last, layout);
    if (!border) {
      return Done{};
    }
    begin_ = end_ = border->next;
  }
  for (std::uint64_t from = last;;) {
    const std::uint64_t safe = at_end_of_file_ ? filled_ : filled_ - longest_border;
    if (const auto border = find_border(from, std::max(from, safe), layout)) {
      end_ = border->end;
      next_ = border->next;
      return Done{};
    }
    if (at_end_of_file_) {
      end_ = next_ = filled_;
      return Done{};
    }
    if (filled_ - begin_ > sizes.largest_object) {
      next_ = last;
      return Done{};  // empty: whoever joins the pieces finds out what this is
    }
    from = std::max(from, safe);
    KESTREL_CHECK(fill(file, filled_ + std::max<std::uint64_t>(sizes.window, filled_ - start_)));
  }
}

Result<Done> Piece::load(const File& file, std::uint64_t begin, std::uint64_t end) {
  start_ = begin;
  filled_ = begin;
  at_end_of_file_ = false;
  begin_ = begin;
  KESTREL_CHECK(fill(file, end));
  end_ = next_ = filled_;
  return Done{};
}

Result<Done> Piece::fill(const File& file, std::uint64_t until) {
  if (until <= filled_) {
    return Done{};
  }
  // What grew since the file was opened is left out: all threads must see the same end.
  until = std::min(until, std::max(file.size(), filled_));
  const auto wanted = static_cast<std::size_t>(until - filled_);
  reserve(static_cast<std::size_t>(until - start_) + text_padding + 1);
  KESTREL_TRY(const std::size_t size,
              file.read(filled_, buffer_.get() + (filled_ - start_), wanted));
  filled_ += size;
  at_end_of_file_ = filled_ >= file.size() || size < wanted;
  return Done{};
}

void Piece::reserve(std::size_t size) {
  if (size <= capacity_) {
    return;
  }
  std::unique_ptr<char[]> wider(new char[size]);
  if (filled_ > start_) {
    std::memcpy(wider.get(), buffer_.get(), static_cast<std::size_t>(filled_ - start_));
  }
  buffer_ = std::move(wider);
  capacity_ = size;
}

// Finds the first border whose closing brace lies in `[from, until)`.
std::optional<Piece::Border> Piece::find_border(std::uint64_t from, std::uint64_t until,
                                                Layout layout) const {
  const char* const text = buffer_.get();
  const char* const end = text + (filled_ - start_);
  const char* place = text + (std::min(from, filled_) - start_);
  const char* const stop = text + (std::min(until, filled_) - start_);
  while (place < stop) {
    place =
        static_cast<const char*>(std::memchr(place, '}', static_cast<std::size_t>(stop - place)));
    if (place == nullptr) {
      return std::nullopt;
    }
    const char* next = ++place;
    const char* const farthest = std::min(end, next + longest_border);
    bool has_comma = layout == Layout::sequence;
    while (next < farthest && (is_white_space(*next) || (!has_comma && *next == ','))) {
      has_comma = has_comma || *next == ',';
      ++next;
    }
    if (has_comma && next < farthest && *next == '{') {
      return Border{start_ + static_cast<std::uint64_t>(place - text),
                    start_ + static_cast<std::uint64_t>(next - text)};
    }
  }
  return std::nullopt;
}

}  // namespace kestrel::source_stix
