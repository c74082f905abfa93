// The reference process of the figures: reads a file whole and walks every value of it with
// simdjson, on one thread, keeping nothing. Usage: walk FILE
#include <cstdint>
#include <cstdio>

#include <simdjson.h>

namespace {

using simdjson::ondemand::json_type;

// Returns something that depends on every value, so that no work is left out.
std::uint64_t walk(simdjson::ondemand::value value) {
  std::uint64_t sum = 0;
  switch (value.type()) {
    case json_type::object:
      for (auto field : value.get_object()) {
        sum += field.unescaped_key().value().size() + walk(field.value());
      }
      return sum;
    case json_type::array:
      for (auto element : value.get_array()) {
        sum += walk(element.value());
      }
      return sum;
    case json_type::string:
      return value.get_string().value().size();
    case json_type::number:
      return static_cast<std::uint64_t>(value.get_double().value());
    default:
      return value.is_null() ? 0 : 1;
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: walk FILE\n");
    return 64;
  }
  try {
    const simdjson::padded_string text = simdjson::padded_string::load(arguments[1]);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document = parser.iterate(text);
    std::printf("%llu\n", static_cast<unsigned long long>(walk(document.get_value())));
  } catch (const simdjson::simdjson_error& failure) {
    std::fprintf(stderr, "%s: %s\n", arguments[1], failure.what());
    return 1;
  }
  return 0;
}
