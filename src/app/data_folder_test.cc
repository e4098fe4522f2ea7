#include "app/data_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace entrepot::app {
namespace {

class DataFolderTest : public testing::Test {
 protected:
  DataFolderTest() : path_(std::filesystem::temp_directory_path() / ("entrepot-data-" + std::to_string(::getpid()))) {}
  ~DataFolderTest() override { std::filesystem::remove_all(path_); }
  std::filesystem::path path_;
  SystemRandom random_;
};

TEST_F(DataFolderTest, BelongsToOneServerAtATime) {
  auto first = DataFolder::open(path_, FolderUse::own);
  ASSERT_TRUE(first.has_value()) << first.error().message;
  const auto second = DataFolder::open(path_, FolderUse::own);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::unavailable);
  std::ofstream((*first)->database()) << "rows";
  EXPECT_TRUE(DataFolder::open(path_, FolderUse::join).has_value()) << "verify and gc run beside a server";
  first->reset();
  EXPECT_TRUE(DataFolder::open(path_, FolderUse::own).has_value());
}

TEST_F(DataFolderTest, IsNotMadeByACommandThatOnlyReads) {
  const auto folder = DataFolder::open(path_, FolderUse::join);
  ASSERT_FALSE(folder.has_value());
  EXPECT_EQ(folder.error().code, ErrorCode::not_found);
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(DataFolderTest, WithoutADatabaseIsNothingToVerify) {
  ASSERT_TRUE(DataFolder::open(path_, FolderUse::own).has_value());
  const auto joined = DataFolder::open(path_, FolderUse::join);
  ASSERT_FALSE(joined.has_value()) << "a lost database must not pass for a clean one";
  EXPECT_EQ(joined.error().code, ErrorCode::not_found);
}

TEST_F(DataFolderTest, IsNoNewOneWhenItsDatabaseIsLost) {
  ASSERT_TRUE(DataFolder::open(path_, FolderUse::own).has_value());
  std::filesystem::create_directories(path_ / "blobs" / "ab" / "cd");
  EXPECT_TRUE(DataFolder::open(path_, FolderUse::own).has_value()) << "nothing was kept here yet";
  std::ofstream(path_ / "blobs" / "ab" / "cd" / "abcd") << "a crate";
  for (const bool is_empty : {false, true}) {
    if (is_empty) std::ofstream(path_ / "entrepot.sqlite3") << "";
    const auto folder = DataFolder::open(path_, FolderUse::own);
    ASSERT_FALSE(folder.has_value()) << "a new database would make the crates orphans";
    EXPECT_EQ(folder.error().code, ErrorCode::not_found);
    EXPECT_NE(folder.error().message.find("Restore it from a backup"), std::string::npos);
  }
  std::ofstream(path_ / "entrepot.sqlite3") << "rows";
  EXPECT_TRUE(DataFolder::open(path_, FolderUse::own).has_value());
}

TEST_F(DataFolderTest, NeverMakesAKeyBesideADatabaseThatWasSealedWithAnother) {
  const auto folder = DataFolder::open(path_, FolderUse::own);
  std::ofstream((*folder)->database()) << "rows";
  EXPECT_FALSE((*folder)->sealing_key(random_).has_value());
  EXPECT_FALSE(std::filesystem::exists(path_ / "sealing.key"));
}

TEST_F(DataFolderTest, KeepsItsSealingKeyToItselfAndForEver) {
  const auto folder = DataFolder::open(path_, FolderUse::own);
  const auto key = (*folder)->sealing_key(random_);
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->size(), 32u);
  EXPECT_EQ((*folder)->sealing_key(random_).value(), *key);
  struct stat status{};
  ASSERT_EQ(::stat((path_ / "sealing.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
}

TEST_F(DataFolderTest, NeverReplacesADamagedSealingKey) {
  const auto folder = DataFolder::open(path_, FolderUse::own);
  std::ofstream(path_ / "sealing.key") << "short";
  EXPECT_FALSE((*folder)->sealing_key(random_).has_value());
  EXPECT_EQ(std::filesystem::file_size(path_ / "sealing.key"), 5u);
}

}  // namespace
}  // namespace entrepot::app
