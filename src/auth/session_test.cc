#include "auth/session.h"

#include <gtest/gtest.h>

#include <set>

namespace entrepot::auth {
namespace {

TEST(Session, SecretsHaveOneFormAndAreNeverTheSame) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const Secret secret = make_session_secret(random);
    EXPECT_TRUE(looks_like_session_secret(secret.reveal()));
    seen.emplace(secret.reveal());
  }
  EXPECT_EQ(seen.size(), 100U);
  EXPECT_FALSE(looks_like_session_secret("ent_0123456789abcdefghijABCDEFGHIJ0123456789"));
}

TEST(Session, TokensBelongToOneSecretAndSayNothingOfIt) {
  const std::string secret(kSessionSecretLength, 'a');
  const std::string other = secret.substr(1) + "b";
  const std::string token = csrf_token(secret);
  EXPECT_EQ(token.size(), 64U);
  EXPECT_EQ(token, csrf_token(secret));
  EXPECT_NE(token, csrf_token(other));
  EXPECT_EQ(token.find(secret.substr(0, 4)), std::string::npos);
  EXPECT_TRUE(is_csrf_token_of(secret, token));
  for (const std::string& wrong : {std::string(), secret, csrf_token(other), token.substr(1), token + "0",
                                   std::string(64, '0'), "A" + token.substr(1)}) {
    EXPECT_FALSE(is_csrf_token_of(secret, wrong)) << wrong;
  }
}

TEST(Session, EndsByWhicheverLimitComesFirst) {
  const SessionLimits limits{.idle = Seconds(10), .absolute = Seconds(60)};
  const auto end = [&](int used) {
    return to_unix(idle_end({.created_at = from_unix(100), .last_used_at = from_unix(used)}, limits));
  };
  EXPECT_EQ(end(100), 110);
  EXPECT_EQ(end(149), 159);
  EXPECT_EQ(end(155), 160);
  EXPECT_EQ(to_unix(absolute_end({.created_at = from_unix(100), .last_used_at = from_unix(155)}, limits)), 160);
}

}  // namespace
}  // namespace entrepot::auth
