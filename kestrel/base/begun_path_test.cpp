#include "kestrel/base/begun_path.hpp"

#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace kestrel {
namespace {

using Paths = std::vector<std::string>;

class BegunPathTest : public testing::Test {
 protected:
  BegunPathTest()
      : folder_(std::filesystem::temp_directory_path() /
                ("kestrel-begun-path-test-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_ / "logs");
    for (const char* name : {"b.json", "a.json", ".hidden", "logs/c.json"}) {
      std::ofstream(folder_ / name) << "x";
    }
  }
  ~BegunPathTest() override { std::filesystem::remove_all(folder_); }

  Paths paths(std::string_view begun) {
    return paths_that_begin(begun, [&](std::string_view written) { return folder_ / written; });
  }

  std::filesystem::path folder_;
};

TEST_F(BegunPathTest, FindsFilesAndFoldersSorted) {
  EXPECT_EQ(paths(""), (Paths{"a.json", "b.json", "logs/"}));
  EXPECT_EQ(paths("b"), Paths{"b.json"});
  EXPECT_EQ(paths("logs/"), Paths{"logs/c.json"});
  EXPECT_EQ(paths("./l"), Paths{"./logs/"});
}

TEST_F(BegunPathTest, FindsHiddenFilesOnlyByTheirName) {
  EXPECT_EQ(paths(".h"), Paths{".hidden"});
}

TEST_F(BegunPathTest, FindsNothingWhereThereIsNoFolder) {
  EXPECT_EQ(paths("none/"), Paths());
  EXPECT_EQ(paths("a.json/"), Paths());
}

}  // namespace
}  // namespace kestrel
