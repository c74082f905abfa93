// A small session for the tests of completion: one source, one analytics interface, and what it
// takes to ask how a text could go on.
#pragma once

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "kestrel/session/displays/test_table.hpp"
#include "kestrel/session/session.hpp"

namespace kestrel::session {

/// Two connections from one address, seen in one observation.
inline std::shared_ptr<const Dataset> two_connections() {
  const auto ids = [](std::uint64_t high) {
    return [high](ColumnBuilder& builder, std::size_t row) { builder.set_uuid(row, {high, row}); };
  };
  const auto first = [](ColumnBuilder& builder, std::size_t row) { builder.set_uuid(row, {4, 0}); };
  const auto when = [](ColumnBuilder& builder, std::size_t row) {
    builder.set_timestamp(row, {1'600'000'000'000'000'000});
  };
  const auto refers = [](Table table, std::string_view attribute, const char* target) {
    Schema schema = table.schema();
    for (Attribute& known : schema.attributes) {
      if (known.name == attribute) {
        known.targets = {target};
      }
    }
    return Table(schema, table.columns(), table.row_count(), table.arenas());
  };
  auto dataset = std::make_shared<Dataset>();
  dataset->entities.push_back(
      {"ipv4-addr",
       TestTable(1)
           .texts("value", {"10.0.0.1"})
           .column("id", DataType::uuid, first)
           .integers(std::string(record_count_column), {1})
           .hidden()
           .table(),
       TestTable(1).integers("record", {0}).column("id", DataType::uuid, first).table()});
  dataset->entities.push_back(
      {"network-traffic",
       refers(TestTable(2)
                  .integers("dst_port", {53, 443})
                  .texts("x_why; \x1b[31m", {"hostile", "hostile"})
                  .column("src_ref", DataType::uuid, first)
                  .column("id", DataType::uuid, ids(1))
                  .integers(std::string(record_count_column), {1, 1})
                  .hidden()
                  .table(),
              "src_ref", "ipv4-addr"),
       TestTable(2).integers("record", {0, 0}).column("id", DataType::uuid, ids(1)).table()});
  dataset->entities.push_back({"x-visit", TestTable(0).column("id", DataType::uuid, ids(3)).table(),
                               TestTable(0).integers("record", {}).table()});
  dataset->observations = TestTable(1)
                              .integers("record", {0})
                              .column("id", DataType::uuid, ids(2))
                              .column("first_observed", DataType::timestamp, when)
                              .column("last_observed", DataType::timestamp, when)
                              .integers("number_observed", {1})
                              .table();
  return dataset;
}

class FakeSource : public plugin::DataSource {
 public:
  explicit FakeSource(int& reads) : reads_(&reads) {}

  std::span<const std::string_view> schemes() const override {
    static constexpr std::array<std::string_view, 2> answered{"file", "lake"};
    return answered;
  }
  Result<std::string> resolve(std::string_view written,
                              const plugin::Surroundings& /*surroundings*/) const override {
    return std::string(written);
  }
  std::vector<std::string> list(std::string_view begun,
                                const plugin::Surroundings& /*surroundings*/) const override {
    std::vector<std::string> places{"host101", "host102", "no path"};
    std::erase_if(places, [&](const std::string& place) { return !place.starts_with(begun); });
    return places;
  }
  Result<std::string> fingerprint(const std::string& place) const override { return place; }
  Result<std::shared_ptr<const Dataset>> read(std::span<const std::string> /*places*/,
                                              const plugin::ReadSettings& /*settings*/,
                                              Context& /*context*/) override {
    ++*reads_;
    return two_connections();
  }

 private:
  int* reads_;
};

class FakeAnalytics : public plugin::AnalyticsInterface {
 public:
  std::string_view scheme() const override { return "python"; }
  Result<std::vector<std::string>> list() override {
    return std::vector<std::string>{"enrich_many", "enrich_one", "html_visualization"};
  }
  Result<plugin::AnalyticsOutcome> apply(const plugin::AnalyticsCall& /*call*/,
                                         Context& /*context*/) override {
    return error("cancelled", "this analytics is only listed");
  }
};

class NoOutput : public Output {
 public:
  void show(const Display& /*display*/) override {}
  void report(const Diagnostic& diagnostic) override { ADD_FAILURE() << diagnostic.message; }
  void stage(Stage /*stage*/, std::string_view /*text*/) override {}
};

class CompleteTest : public testing::Test {
 protected:
  CompleteTest()
      : scratch_(std::filesystem::temp_directory_path() /
                 ("kestrel-complete-test-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(scratch_);
    start();
  }
  ~CompleteTest() override {
    session_.reset();
    std::filesystem::remove_all(scratch_);
  }

  /// Starts a new session with the variables `conns` and `_`.
  void start() {
    Settings settings;
    settings.memory_limit = std::size_t{1} << 28;
    settings.scratch_folder = scratch_;
    settings.now = [] { return Timestamp{1'600'000'000'120'999'999}; };
    plugin::Registry registry;
    registry.sources.push_back(std::make_unique<FakeSource>(reads_));
    registry.analytics.push_back(std::make_unique<FakeAnalytics>());
    session_ = std::make_unique<Session>(std::move(settings), std::move(registry), context_);
    run("conns = GET network-traffic FROM lake://host101 WHERE dst_port > 0");
  }

  void run(const std::string& text) {
    NoOutput output;
    session_->run({"test", text, {}, {}}, output);
  }

  std::vector<Completion> complete(const std::string& text) {
    return session_->complete(text, text.size());
  }

  /// Returns what could be written behind a text, sorted, with spaces between.
  std::string suffixes(const std::string& text) {
    std::vector<std::string> all;
    for (const Completion& completion : complete(text)) {
      EXPECT_TRUE(text.ends_with(completion.text.substr(0, completion.replaced))) << text;
      all.emplace_back(completion.suffix());
    }
    std::sort(all.begin(), all.end());
    std::string line;
    for (const std::string& suffix : all) {
      line += (line.empty() ? "" : " ") + suffix;
    }
    return line;
  }

  /// Returns what is said about one of the completions, after its kind.
  std::string help(const std::string& text, std::string_view wanted) {
    for (const Completion& completion : complete(text)) {
      if (completion.text == wanted) {
        return std::string(completion_kind_name(completion.kind)) + ": " + completion.help;
      }
    }
    return "not offered";
  }

  std::filesystem::path scratch_;
  Context context_;
  int reads_ = 0;
  std::unique_ptr<Session> session_;
};

}  // namespace kestrel::session
