#include "plugins/analytics_docker/exchange_folder.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plugins/analytics_docker/fake_input.hpp"
#include "plugins/analytics_docker/hostile_folder.hpp"

namespace kestrel::analytics_docker {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t limit = 1000;

class ExchangeFolderTest : public testing::Test {
 protected:
  ExchangeFolderTest() : exchange_(ExchangeFolder::prepare(scratch_.path()).value()) {}

  fs::path output_file() const { return scratch_.path() / "output" / "0.parquet.gz"; }
  fs::path display_folder() const { return scratch_.path() / "display"; }
  std::string refused_output() {
    const auto output = exchange_.output(0, limit, "x");
    return output ? "nothing refused"
                  : output.diagnostic().slug + ": " + output.diagnostic().message;
  }
  std::string refused_display() const {
    const auto display = exchange_.display(limit, "x");
    return display ? "nothing refused"
                   : display.diagnostic().slug + ": " + display.diagnostic().message;
  }

  TemporaryFolder scratch_;
  ExchangeFolder exchange_;
};

TEST_F(ExchangeFolderTest, KeepsOtherUsersOutAndLetsAnyUserInTheContainerIn) {
  const auto mode = [](const fs::path& path) {
    struct stat status {};
    ::stat(path.c_str(), &status);
    return status.st_mode & 07777U;
  };
  EXPECT_EQ(mode(scratch_.path()), 0700U);
  EXPECT_EQ(mode(scratch_.path() / "input"), 0755U);
  EXPECT_EQ(mode(scratch_.path() / "output"), 0777U);
  EXPECT_EQ(mode(scratch_.path() / "display"), 0777U);
  write_file(exchange_.input_file(0), "x");
  ::chmod(exchange_.input_file(0).c_str(), 0600);
  ASSERT_TRUE(exchange_.open_input(0));
  EXPECT_EQ(mode(exchange_.input_file(0)), 0644U);
}

TEST_F(ExchangeFolderTest, RefusesAFolderThatIsNotThereOrNotEmpty) {
  EXPECT_EQ(ExchangeFolder::prepare(scratch_.path() / "missing").diagnostic().slug,
            "analytics-folder");
  EXPECT_EQ(ExchangeFolder::prepare(scratch_.path()).diagnostic().slug, "analytics-folder");
}

TEST_F(ExchangeFolderTest, TakesAnAbsentOutputForNoChange) {
  EXPECT_FALSE(exchange_.output(0, limit, "x").value().has_value());
}

TEST_F(ExchangeFolderTest, HandsOnAnOutputWithTheMarksOfParquet) {
  write_file(output_file(), almost_parquet);
  EXPECT_EQ(exchange_.output(0, limit, "x").value(), output_file());
}

TEST_F(ExchangeFolderTest, RefusesAnOutputThatIsNotParquet) {
  write_file(output_file(), "");
  EXPECT_EQ(refused_output(),
            "analytics-output: expected a Parquet file from analytics `x` at "
            "`/data/output/0.parquet.gz`, found an "
            "empty file");
  for (const char* text :
       {"PAR1", "PAR1PAR1", "\x1F\x8B..........", "PAR1........", "........PAR1"}) {
    write_file(output_file(), text);
    EXPECT_NE(refused_output().find("without the marks of Parquet"), std::string::npos) << text;
  }
}

TEST_F(ExchangeFolderTest, RefusesAnOutputThatIsNoRegularFile) {
  write_file(scratch_.path() / "elsewhere", almost_parquet);
  fs::create_symlink(scratch_.path() / "elsewhere", output_file());
  EXPECT_NE(refused_output().find("found a symbolic link"), std::string::npos);
  fs::remove(output_file());
  fs::create_directory(output_file());
  EXPECT_NE(refused_output().find("found a folder"), std::string::npos);
  fs::remove(output_file());
  ASSERT_EQ(::mkfifo(output_file().c_str(), 0600), 0);
  EXPECT_NE(refused_output().find("found a pipe"), std::string::npos);
}

TEST_F(ExchangeFolderTest, RefusesAnOutputThatIsTooLarge) {
  write_file(output_file(), "PAR1" + std::string(limit, '.') + "PAR1");
  EXPECT_NE(refused_output().find("1008 bytes, more than the 1000 bytes allowed"),
            std::string::npos);
}

TEST_F(ExchangeFolderTest, ShowsNothingWithoutADisplayFile) {
  EXPECT_FALSE(exchange_.display(limit, "x").value().has_value());
}

TEST_F(ExchangeFolderTest, ShowsTheOneDisplayFile) {
  write_file(display_folder() / "any name.html", "<p>\xC3\xA9\xFF</p>");
  EXPECT_EQ(exchange_.display(limit, "x").value(), "<p>\xC3\xA9\xEF\xBF\xBD</p>");
}

TEST_F(ExchangeFolderTest, RefusesTwoDisplays) {
  write_file(display_folder() / "b.html", "");
  write_file(display_folder() / "a.html", "");
  EXPECT_EQ(refused_display(),
            "analytics-display: expected at most one file from analytics `x` in `/data/display`, "
            "found `a.html` and "
            "`b.html`");
}

TEST_F(ExchangeFolderTest, RefusesADisplayThatIsNoHtmlFileOrTooLarge) {
  const auto refused_with = [&](const std::string& name) {
    write_file(display_folder() / name, "x");
    std::string refused = refused_display();
    fs::remove(display_folder() / name);
    return refused;
  };
  EXPECT_NE(refused_with("chart.png").find("found `chart.png`, which ends otherwise"),
            std::string::npos);
  EXPECT_NE(refused_with("html").find("analytics-display"), std::string::npos);
  EXPECT_EQ(refused_with("\x1b[2J").find('\x1b'), std::string::npos);
  write_file(scratch_.path() / "secret.html", "x");
  fs::create_symlink(scratch_.path() / "secret.html", display_folder() / "a.html");
  EXPECT_NE(refused_display().find("a symbolic link"), std::string::npos);
  fs::remove(display_folder() / "a.html");
  fs::create_directory(display_folder() / "a.html");
  EXPECT_NE(refused_display().find("a folder"), std::string::npos);
  fs::remove(display_folder() / "a.html");
  write_file(display_folder() / "a.html", std::string(limit + 1, 'x'));
  EXPECT_NE(refused_display().find("more than 1000 bytes"), std::string::npos);
}

TEST(ExchangeFolder, LeavesOnlyTheOutputsBehind) {
  const TemporaryFolder scratch;
  {
    ExchangeFolder exchange = ExchangeFolder::prepare(scratch.path()).value();
    write_file(exchange.input_file(0), almost_parquet);
    write_file(scratch.path() / "output" / "0.parquet.gz", almost_parquet);
    write_file(scratch.path() / "output" / "7.parquet.gz", almost_parquet);
    fs::create_directories(scratch.path() / "output" / "folder" / "inner");
    write_file(scratch.path() / "output" / "folder" / "inner" / "file", "x");
    fs::create_symlink("/", scratch.path() / "output" / "folder" / "root");
    write_file(scratch.path() / "display" / "a.html", "x");
    ASSERT_TRUE(exchange.output(0, limit, "x"));
  }
  std::vector<std::string> left;
  for (const auto& entry : fs::recursive_directory_iterator(scratch.path())) {
    if (!entry.is_directory()) {
      left.push_back(entry.path().filename());
    }
  }
  EXPECT_EQ(left, std::vector<std::string>{"0.parquet.gz"});
  EXPECT_TRUE(fs::is_empty(scratch.path() / "display"));
}

TEST(HostileFolder, EmptiesADeepTreeAndClosedFolders) {
  const TemporaryFolder scratch;
  int inner = ::open(scratch.path().c_str(), O_RDONLY | O_DIRECTORY);
  for (int depth = 0; depth < 5000; ++depth) {
    ASSERT_EQ(::mkdirat(inner, "deep", 0700), 0);
    const int next = ::openat(inner, "deep", O_RDONLY | O_DIRECTORY);
    ::close(inner);
    inner = next;
  }
  ::close(inner);
  fs::create_directories(scratch.path() / ".lifted-0" / "a" / "b");
  ::chmod((scratch.path() / ".lifted-0" / "a").c_str(), 0);
  ::chmod((scratch.path() / ".lifted-0").c_str(), 0);
  empty_folder(scratch.path(), [](std::string_view) { return false; });
  EXPECT_TRUE(fs::is_empty(scratch.path()));
}

TEST(HostileFolder, DoesNotFollowLinks) {
  const TemporaryFolder scratch;
  const TemporaryFolder elsewhere;
  write_file(elsewhere.path() / "precious", "x");
  fs::create_directory_symlink(elsewhere.path(), scratch.path() / "link");
  EXPECT_FALSE(open_folder(scratch.path() / "link").is_open());
  empty_folder(scratch.path() / "link", [](std::string_view) { return false; });
  empty_folder(scratch.path(), [](std::string_view) { return false; });
  EXPECT_TRUE(fs::exists(elsewhere.path() / "precious"));
  EXPECT_TRUE(fs::is_empty(scratch.path()));
}

}  // namespace
}  // namespace kestrel::analytics_docker
