#include "api/multipart.h"

#include <gtest/gtest.h>

namespace entrepot::api {
namespace {

/// The file's bytes as they come out, whatever the pieces in which the body comes; the error's sentence otherwise.
std::string read(std::string_view body, std::size_t piece, std::string_view boundary = "xyz") {
  MultipartFileReader reader(boundary, "file");
  std::string out;
  while (!body.empty()) {
    const auto taken = reader.take(body.substr(0, piece));
    if (!taken) return taken.error().message;
    out += *taken;
    body.remove_prefix(std::min(piece, body.size()));
  }
  const auto finished = reader.finish();
  return finished ? out : finished.error().message;
}

std::string part(std::string_view name, std::string_view content) {
  return "--xyz\r\nContent-Disposition: form-data; name=\"" + std::string(name) +
         "\"; filename=\"a;b.crate\"\r\nContent-Type: application/octet-stream\r\n\r\n" + std::string(content) + "\r\n";
}

TEST(Multipart, GivesTheBytesOfTheFileInAnyPieces) {
  const std::string content = "\r\n--xy\r\n-- xyz\r\n\r\n--xy" + std::string(5000, '\r') + "\n\0end";
  const std::string body = part("key", "value") + part("file", content) + part("policy", "") + "--xyz--\r\nepilogue";
  for (const std::size_t piece : {1U, 2U, 3U, 7U, 64U, 100'000U}) EXPECT_EQ(read(body, piece), content) << piece;
}

TEST(Multipart, TakesAnEmptyFileAndAPartWithoutHeaders) {
  EXPECT_EQ(read("--xyz\r\n\r\nwhatever\r\n" + part("file", "") + "--xyz--", 1), "");
}

TEST(Multipart, RefusesWhatIsNoForm) {
  for (const std::string& body :
       {std::string("hello, this is no form at all"), part("file", "x"), part("file", "x") + "--xyzz",
        part("file", "x") + part("file", "y") + "--xyz--", "--xyz\r\n" + std::string(9000, 'h')}) {
    for (const std::size_t piece : {1U, 1000U}) {
      EXPECT_NE(read(body, piece).find("is not a form"), std::string::npos) << body.substr(0, 100);
    }
  }
  EXPECT_NE(read(part("other", "x") + "--xyz--", 5).find("no field 'file'"), std::string::npos);
}

TEST(Multipart, KnowsItsBoundary) {
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=xyz"), "xyz");
  EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=\"a;b\"; Boundary=\"x y\""), "x y");
  EXPECT_EQ(multipart_boundary("multipart/form-data"), std::nullopt);
  EXPECT_EQ(multipart_boundary("multipart/mixed; boundary=xyz"), std::nullopt);
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=\"\""), std::nullopt);
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'x')), std::nullopt);
}

}  // namespace
}  // namespace entrepot::api
