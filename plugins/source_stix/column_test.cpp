#include "plugins/source_stix/column.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace kestrel::source_stix {
namespace {

class ReferenceLists : public ::testing::Test {
 protected:
  void set(const std::vector<Uuid>& ids) {
    column_.set(0, Value::list(DataType::uuid_list, {ids.data(), ids.size()}));
  }

  std::vector<Uuid> finished() {
    const Column column = std::move(column_).finish(1);
    const auto& list = column.at<ListCell>(0);
    const auto* elements = static_cast<const Uuid*>(list.elements);
    return {elements, elements + list.count};
  }

  static Uuid id(std::uint64_t number) { return {0x5EED, number}; }

 private:
  Arena arena_{
      std::make_shared<BlockStore>(std::size_t{1} << 28, std::filesystem::temp_directory_path())};
  WideningColumn column_{DataType::uuid_list, arena_};
};

TEST_F(ReferenceLists, TakeInWhatIsNewInTheOrderItComes) {
  set({id(3), id(1)});
  set({id(1), id(2), id(2)});
  set({id(3)});
  EXPECT_EQ(finished(), (std::vector{id(3), id(1), id(2)}));
}

TEST_F(ReferenceLists, MayBeEmpty) {
  set({});
  EXPECT_TRUE(finished().empty());
}

TEST_F(ReferenceLists, GrowOneByOne) {
  std::vector<Uuid> expected;
  for (std::uint64_t number = 0; number < 5000; ++number) {
    expected.push_back(id(number));
    set({id(number), id(number / 2)});
  }
  EXPECT_EQ(finished(), expected);
}

TEST_F(ReferenceLists, MayBeLongAtOnce) {
  std::vector<Uuid> ids;
  for (std::uint64_t number = 0; number < 200'000; ++number) {
    ids.push_back(id(number % 150'000));
  }
  set(ids);
  set(ids);
  ids.resize(150'000);
  EXPECT_EQ(finished(), ids);
}

}  // namespace
}  // namespace kestrel::source_stix
