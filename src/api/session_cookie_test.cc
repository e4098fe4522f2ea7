#include "api/session_cookie.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace entrepot::api {
namespace {

constexpr std::string_view kName = "entrepot_session";
const std::string kSecret(44, 'a');
const std::string kOther(44, 'b');

std::string read(const std::vector<std::string>& cookies, std::string_view name = kName) {
  std::vector<http::Field> fields{{"host", "crates.example"}};
  for (const std::string& cookie : cookies) fields.push_back({"cookie", cookie});
  return std::string(session_cookie(fields, name));
}

TEST(SessionCookie, IsFoundAmongOthers) {
  const std::string own = std::string(kName) + "=" + kSecret;
  EXPECT_EQ(read({own}), kSecret);
  EXPECT_EQ(read({"theme=dark; " + own + "; x=y"}), kSecret);
  EXPECT_EQ(read({"theme=dark;" + own}), kSecret);
  EXPECT_EQ(read({";;  ; " + own + " ;"}), kSecret);
  EXPECT_EQ(read({"theme=dark", own}), kSecret) << "as HTTP/2 may send them";
  EXPECT_EQ(read({"__Host-" + own}, "__Host-entrepot_session"), kSecret);
}

TEST(SessionCookie, IsNoneWhenItIsTornOrHasNotTheFormOfASecret) {
  const std::string name(kName);
  for (const std::string& cookie :
       {std::string(), name, name + "=", "=" + kSecret, kSecret, name + "=" + kSecret.substr(1),
        name + "=" + kSecret + "a", name + "=\"" + kSecret.substr(2) + "\"", name + "=" + kSecret.substr(1) + "-",
        name + " =" + kSecret, "x" + name + "=" + kSecret, "Entrepot_session=" + kSecret,
        "__Host-" + name + "=" + kSecret, name + "=" + kSecret.substr(1) + "\xc3", name + "=a;" + kSecret,
        std::string(";=;=;;==")}) {
    EXPECT_EQ(read({cookie}), "") << cookie;
  }
  EXPECT_EQ(read({}), "");
}

TEST(SessionCookie, IsNoneWhenItComesTwice) {
  const std::string own = std::string(kName) + "=" + kSecret;
  const std::string planted = std::string(kName) + "=" + kOther;
  EXPECT_EQ(read({own + "; " + planted}), "");
  EXPECT_EQ(read({planted + "; " + own}), "");
  EXPECT_EQ(read({own, planted}), "");
  EXPECT_EQ(read({own + "; " + own}), "") << "whoever plants one may know ours";
  EXPECT_EQ(read({own + "; " + std::string(kName) + "="}), "");
}

TEST(SessionCookie, IsNotLookedForInTooManyBytes) {
  const std::string own = "; " + std::string(kName) + "=" + kSecret;
  EXPECT_EQ(read({std::string(8192 - own.size(), 'x') + own}), kSecret);
  EXPECT_EQ(read({std::string(8193 - own.size(), 'x') + own}), "");
  EXPECT_EQ(read({std::string(8192, 'x'), own}), "");
}

TEST(SessionCookie, IsSetAsTheUrlAllows) {
  struct Row {
    std::string url, base, expected;
  };
  for (const Row& row :
       {Row{"http://127.0.0.1:8088", "",
            "entrepot_session=" + kSecret + "; Path=/; Max-Age=60; HttpOnly; SameSite=Strict"},
        Row{"http://a.example/crates", "/crates",
            "entrepot_session=" + kSecret + "; Path=/crates; Max-Age=60; HttpOnly; SameSite=Strict"},
        Row{"https://a.example", "",
            "__Host-entrepot_session=" + kSecret + "; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure"},
        Row{"https://a.example/crates", "/crates",
            "entrepot_session=" + kSecret + "; Path=/crates; Max-Age=60; HttpOnly; SameSite=Strict; Secure"}}) {
    const CookiePlace place{.public_url = row.url, .base_path = row.base};
    EXPECT_EQ(set_session_cookie(place, kSecret, Seconds(60)), row.expected);
    const std::string cleared = clear_session_cookie(place);
    EXPECT_TRUE(cleared.starts_with(std::string(session_cookie_name(place)) + "=; Path=")) << cleared;
    EXPECT_NE(cleared.find("; Max-Age=0; "), std::string::npos) << cleared;
  }
}

}  // namespace
}  // namespace entrepot::api
