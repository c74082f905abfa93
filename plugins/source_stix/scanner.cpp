#include "plugins/source_stix/scanner.hpp"

#include <string_view>
#include <utility>

#include "kestrel/base/unicode.hpp"
#include "plugins/source_stix/messages.hpp"
#include "plugins/source_stix/spelling.hpp"

namespace kestrel::source_stix {
namespace {

constexpr std::size_t buffer_size = std::size_t{64} << 10;
constexpr std::size_t longest_scalar = 1024;
constexpr std::size_t longest_kept = 200;

}  // namespace

Scanner::Scanner(const File& file, std::uint64_t offset, const Context& context)
    : file_(&file), context_(&context), buffer_(new char[buffer_size]), start_(offset) {}

bool Scanner::fill() {
  start_ += size_;
  next_ = size_ = 0;
  if (failure_ || context_->cancelled()) {
    failure_ = failure_ ? std::move(failure_) : messages::cancelled(file_->place());
    return false;
  }
  auto read = file_->read(start_, buffer_.get(), buffer_size);
  if (!read) {
    failure_ = std::move(read).diagnostic();
    return false;
  }
  size_ = *read;
  return size_ != 0;
}

int Scanner::skip_white_space() {
  int found = byte();
  while (found != end_of_file && is_white_space(static_cast<char>(found))) {
    ++next_;
    found = byte();
  }
  return found;
}

Result<int> Scanner::peek() {
  const int found = skip_white_space();
  if (failure_) {
    return *failure_;
  }
  return found;
}

Diagnostic Scanner::unexpected(std::string_view expected) {
  const int found = byte();
  if (failure_) {
    return *failure_;
  }
  if (found == end_of_file) {
    return messages::truncated(file_->place(), offset(), object_);
  }
  const std::string_view rest(buffer_.get() + next_, size_ - next_);
  return messages::malformed(file_->place(), offset(), object_, expected, rest.substr(0, 20));
}

Result<Done> Scanner::take(char letter, std::string_view expected) {
  if (skip_white_space() != letter) {
    return unexpected(expected);
  }
  ++next_;
  return Done{};
}

Result<bool> Scanner::accept(char letter) {
  KESTREL_TRY(const int found, peek());
  if (found != letter) {
    return false;
  }
  ++next_;
  return true;
}

Result<std::string> Scanner::string() {
  std::string spelled;
  KESTREL_CHECK(skip_string(&spelled));
  std::string decoded;
  append_unescaped(decoded, spelled);
  return decoded;
}

// `spelled`, if wanted, gets what stands between the quotes, cut after `longest_kept` bytes.
Result<Done> Scanner::skip_string(std::string* spelled) {
  KESTREL_CHECK(take('"', "a string"));
  constexpr int first_wide = 0x80;
  std::string group;  // of bytes that belong together
  for (;;) {
    const int found = byte();
    if (found == '\\' || found >= first_wide) {
      group.clear();
      KESTREL_CHECK(found == '\\' ? skip_escape(group) : skip_wide_character(group));
      if (spelled != nullptr && spelled->size() < longest_kept) {
        *spelled += group;
      }
      continue;
    }
    if (found < 0x20) {
      return unexpected("the end of a string");
    }
    ++next_;
    if (found == '"') {
      return Done{};
    }
    if (spelled != nullptr && spelled->size() < longest_kept) {
      spelled->push_back(static_cast<char>(found));
    }
  }
}

Result<Done> Scanner::skip_escape(std::string& spelled) {
  const auto keep = [&] { spelled.push_back(buffer_[next_++]); };
  keep();
  const int letter = byte();
  if (letter == end_of_file || !is_escape(static_cast<char>(letter))) {
    return unexpected("an escape");
  }
  keep();
  for (int digit = 0; letter == 'u' && digit < 4; ++digit) {
    const int found = byte();
    if (found == end_of_file || !is_hexadecimal(static_cast<char>(found))) {
      return unexpected("four hexadecimal digits");
    }
    keep();
  }
  return Done{};
}

Result<Done> Scanner::skip_wide_character(std::string& spelled) {
  constexpr std::size_t longest_character = 4;
  const std::uint64_t start = offset();
  while (spelled.size() < longest_character && byte() != end_of_file) {
    spelled.push_back(buffer_[next_++]);
    if (const Character character = decode_character(spelled); character.well_formed) {
      return Done{};
    }
  }
  return failure_ ? *failure_ : messages::not_utf8(file_->place(), start);
}

Result<Done> Scanner::skip_scalar() {
  std::string spelled;
  int found = byte();
  while (found != end_of_file && found != '"' && !is_white_space(static_cast<char>(found)) &&
         !is_structural(static_cast<char>(found))) {
    if (spelled.size() == longest_scalar) {
      return unexpected("the end of a number");
    }
    spelled.push_back(static_cast<char>(found));
    ++next_;
    found = byte();
  }
  if (spelled.empty() || (found == end_of_file && !is_scalar(spelled))) {
    return unexpected("a value");
  }
  if (!is_scalar(spelled)) {
    return messages::malformed(file_->place(), offset() - spelled.size(), object_, "a value",
                               spelled);
  }
  return Done{};
}

// `open` holds the brackets around the place, outermost first.
Result<Done> Scanner::open_or_skip(std::string& open) {
  const int found = skip_white_space();
  if (found == '"') {
    return skip_string(nullptr);
  }
  if (found != '{' && found != '[') {
    return skip_scalar();
  }
  if (open.size() == deepest_nesting) {
    return messages::nesting_too_deep(file_->place(), offset(), deepest_nesting);
  }
  ++next_;
  open.push_back(static_cast<char>(found));
  return Done{};
}

Result<Done> Scanner::skip_value() {
  std::string open;
  KESTREL_CHECK(open_or_skip(open));
  bool is_first = !open.empty();  // nothing stands behind the bracket yet
  while (!open.empty()) {
    const bool in_object = open.back() == '{';
    if (skip_white_space() == (in_object ? '}' : ']')) {
      ++next_;
      open.pop_back();
      is_first = false;
      continue;
    }
    if (!is_first) {
      KESTREL_CHECK(take(',', in_object ? "`,` or `}`" : "`,` or `]`"));
    }
    if (in_object) {
      KESTREL_CHECK(skip_string(nullptr));
      KESTREL_CHECK(take(':', "`:`"));
    }
    const std::size_t depth = open.size();
    KESTREL_CHECK(open_or_skip(open));
    is_first = open.size() > depth;
  }
  return Done{};
}

}  // namespace kestrel::source_stix
