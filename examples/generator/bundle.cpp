#include "examples/generator/bundle.hpp"

#include <algorithm>
#include <numeric>

#include "examples/generator/random.hpp"

namespace samplestix {
namespace {

std::string identity(const std::string& id) {
  JsonObject object;
  object.text("type", "identity").text("id", id).text("name", "Tarn Hill Optics sensors");
  object.text("identity_class", "system");
  object.text("created", timestamp(0)).text("modified", timestamp(0));
  return object.str();
}

}  // namespace

std::string Bundle::str() const {
  std::vector<std::size_t> order(observations_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [this](std::size_t left, std::size_t right) {
    return observations_[left].first() < observations_[right].first();
  });

  Random ids("ids of the bundle");
  const std::string bundle_id = "bundle--" + ids.uuid();
  const std::string identity_id = "identity--" + ids.uuid();
  std::string text = R"({"type":"bundle","id":)" + json_quoted(bundle_id) +
                     R"(,"spec_version":"2.0","objects":[)" + "\n" + identity(identity_id);
  for (const std::size_t index : order) {
    text += ",\n" + observations_[index].str("observed-data--" + ids.uuid(), identity_id);
  }
  return text + "\n]}\n";
}

}  // namespace samplestix
