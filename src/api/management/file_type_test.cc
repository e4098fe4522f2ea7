#include "api/management/file_type.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace entrepot::api::management {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kText = "text/plain; charset=utf-8";
constexpr std::string_view kOther = "application/octet-stream";

struct Row {
  std::string_view path;
  std::string_view bytes;
  bool is_text;
  std::string_view content_type;
};
constexpr auto kRows = std::to_array<Row>({
    {"a.png", "\x89PNG\r\n\x1a\n\0"sv, false, "image/png"},
    {"a/B.PNG", "\x89PNG\r\n\x1a\n\0"sv, false, "image/png"},
    {"a.jpg", "\xff\xd8\xff\xe0"sv, false, "image/jpeg"},
    {"a.jpeg", "\xff\xd8\xff\xe0"sv, false, "image/jpeg"},
    {"a.gif", "GIF89a"sv, true, "image/gif"},
    {"a.webp", "RIFF\1\2\3\4WEBPVP8 "sv, false, "image/webp"},
    {"a.avif",
     "\0\0\0\x20"
     "ftypavif"sv,
     false, "image/avif"},
    {"a.svg", "<svg xmlns='x'/>"sv, true, "image/svg+xml"},
    {"a.svg", "\xEF\xBB\xBF <?xml version='1.0'?><!DOCTYPE svg><!-- c -->\n<svg>"sv, true, "image/svg+xml"},
    // The bytes must bear the name out, and the name the bytes.
    {"a.png", "<html>"sv, true, kText},
    {"a.png", "\xff\xd8\xff\xe0"sv, false, kOther},
    {"a.txt", "\x89PNG\r\n\x1a\n\0"sv, false, kOther},
    {"a.gif", "GIF8"sv, true, kText},
    {"a.webp", "RIFF\1\2\3\4WAVE"sv, false, kOther},
    {"a.avif",
     "\0\0\0\x20"
     "ftypmp42"sv,
     false, kOther},
    {"a.svg", "<html><svg></svg></html>"sv, true, kText},
    {"a.svg", "<!-- <svg> "sv, true, kText},
    {"a.svg", "<svgx>"sv, true, kText},
    {"a.svgz", "\x1f\x8b"sv, false, kOther},
    // Nothing else is more than text.
    {"a.html", "<html>"sv, true, kText},
    {"a.xhtml", "<html>"sv, true, kText},
    {"a.js", "alert(1)"sv, true, kText},
    {"a.pdf", "%PDF-1.7"sv, true, kText},
    {"png", "\x89PNG\r\n\x1a\n\0"sv, false, kOther},
    {".png", "\x89PNG\r\n\x1a\n\0"sv, false, "image/png"},
    {"a.png/b", "\x89PNG\r\n\x1a\n\0"sv, false, kOther},
    {"empty", ""sv, true, kText},
});

TEST(FileType, IsTextAnImageThatItIsOrADownload) {
  for (const Row& row : kRows) {
    const FileType type = file_type(row.path, row.bytes, row.is_text);
    EXPECT_EQ(type.content_type, row.content_type) << row.path << " " << row.bytes;
    EXPECT_EQ(type.is_download, row.content_type == kOther) << row.path;
  }
}

}  // namespace
}  // namespace entrepot::api::management
