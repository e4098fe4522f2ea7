#include "api/log_text.h"

#include <gtest/gtest.h>

namespace entrepot::api {
namespace {

const std::string kKey = "ent_0123456789abcdefghijABCDEFGHIJ0123456789";
const std::string kToken = "a1B2c3D4e5F6g7H8i9J0k1L2";

TEST(LogText, HoldsNoKeyAndNoTokenThatWasMadeHere) {
  EXPECT_EQ(without_secrets("No user '" + kKey + "', and no " + kToken + "."), "No user '-key-', and no -token-.");
  EXPECT_EQ(without_secrets(kToken + "/" + kToken), "-token-/-token-");
  EXPECT_EQ(without_secrets("x" + kKey + "_" + kToken), "x-key-_-token-");
  EXPECT_EQ(without_secrets("the session " + std::string(44, 'a') + "."), "the session -token-.");
}

TEST(LogText, LeavesOtherWordsAlone) {
  for (const std::string& text :
       {kToken + "x", kToken.substr(1), std::string("serde-1.0.0 ent_short"), std::string()}) {
    EXPECT_EQ(without_secrets(text), text);
  }
  EXPECT_EQ(without_escaped_secrets("/public/a/b/cargo/%C3%BC"), "/public/a/b/cargo/%C3%BC");
}

TEST(LogText, FindsSecretsThatAreEscaped) {
  EXPECT_EQ(without_escaped_secrets("/v1/repos/%61" + kToken.substr(1) + "/"), "/v1/repos/-token-/");
  EXPECT_EQ(without_escaped_secrets("/v1/repos/x%2F" + kToken), "/v1/repos/x/-token-");
}

TEST(LogText, KnowsWhereAnEntitlementIsNamed) {
  EXPECT_EQ(possible_token_of_entitlement("/v1/entitlements/o/r/my-own-token/"), "my-own-token");
  EXPECT_EQ(possible_token_of_entitlement("/v1/entitlements/o/r/my%2Down-token/refresh"), "my%2Down-token");
  for (const std::string_view path :
       {"/v1/entitlements/o/r/short", "/v1/entitlements/o/r/", "/v1/entitlements/o", "/v1/repos/o/r/my-own-token/"}) {
    EXPECT_EQ(possible_token_of_entitlement(path), "") << path;
  }
}

}  // namespace
}  // namespace entrepot::api
