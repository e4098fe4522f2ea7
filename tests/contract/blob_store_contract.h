#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/try.h"
#include "blob/blob_store.h"
#include "contract/temporary_folder.h"

namespace entrepot::blob {

/// What every BlobStore must do. An implementation is a struct with
///   static Result<std::unique_ptr<BlobStore>> open(const std::filesystem::path& folder);
///   static void add_foreign(const std::filesystem::path& folder);     // something that is not a blob, among the blobs
///   static void make_old(const std::filesystem::path& folder, Timestamp when);  // everything in the store
///   static std::vector<std::string> leftovers(const std::filesystem::path& folder);  // half-written blobs
template <typename Implementation>
class BlobStoreContract : public testing::Test {
 protected:
  void SetUp() override { reopen(); }
  void TearDown() override {
    store_.reset();
    EXPECT_EQ(Implementation::leftovers(folder_.path()), std::vector<std::string>{});
  }

  void reopen() {
    store_.reset();
    auto opened = Implementation::open(folder_.path());
    ASSERT_TRUE(opened.has_value()) << opened.error().message << " " << opened.error().detail;
    store_ = std::move(*opened);
  }

  Result<Checksum> put(std::string_view content) {
    TRY_ASSIGN(auto writer, store_->create());
    TRY(writer->write(as_bytes(content)));
    return writer->commit();
  }
  static std::string content_of(const FileHandle& file) {
    std::string content(file.size().value_or(0), '\0');
    EXPECT_EQ(file.read_at(0, content.data(), content.size()), content.size());
    return content;
  }
  std::string get(const Checksum& checksum) {
    const auto file = store_->open(checksum);
    return file ? content_of(**file) : "error: " + std::string(error_code_word(file.error().code));
  }
  std::set<std::string> all() {
    std::set<std::string> names;
    EXPECT_TRUE(store_->each([&](const BlobInfo& info) -> Result<void> {
      EXPECT_TRUE(names.insert(info.checksum.hex()).second);
      return {};
    }));
    return names;
  }

  const Timestamp long_ago_ = from_unix(1'000'000'000);
  TemporaryFolder folder_;
  std::unique_ptr<BlobStore> store_;
};

TYPED_TEST_SUITE_P(BlobStoreContract);

TYPED_TEST_P(BlobStoreContract, ReturnsTheBytesUnderTheirSha256) {
  auto writer = this->store_->create();
  ASSERT_TRUE(writer.has_value());
  std::string whole;
  for (int i = 0; i < 1000; ++i) {
    const std::string piece = "piece " + std::to_string(i) + std::string(static_cast<std::size_t>(i), '\0');
    ASSERT_TRUE((*writer)->write(as_bytes(piece)));
    whole += piece;
  }
  EXPECT_EQ((*writer)->size(), whole.size());
  const auto checksum = (*writer)->commit();
  ASSERT_TRUE(checksum.has_value()) << checksum.error().detail;
  EXPECT_EQ(*checksum, sha256(whole));
  EXPECT_TRUE(this->get(*checksum) == whole);
  this->reopen();
  EXPECT_TRUE(this->get(*checksum) == whole);
}

TYPED_TEST_P(BlobStoreContract, KeepsAnEmptyBlob) {
  const auto checksum = this->put("");
  ASSERT_TRUE(checksum.has_value());
  EXPECT_EQ(this->get(*checksum), "");
}

TYPED_TEST_P(BlobStoreContract, WhatIsNotThereIsNotFound) {
  EXPECT_EQ(this->store_->open(sha256("nothing")).error().code, ErrorCode::not_found);
}

TYPED_TEST_P(BlobStoreContract, NobodySeesWhatIsNotCommitted) {
  {
    auto writer = this->store_->create();
    ASSERT_TRUE(writer.has_value());
    ASSERT_TRUE((*writer)->write(as_bytes("staged")));
    const auto staged = (*writer)->staged();
    ASSERT_TRUE(staged.has_value());
    EXPECT_EQ(this->content_of(**staged), "staged");
    EXPECT_TRUE(this->all().empty());
    EXPECT_EQ(this->get(sha256("staged")), "error: not_found");
  }
  EXPECT_TRUE(this->all().empty());
}

TYPED_TEST_P(BlobStoreContract, CommittingTheSameBytesAgainIsNoErrorAndRenewsThem) {
  const auto first = this->put("same");
  ASSERT_TRUE(first.has_value());
  TypeParam::make_old(this->folder_.path(), this->long_ago_);
  EXPECT_EQ(this->put("same"), *first);
  EXPECT_EQ(this->get(*first), "same");
  Timestamp modified{};
  ASSERT_TRUE(this->store_->each([&](const BlobInfo& info) -> Result<void> {
    modified = info.modified;
    return {};
  }));
  EXPECT_GT(modified, this->long_ago_);
  EXPECT_EQ(this->store_->remove_unless_renewed(*first, this->long_ago_ + Seconds(1)), false);
  EXPECT_EQ(this->get(*first), "same");
}

TYPED_TEST_P(BlobStoreContract, EachGivesEveryBlobWithItsSizeAndStopsAtAnError) {
  std::set<std::string> expected;
  for (int i = 0; i < 20; ++i) {
    const auto checksum = this->put(std::string(static_cast<std::size_t>(i), 'x'));
    ASSERT_TRUE(checksum.has_value());
    expected.insert(checksum->hex());
  }
  EXPECT_EQ(this->all(), expected);
  std::uint64_t bytes = 0;
  ASSERT_TRUE(this->store_->each([&](const BlobInfo& info) -> Result<void> {
    bytes += info.size;
    return {};
  }));
  EXPECT_EQ(bytes, 190U);
  int seen = 0;
  const auto stopped = this->store_->each([&](const BlobInfo&) -> Result<void> {
    return ++seen == 3 ? fail(ErrorCode::conflict, "enough") : Result<void>();
  });
  ASSERT_FALSE(stopped.has_value());
  EXPECT_EQ(stopped.error().code, ErrorCode::conflict);
  EXPECT_EQ(seen, 3);
}

TYPED_TEST_P(BlobStoreContract, RemovesWhetherOrNotThereIsOne) {
  const auto checksum = this->put("gone");
  ASSERT_TRUE(checksum.has_value());
  const auto open_before = this->store_->open(*checksum);
  ASSERT_TRUE(open_before.has_value());
  EXPECT_TRUE(this->store_->remove(*checksum).has_value());
  EXPECT_EQ(this->get(*checksum), "error: not_found");
  EXPECT_EQ(this->content_of(**open_before), "gone");
  EXPECT_TRUE(this->store_->remove(*checksum).has_value());
  EXPECT_TRUE(this->store_->remove(sha256("never there")).has_value());
  EXPECT_EQ(this->put("gone"), *checksum);
  EXPECT_EQ(this->get(*checksum), "gone");
}

TYPED_TEST_P(BlobStoreContract, RemovesOnlyWhatHasNotBeenRenewedSince) {
  const auto checksum = this->put("old");
  ASSERT_TRUE(checksum.has_value());
  EXPECT_EQ(this->store_->remove_unless_renewed(*checksum, this->long_ago_), false);
  TypeParam::make_old(this->folder_.path(), this->long_ago_);
  EXPECT_EQ(this->store_->remove_unless_renewed(*checksum, this->long_ago_), false);
  EXPECT_EQ(this->store_->remove_unless_renewed(*checksum, this->long_ago_ + Seconds(1)), true);
  EXPECT_EQ(this->store_->remove_unless_renewed(*checksum, this->long_ago_ + Seconds(1)), false);
  EXPECT_EQ(this->get(*checksum), "error: not_found");
}

TYPED_TEST_P(BlobStoreContract, RemovesOnlyOldAbandonedFiles) {
  auto writer = this->store_->create();
  ASSERT_TRUE(writer.has_value());
  ASSERT_TRUE((*writer)->write(as_bytes("abandoned")));
  ASSERT_TRUE(this->put("kept").has_value());
  EXPECT_EQ(this->store_->remove_abandoned(this->long_ago_ + Seconds(1)), 0U);
  TypeParam::make_old(this->folder_.path(), this->long_ago_);
  EXPECT_EQ(this->store_->remove_abandoned(this->long_ago_), 0U);
  EXPECT_EQ(this->store_->remove_abandoned(this->long_ago_ + Seconds(1)), 1U);
  EXPECT_EQ(this->get(sha256("kept")), "kept");
}

TYPED_TEST_P(BlobStoreContract, ForeignFilesAreToldApartFromBlobs) {
  const auto checksum = this->put("mine");
  ASSERT_TRUE(checksum.has_value());
  EXPECT_EQ(this->store_->foreign_files(), std::vector<std::string>{});
  TypeParam::add_foreign(this->folder_.path());
  const auto foreign = this->store_->foreign_files();
  ASSERT_TRUE(foreign.has_value());
  EXPECT_FALSE(foreign->empty());
  EXPECT_EQ(this->all(), std::set<std::string>{checksum->hex()});
}

TYPED_TEST_P(BlobStoreContract, ManyThreadsMayCommitRemoveAndReadTheSameBytes) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([this, thread] {
      for (int i = 0; i < 25; ++i) {
        const std::string content = "content " + std::to_string(i % 5);
        EXPECT_EQ(this->put(content), sha256(content));
        if (thread == 0) {
          EXPECT_EQ(this->store_->remove_unless_renewed(sha256(content), this->long_ago_), false);
        }
        EXPECT_EQ(this->get(sha256(content)), content);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(this->all().size(), 5U);
}

TYPED_TEST_P(BlobStoreContract, TellsHowMuchSpaceThereIs) {
  const auto space = this->store_->space();
  ASSERT_TRUE(space.has_value()) << space.error().detail;
  EXPECT_GT(space->total_bytes, 0U);
  EXPECT_LE(space->free_bytes, space->total_bytes);
}

REGISTER_TYPED_TEST_SUITE_P(BlobStoreContract, ReturnsTheBytesUnderTheirSha256, KeepsAnEmptyBlob,
                            WhatIsNotThereIsNotFound, NobodySeesWhatIsNotCommitted,
                            CommittingTheSameBytesAgainIsNoErrorAndRenewsThem,
                            EachGivesEveryBlobWithItsSizeAndStopsAtAnError, RemovesWhetherOrNotThereIsOne,
                            RemovesOnlyWhatHasNotBeenRenewedSince, RemovesOnlyOldAbandonedFiles,
                            ForeignFilesAreToldApartFromBlobs, ManyThreadsMayCommitRemoveAndReadTheSameBytes,
                            TellsHowMuchSpaceThereIs);

}  // namespace entrepot::blob
