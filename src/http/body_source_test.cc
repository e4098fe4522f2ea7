#include "http/body_source.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>

namespace entrepot::http {
namespace {

/// An open file with that content, without a name.
std::shared_ptr<const FileHandle> file_of(std::string_view content) {
  std::FILE* const file = std::tmpfile();
  std::fwrite(content.data(), 1, content.size(), file);
  std::fflush(file);
  auto handle = std::make_shared<const FileHandle>(::dup(::fileno(file)));
  std::fclose(file);
  return handle;
}

Body chain() {
  static const std::string shared = "shared";
  ChainBody body;
  body.parts.emplace_back(std::string());
  body.parts.emplace_back(std::string("head "));
  body.parts.emplace_back(SharedBody{nullptr, shared});
  body.parts.emplace_back(FileBody{file_of("xx from a file yy"), 2, 13});
  body.parts.emplace_back(std::string());
  body.parts.emplace_back(std::string("tail"));
  return body;
}
constexpr std::string_view kWhole = "head shared from a file tail";

TEST(BodySource, GivesAChainInPiecesOfAnySize) {
  for (std::size_t piece = 1; piece <= kWhole.size(); ++piece) {
    BodySource source(chain());
    ASSERT_EQ(source.left(), kWhole.size());
    std::string out;
    while (source.left() > 0) {
      ASSERT_TRUE(source.append_to(out, std::min<std::size_t>(piece, static_cast<std::size_t>(source.left()))));
    }
    EXPECT_EQ(out, kWhole) << piece;
  }
}

TEST(BodySource, SaysWhetherMemoryOrAFileComesNext) {
  BodySource source(chain());
  EXPECT_EQ(source.file(), nullptr);
  EXPECT_EQ(source.view(), "head ");
  source.skip(5);
  EXPECT_EQ(source.view(), "shared");
  source.skip(2);
  EXPECT_EQ(source.view(), "ared");
  source.skip(4);
  ASSERT_NE(source.file(), nullptr);
  EXPECT_EQ(source.sent(), 0U);
  source.skip(3);
  ASSERT_NE(source.file(), nullptr);
  EXPECT_EQ(source.sent(), 3U);
  source.skip(10);
  EXPECT_EQ(source.file(), nullptr);
  EXPECT_EQ(source.view(), "tail");
  source.skip(4);
  EXPECT_EQ(source.left(), 0U);
  EXPECT_EQ(source.view(), "");
}

TEST(BodySource, StopsAtAFileThatIsShorterThanAnnounced) {
  ChainBody body;
  body.parts.emplace_back(FileBody{file_of("short"), 0, 10});
  body.parts.emplace_back(std::string("tail"));
  BodySource source(std::move(body));
  std::string out;
  EXPECT_FALSE(source.append_to(out, 14));
}

TEST(BodySource, OfAnEmptyChainHasNothing) {
  BodySource source{ChainBody{}};
  EXPECT_EQ(source.left(), 0U);
  EXPECT_EQ(source.view(), "");
  EXPECT_EQ(source.file(), nullptr);
}

}  // namespace
}  // namespace entrepot::http
