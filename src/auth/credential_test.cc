#include "auth/credential.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace entrepot::auth {
namespace {

std::string basic(std::string_view pair) {
  return "Basic " + encode_base64(as_bytes(pair));
}

std::string shown(const Result<std::optional<Credential>>& read) {
  if (!read) return "malformed";
  if (!*read) return "none";
  const Credential& credential = **read;
  const std::string secret(credential.secret.reveal());
  return credential.kind == Credential::Kind::token ? "token " + secret : "named " + credential.name + " " + secret;
}

TEST(Credential, is_read_in_every_form_that_a_header_may_have) {
  struct Row {
    std::string field;
    std::string expected;
  };
  const Row rows[] = {
      {"abc", "token abc"},
      {"  abc ", "token abc"},
      {"Bearer abc", "token abc"},
      {"bEARER   abc", "token abc"},
      {"Token abc", "token abc"},
      {"token abc", "token abc"},
      {basic("anna:pass:word"), "named anna pass:word"},
      {basic("token:abc"), "token abc"},
      {basic("abc:"), "token abc"},
      {"basic " + encode_base64(as_bytes("abc:")), "token abc"},
      {"", "none"},
      {"   ", "none"},
      {"Bearer", "token Bearer"},
      {"Bearer a b", "malformed"},
      {"Digest abc", "malformed"},
      {"Basic !!!", "malformed"},
      {basic("nocolon"), "malformed"},
      {basic(":"), "malformed"},
      {basic(":x"), "malformed"},
      {std::string("a\x01z"), "malformed"},
      {"Bearer \xc3\xa9", "malformed"},
      {std::string(2000, 'a'), "malformed"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.field);
    EXPECT_EQ(shown(parse_credential(row.field, std::nullopt)), row.expected);
  }
}

TEST(Credential, comes_from_x_api_key_when_there_is_no_authorization) {
  EXPECT_EQ(shown(parse_credential(std::nullopt, "abc")), "token abc");
  EXPECT_EQ(shown(parse_credential("", "abc")), "token abc");
  EXPECT_EQ(shown(parse_credential("Bearer xyz", "abc")), "token xyz");
  EXPECT_EQ(shown(parse_credential(std::nullopt, std::nullopt)), "none");
  EXPECT_EQ(shown(parse_credential(std::nullopt, "a b")), "malformed");
}

TEST(Credential, that_is_malformed_is_unauthenticated_and_quotes_nothing) {
  const auto read = parse_credential("Digest secret-thing", std::nullopt);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, ErrorCode::unauthenticated);
  EXPECT_EQ((read.error().message + read.error().detail).find("secret-thing"), std::string::npos);
}

}  // namespace
}  // namespace entrepot::auth
