#include "blob/filesystem.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/try.h"
#include "blob/open_file_cache.h"
#include "blob/paths.h"

namespace entrepot::blob {
namespace {

namespace fs = std::filesystem;

class FilesystemStore : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "/entrepot_blob_XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    root_ = name;
    auto opened = open_filesystem_store(root_);
    ASSERT_TRUE(opened.has_value());
    store_ = std::move(*opened);
  }
  void TearDown() override { fs::remove_all(root_); }

  Result<Checksum> put(std::string_view content) {
    TRY_ASSIGN(auto writer, store_->create());
    TRY(writer->write(as_bytes(content)));
    return writer->commit();
  }
  static unsigned mode_of(const fs::path& path) {
    struct stat status{};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 0777U;
  }

  fs::path root_;
  std::unique_ptr<BlobStore> store_;
};

TEST_F(FilesystemStore, PutsABlobWhereTheTreeSaysReadOnly) {
  ASSERT_TRUE(put("abc"));
  const fs::path path =
      root_ / "blobs/ba/78/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";  // FIPS 180-2
  EXPECT_EQ(mode_of(path), 0444U);
  EXPECT_EQ(mode_of(root_ / "tmp"), 0700U);
  EXPECT_EQ(mode_of(root_ / "blobs"), 0700U);
}

TEST_F(FilesystemStore, KeepsATemporaryFilePrivate) {
  auto writer = store_->create();
  ASSERT_TRUE(writer.has_value());
  fs::directory_iterator only(root_ / "tmp");
  EXPECT_EQ(mode_of(only->path()), 0600U);
  EXPECT_TRUE(is_temporary_name(only->path().filename().string()));
}

TEST_F(FilesystemStore, ReplacesABlobThatWasCutShort) {
  const auto checksum = put("whole");
  ASSERT_TRUE(checksum.has_value());
  const fs::path path = blob_path(root_, *checksum);
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  fs::resize_file(path, 2);
  ASSERT_EQ(put("whole"), *checksum);
  EXPECT_EQ(read_file(path, 100), "whole");
  EXPECT_EQ(mode_of(path), 0444U);
}

TEST_F(FilesystemStore, ReplacesABlobThatWasDamagedWithoutChangingItsLength) {
  const auto checksum = put("whole");
  ASSERT_TRUE(checksum.has_value());
  const fs::path path = blob_path(root_, *checksum);
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  std::ofstream(path) << "whale";
  ASSERT_EQ(put("whole"), *checksum);
  EXPECT_EQ(read_file(path, 100), "whole");
  EXPECT_TRUE(fs::is_empty(root_ / "tmp"));
}

TEST_F(FilesystemStore, TellsForeignFilesByTheirPath) {
  const std::string hex = sha256("moved").hex();
  fs::create_directories(root_ / "blobs/00/00");
  for (const std::string& name : {std::string("blobs/note.txt"), "blobs/00/00/" + hex, std::string("tmp/short.part")}) {
    std::ofstream(root_ / name) << "x";
  }
  fs::create_symlink("/etc/passwd", blob_path(root_, Checksum({})).replace_filename(std::string(64, '0')));
  auto foreign = store_->foreign_files();
  ASSERT_TRUE(foreign.has_value());
  std::ranges::sort(*foreign);
  EXPECT_EQ(*foreign, (std::vector<std::string>{"blobs/00/00/" + std::string(64, '0'), "blobs/00/00/" + hex,
                                                "blobs/note.txt", "tmp/short.part"}));
  EXPECT_FALSE(store_->open(Checksum({})).has_value());
}

TEST_F(FilesystemStore, AFailingWriteIsAnErrorAndLeavesNothing) {
  auto writer = store_->create();
  ASSERT_TRUE(writer.has_value());
  fs::remove_all(root_ / "blobs");
  ASSERT_TRUE((*writer)->write(as_bytes("x")).has_value());
  EXPECT_FALSE((*writer)->commit().has_value());
  writer->reset();
  EXPECT_TRUE(fs::is_empty(root_ / "tmp"));
}

TEST(FilesystemStoreOpening, AFileInPlaceOfTheFolderIsASentence) {
  const fs::path file = fs::path(testing::TempDir()) / "entrepot_blob_not_a_folder";
  std::ofstream(file) << "x";
  const auto opened = open_filesystem_store(file);
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().message.find("cannot be created"), std::string::npos);
  fs::remove(file);
}

TEST_F(FilesystemStore, OpenFilesAreFoundWithoutTheDiskAndBounded) {
  OpenFileCache cache(*store_, 2);
  std::vector<Checksum> checksums;
  for (const char* content : {"a", "b", "c"}) checksums.push_back(*put(content));
  EXPECT_EQ(cache.find(checksums[0]), nullptr);
  for (const Checksum& checksum : checksums) ASSERT_TRUE(cache.open(checksum).has_value());
  EXPECT_EQ(cache.count(), 2U);
  EXPECT_EQ(cache.find(checksums[0]), nullptr);
  fs::rename(root_ / "blobs", root_ / "elsewhere");
  const auto found = cache.find(checksums[2]);
  ASSERT_NE(found, nullptr);
  char byte = 0;
  ASSERT_EQ(found->read_at(0, &byte, 1), 1U);
  EXPECT_EQ(byte, 'c');
  EXPECT_EQ(*cache.open(checksums[2]), found);
  EXPECT_EQ(cache.open(checksums[0]).error().code, ErrorCode::not_found);
  cache.drop(checksums[2]);
  EXPECT_EQ(cache.find(checksums[2]), nullptr);
}

TEST_F(FilesystemStore, AnOpenFileThatWasReplacedOrRemovedIsNotGivenOutAgain) {
  OpenFileCache cache(*store_, 2);
  const Checksum checksum = *put("good");
  const fs::path path = blob_path(root_, checksum);
  fs::permissions(path, fs::perms::owner_all);
  std::ofstream(path) << "evil";  // damage that keeps the length, while the file is open
  const auto damaged = *cache.open(checksum);
  ASSERT_TRUE(put("good"));  // published again: the right bytes are renamed over it
  EXPECT_EQ(cache.find(checksum), nullptr);
  const auto mended = cache.open(checksum);
  ASSERT_TRUE(mended.has_value());
  std::string content(4, '\0');
  ASSERT_EQ((*mended)->read_at(0, content.data(), content.size()), 4U);
  EXPECT_EQ(content, "good");
  EXPECT_EQ(cache.find(checksum), *mended);
  ASSERT_TRUE(store_->remove(checksum));
  EXPECT_EQ(cache.find(checksum), nullptr);
  EXPECT_EQ(cache.count(), 0U);
}

}  // namespace
}  // namespace entrepot::blob
