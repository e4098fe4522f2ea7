#include "cargo/publish_frame.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/try.h"
#include "support/crate_builder.h"

namespace entrepot {
namespace {

using testing::publish_frame;
using Part = PublishFrameReader::Part;

struct Read {
  std::string metadata;
  std::string crate;
};

/// Feeds the body in pieces of `piece` bytes.
Result<Read> read(std::string_view body, std::size_t piece, PublishFrameLimits limits = {}) {
  PublishFrameReader reader(limits);
  Read out;
  bool started = false;
  for (std::size_t at = 0; at < body.size(); at += piece) {
    ByteView chunk = as_bytes(body.substr(at, piece));
    while (true) {
      TRY_ASSIGN(const auto step, reader.next(chunk));
      if (step.part == Part::need_more) break;
      if (step.part == Part::metadata) out.metadata = reader.metadata_json();
      if (step.part == Part::crate_started) started = reader.crate_length().has_value();
      if (step.part == Part::crate_bytes) out.crate += as_text(step.bytes);
    }
    EXPECT_TRUE(chunk.empty());
  }
  TRY(reader.finish());
  EXPECT_TRUE(started);
  return out;
}

TEST(PublishFrame, IsReadWhateverThePieces) {
  const std::string body = publish_frame("{\"a\":1}", "crate bytes");
  for (std::size_t piece = 1; piece <= body.size(); ++piece) {
    const auto result = read(body, piece, {.content_length = body.size()});
    ASSERT_TRUE(result.has_value()) << piece;
    EXPECT_EQ(result->metadata, "{\"a\":1}");
    EXPECT_EQ(result->crate, "crate bytes");
  }
}

TEST(PublishFrame, MetadataIsKnownBeforeAnyCrateByteIsGivenOut) {
  const std::string body = publish_frame("{}", "x");
  PublishFrameReader reader({});
  ByteView chunk = as_bytes(body);
  EXPECT_EQ(reader.next(chunk)->part, Part::metadata);
  EXPECT_EQ(reader.crate_length(), std::nullopt);
  EXPECT_EQ(reader.next(chunk)->part, Part::crate_started);
  EXPECT_EQ(reader.crate_length(), 1u);
  EXPECT_EQ(reader.next(chunk)->part, Part::crate_bytes);
  EXPECT_EQ(reader.next(chunk)->part, Part::need_more);
}

TEST(PublishFrame, TornBodiesAreBadRequests) {
  const std::string body = publish_frame("{}", "crate");
  for (std::size_t length = 0; length < body.size(); ++length) {
    const auto result = read(body.substr(0, length), 4);
    ASSERT_FALSE(result.has_value()) << length;
    EXPECT_EQ(result.error().code, ErrorCode::bad_request);
  }
}

TEST(PublishFrame, TrailingBytesAreRefused) {
  const auto result = read(publish_frame("{}", "crate") + "x", 100);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::bad_request);
}

TEST(PublishFrame, LimitsAnswerTooLarge) {
  EXPECT_EQ(read(publish_frame("12345", "x"), 3, {.max_metadata_bytes = 4}).error().code, ErrorCode::too_large);
  EXPECT_EQ(read(publish_frame("{}", "12345"), 3, {.max_crate_bytes = 4}).error().code, ErrorCode::too_large);
  EXPECT_TRUE(read(publish_frame("1234", "1234"), 3, {.max_metadata_bytes = 4, .max_crate_bytes = 4}).has_value());
}

TEST(PublishFrame, LengthsMustAddUpToTheContentLength) {
  const std::string body = publish_frame("{}", "crate");
  EXPECT_FALSE(read(body, 100, {.content_length = body.size() + 1}).has_value());
  EXPECT_FALSE(read(body, 100, {.content_length = body.size() - 1}).has_value());
  // A huge claim is refused by its first four bytes.
  PublishFrameReader reader({.max_metadata_bytes = UINT64_MAX, .content_length = 100});
  const std::string claim("\xff\xff\xff\xff", 4);
  ByteView chunk = as_bytes(claim);
  EXPECT_FALSE(reader.next(chunk).has_value());
}

TEST(PublishFrame, AnEmptyCrateIsRefused) {
  EXPECT_FALSE(read(publish_frame("{}", ""), 100).has_value());
}

}  // namespace
}  // namespace entrepot
