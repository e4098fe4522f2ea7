#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <chrono>
#include <string>
#include <thread>

#include "base/encoding.h"
#include "support/browser.h"
#include "support/golden.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;
using std::chrono::hours;

const std::string kPassword = "correct horse";

void make_anna(TestServer& server) {
  const net::HttpAnswer made = server.post(
      "/v1/users/", server.admin(),
      json::object{{"slug", "anna"}, {"name", "Anna Berg"}, {"email", "anna@example.org"}, {"password", kPassword}});
  EXPECT_EQ(made.status, 201) << made.body;
}

class Sessions : public ::testing::Test {
 protected:
  Sessions() { make_anna(server); }

  Browser signed_in(const std::string& user = "anna", const std::string& password = kPassword) {
    Browser browser(server);
    EXPECT_EQ(browser.sign_in(user, password).status, 200);
    return browser;
  }
  json::array list(const Browser& browser) { return json_of(browser.get("/v1/user/sessions/")).as_array(); }
  std::string slug_perm_of(const Browser& browser) {
    for (const json::value& session : list(browser)) {
      if (session.at("is_current").as_bool()) return text_at(session, "slug_perm");
    }
    return {};
  }
  net::HttpAnswer set_password(const Browser& browser, const std::string& user, const json::object& body) {
    return browser.send("POST", "/v1/users/" + user + "/password/", json::serialize(body));
  }

  TestServer server;
};

TEST_F(Sessions, BeginWithThePasswordByNameOrAddress) {
  ASSERT_EQ(Browser(server).finish_first_run(server.admin().key, kPassword).status, 200);
  Browser browser(server);
  EXPECT_EQ(browser.user(), "");
  const net::HttpAnswer answer = browser.sign_in("ANNA", kPassword);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.field("cache-control"), "no-store");
  expect_golden("v1_session.json", without_chance(json_of(answer), server.url()));
  EXPECT_EQ(json_of(browser.get("/v1/session/")), json_of(answer));
  EXPECT_EQ(browser.get("/v1/session/").field("cache-control"), "no-store");
  EXPECT_EQ(text_at(json_of(browser.get("/v1/user/self/")), "slug"), "anna");
  EXPECT_EQ(signed_in("Anna@Example.org").user(), "anna");
}

TEST_F(Sessions, SayNothingOfNobody) {
  const json::value nobody = json_of(server.get("/v1/session/"));
  EXPECT_TRUE(nobody.at("user").is_null());
  EXPECT_EQ(text_at(nobody, "csrf_token"), "");
  EXPECT_TRUE(nobody.at("expires_at").is_null());
  EXPECT_TRUE(nobody.at("idle_expires_at").is_null());
  EXPECT_EQ(text_at(nobody, "public_url"), server.url());
  const json::value by_key = json_of(server.get("/v1/session/", server.admin()));
  EXPECT_EQ(text_at(by_key.at("user"), "slug"), "admin");
  EXPECT_EQ(text_at(by_key, "csrf_token"), "") << "a key needs none";
  EXPECT_EQ(server.get("/v1/session/", kStranger).status, 401) << "as everywhere";
}

TEST_F(Sessions, AreRefusedInOneSentenceWhateverWasWrong) {
  const auto refusal = [&](const std::string& user, const std::string& password) {
    const net::HttpAnswer answer = Browser(server).sign_in(user, password);
    EXPECT_EQ(answer.status, 401) << user;
    EXPECT_EQ(answer.field("set-cookie"), "") << user;
    return text_at(json_of(answer), "detail");
  };
  const std::string sentence = refusal("anna", "wrong horse");
  EXPECT_EQ(refusal("nobody-here", kPassword), sentence);
  EXPECT_EQ(refusal("nobody@example.org", kPassword), sentence);
  EXPECT_EQ(refusal("admin", kPassword), sentence) << "who has no password";
  EXPECT_EQ(refusal("admin", server.admin().key), sentence) << "a key is no password: it may have limits";
  const TestUser narrow = server.make_key(server.admin(), {{"scope", "read"}});
  EXPECT_EQ(refusal("admin", narrow.key), sentence);
  ASSERT_EQ(server.post("/v1/users/anna/disable/", server.admin(), nullptr).status, 200);
  EXPECT_EQ(refusal("anna", kPassword), sentence);
  EXPECT_EQ(Browser(server).sign_in("", "").status, 422);
  EXPECT_EQ(Browser(server).sign_in("anna", std::string(2000, 'x')).status, 422);
}

TEST_F(Sessions, TakeNothingButJson) {
  const std::string body = R"({"user":"anna","password":"correct horse"})";
  for (const std::string type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "",
                                 "text/plain; x=application/json", "application/jsonx"}) {
    for (const std::string path : {"/v1/session/", "/v1/first-run/"}) {
      const net::HttpAnswer answer =
          server.send({.method = "POST", .path = path, .body = body, .fields = {{"Content-Type", type}}});
      EXPECT_EQ(answer.status, 415) << type;
    }
  }
  EXPECT_EQ(server
                .send({.method = "POST",
                       .path = "/v1/session/",
                       .body = body,
                       .fields = {{"Content-Type", "Application/JSON; charset=utf-8"}}})
                .status,
            200);
}

TEST_F(Sessions, EndBySigningOutAndTheCookieGoes) {
  const Browser browser = signed_in();
  const net::HttpAnswer answer = browser.send("DELETE", "/v1/session/");
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.field("set-cookie"), "entrepot_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
  EXPECT_EQ(browser.user(), "");
  EXPECT_EQ(browser.get("/v1/user/self/").status, 401);
  EXPECT_EQ(browser.send("DELETE", "/v1/session/").status, 204) << "nobody may sign out too";
  EXPECT_EQ(browser.send("POST", "/v1/keys/", R"({"name":"late"})").status, 401);
}

TEST_F(Sessions, ThatAreOverDoNotTurnAnybodyAwayFromWhatIsPublic) {
  server.make_repository(server.admin(), "admin/open", "Public");
  const Browser browser = signed_in();
  ASSERT_EQ(browser.send("DELETE", "/v1/session/").status, 204);
  EXPECT_EQ(browser.get("/v1/repos/admin/open/").status, 200);
  EXPECT_EQ(server.registry().numbers().authentication.failures, 0U);
}

TEST_F(Sessions, AreReplacedWhenTheSameBrowserSignsInAgain) {
  Browser browser = signed_in();
  const Browser before = browser;
  ASSERT_EQ(browser.sign_in("anna", kPassword).status, 200);
  EXPECT_NE(browser.cookie, before.cookie);
  EXPECT_NE(browser.token, before.token);
  EXPECT_EQ(before.user(), "");
  EXPECT_EQ(list(browser).size(), 1U);
}

TEST_F(Sessions, AreListedAndEndedOneByOne) {
  const Browser one = signed_in();
  server.clock().advance(Seconds(60));
  const Browser two = signed_in();
  const Browser foreign = [&] {
    EXPECT_EQ(server.post("/v1/users/", server.admin(), json::object{{"slug", "bob"}, {"password", kPassword}}).status,
              201);
    return signed_in("bob");
  }();
  const json::array all = list(two);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_TRUE(all[0].at("is_current").as_bool());
  EXPECT_FALSE(all[1].at("is_current").as_bool());
  EXPECT_EQ(text_at(all[0], "created_at"), "2026-11-22T12:01:00Z");
  EXPECT_EQ(text_at(all[0], "expires_at"), "2026-12-06T12:01:00Z");
  EXPECT_EQ(text_at(all[0], "address"), "127.0.0.1");
  EXPECT_EQ(json::serialize(all).find(two.cookie.substr(two.cookie.find('=') + 1)), std::string::npos);

  EXPECT_EQ(foreign.send("DELETE", "/v1/user/sessions/" + slug_perm_of(one) + "/").status, 404);
  EXPECT_EQ(one.user(), "anna");
  EXPECT_EQ(two.send("DELETE", "/v1/user/sessions/" + slug_perm_of(one) + "/").status, 204);
  EXPECT_EQ(one.user(), "") << "at once";
  EXPECT_EQ(two.user(), "anna");
  EXPECT_EQ(two.send("DELETE", "/v1/user/sessions/" + slug_perm_of(two) + "/").status, 204);
  EXPECT_EQ(two.user(), "");
}

TEST_F(Sessions, OfOthersEndAllAtOnceButTheOneThatAsks) {
  const Browser one = signed_in();
  const Browser two = signed_in();
  const Browser three = signed_in();
  EXPECT_EQ(two.send("DELETE", "/v1/user/sessions/").status, 204);
  EXPECT_EQ(one.user() + two.user() + three.user(), "anna");
  const TestUser narrow = server.make_key(server.admin(), {{"scope", "read"}});
  EXPECT_EQ(server.get("/v1/user/sessions/", narrow).status, 403);
}

TEST_F(Sessions, OfOneUserEndWithTheOneNotUsedForLongestWhenThereAreTooMany) {
  const Browser first = signed_in();
  const Browser second = signed_in();
  for (int i = 0; i < 28; ++i) signed_in();
  EXPECT_EQ(list(second).size(), 30U) << "and all on one page";
  server.clock().advance(Seconds(1));
  signed_in();
  EXPECT_EQ(first.user(), "");
  EXPECT_EQ(second.user(), "anna");
}

TEST_F(Sessions, EndWhenNobodyUsesThemForLongEnough) {
  const Browser browser = signed_in();
  for (int i = 0; i < 3; ++i) {
    server.clock().advance(hours(12) - Seconds(1));
    EXPECT_EQ(browser.user(), "anna") << "each use counts anew";
  }
  server.clock().advance(hours(12));
  EXPECT_EQ(browser.user(), "");
  EXPECT_EQ(browser.user(), "") << "and asking does not wake it";
}

TEST_F(Sessions, EndWhenTheyAreTooOldHoweverMuchTheyAreUsed) {
  const Browser browser = signed_in();
  for (int i = 0; i < 55; ++i) {
    server.clock().advance(hours(6));
    ASSERT_EQ(browser.user(), "anna") << i;
  }
  server.clock().advance(hours(6) - Seconds(1));
  const json::value last = json_of(browser.get("/v1/session/"));
  EXPECT_EQ(text_at(last, "expires_at"), "2026-12-06T12:00:00Z");
  EXPECT_EQ(text_at(last, "idle_expires_at"), "2026-12-06T12:00:00Z");
  server.clock().advance(Seconds(1));
  EXPECT_EQ(browser.user(), "");
}

TEST_F(Sessions, KeepTheirLimitsOverARestart) {
  const Browser browser = signed_in();
  server.clock().advance(hours(11));
  EXPECT_EQ(browser.user(), "anna");
  server.restart();
  server.clock().advance(hours(11));
  Browser after(server);
  after.cookie = browser.cookie;
  after.token = browser.token;
  EXPECT_EQ(after.user(), "anna") << "the last use was written down";
  EXPECT_EQ(after.send("POST", "/v1/user/tokens/").status, 201) << "the token follows from the cookie";
  server.restart();
  server.clock().advance(hours(12));
  EXPECT_EQ(after.user(), "");
}

TEST_F(Sessions, EndWithThePasswordButForTheBrowserThatChangesIt) {
  const Browser one = signed_in();
  const Browser two = signed_in();
  EXPECT_EQ(set_password(one, "anna", {{"password", "better battery"}}).status, 422) << "without the present one";
  EXPECT_EQ(two.user(), "anna");
  ASSERT_EQ(set_password(one, "anna", {{"password", "better battery"}, {"current_password", kPassword}}).status, 200);
  EXPECT_EQ(one.user(), "anna");
  EXPECT_EQ(two.user(), "");
  EXPECT_EQ(one.send("POST", "/v1/user/tokens/").status, 201) << "it may go on to write";
  EXPECT_EQ(Browser(server).sign_in("anna", kPassword).status, 401);

  ASSERT_EQ(server.post("/v1/users/anna/password/", server.admin(), json::object{{"password", "another one"}}).status,
            200);
  EXPECT_EQ(one.user(), "") << "an admin's doing ends them all";
}

TEST_F(Sessions, OfAnAdminNeedThePresentPasswordForTheirOwn) {
  Browser admin(server);
  ASSERT_EQ(server
                .post("/v1/users/", server.admin(),
                      json::object{{"slug", "root"}, {"password", kPassword}, {"is_admin", true}})
                .status,
            201);
  ASSERT_EQ(admin.sign_in("root", kPassword).status, 200);
  EXPECT_EQ(set_password(admin, "root", {{"password", "better battery"}}).status, 422);
  EXPECT_EQ(set_password(admin, "anna", {{"password", "better battery"}}).status, 200);
  EXPECT_EQ(signed_in("anna", "better battery").user(), "anna");
}

TEST_F(Sessions, EndForGoodWhenTheirUserIsDisabled) {
  const Browser browser = signed_in();
  ASSERT_EQ(server.post("/v1/users/anna/disable/", server.admin(), nullptr).status, 200);
  EXPECT_EQ(browser.user(), "");
  ASSERT_EQ(server.post("/v1/users/anna/enable/", server.admin(), nullptr).status, 200);
  EXPECT_EQ(browser.user(), "");
  EXPECT_EQ(signed_in().user(), "anna");
}

TEST_F(Sessions, AreSlowedWhereSomebodyGuesses) {
  TestServer slow({.adjust = [](registry::RegistryOptions& options) {
    options.authenticator.first_delay = options.authenticator.longest_delay = Milliseconds(1'500);
    options.authenticator.free_failures = 1;
  }});
  make_anna(slow);
  EXPECT_EQ(Browser(slow).sign_in("anna", "guess 0").status, 401);
  net::HttpAnswer refused;
  for (int round = 0; round < 5 && refused.status != 429; ++round) {
    net::HttpAnswer one;
    std::thread other([&] { one = Browser(slow).sign_in("anna", "guess 1"); });
    refused = Browser(slow).sign_in("anna", "guess 2");
    other.join();
    // Whichever came second came while the answer of the first was held back.
    if (one.status == 429) refused = one;
  }
  EXPECT_EQ(refused.status, 429) << refused.body;
  EXPECT_GE(std::stoi("0" + std::string(refused.field("retry-after"))), 1);
}

TEST_F(Sessions, AreNoCredentialForCargoAndGit) {
  server.make_repository({"anna", "Basic " + encode_base64(as_bytes("anna:" + kPassword))}, "anna/secret", "Private");
  const Browser browser = signed_in();
  EXPECT_EQ(browser.get("/v1/repos/anna/secret/").status, 200);
  const Browser::Fields token{{"X-CSRF-Token", browser.token}};
  EXPECT_EQ(browser.get("/basic/anna/secret/cargo/config.json").status, 401);
  EXPECT_EQ(browser.get("/basic/anna/secret/cargo/api/v1/crates?q=x").status, 401);
  EXPECT_EQ(browser.get("/basic/anna/secret/cargo/index.git/info/refs?service=git-upload-pack").status, 401);
  EXPECT_EQ(
      browser
          .send_with("PUT", "/basic/anna/secret/cargo/api/v1/crates/new", CrateBuilder("serde", "1.0.0").body(), token)
          .status,
      401);
}

TEST_F(Sessions, GiveWayToCredentialsInAHeader) {
  const Browser browser = signed_in();
  const auto self_with = [&](const std::string& name, const std::string& value) {
    return browser.send_with("GET", "/v1/user/self/", {}, {{name, value}});
  };
  EXPECT_EQ(text_at(json_of(self_with("Authorization", server.admin().key)), "slug"), "admin");
  EXPECT_EQ(text_at(json_of(self_with("X-Api-Key", server.admin().key)), "slug"), "admin");
  EXPECT_EQ(self_with("Authorization", kStranger.authorization).status, 401) << "wrong ones do not fall back";
  EXPECT_EQ(self_with("Authorization", "Basic !!!").status, 401);
  EXPECT_EQ(text_at(json_of(self_with("Authorization", "")), "slug"), "anna");
  // And who shows a header needs no token.
  EXPECT_EQ(browser.send_with("POST", "/v1/user/tokens/", {}, {{"Authorization", server.admin().key}}).status, 201);
}

TEST_F(Sessions, AreNobodysWithATornOrDoubledCookie) {
  const Browser browser = signed_in();
  for (const std::string& cookie : {browser.cookie.substr(0, browser.cookie.size() - 1), browser.cookie + "x",
                                    browser.cookie + "; " + browser.cookie, "x" + browser.cookie,
                                    browser.cookie + "; entrepot_session=" + std::string(44, 'x')}) {
    Browser torn = browser;
    torn.cookie = cookie;
    EXPECT_EQ(torn.user(), "") << cookie;
  }
  Browser among = browser;
  among.cookie = "theme=dark; " + browser.cookie + "; x=y";
  EXPECT_EQ(among.user(), "anna");
}

TEST_F(Sessions, StandInTheEventLogWithoutTheirSecret) {
  const Browser browser = signed_in();
  ASSERT_EQ(browser.send("DELETE", "/v1/session/").status, 204);
  const auto events = server.registry().database().read_here(
      [](store::Transaction& transaction) { return registry::read_events(transaction, 0, 1000); });
  ASSERT_TRUE(events.has_value());
  std::string words;
  for (const registry::Event& event : *events) {
    if (event.kind != registry::EventKind::session_opened && event.kind != registry::EventKind::session_ended) continue;
    words += std::string(event_kind_word(event.kind)) + " " + event.actor + " ";
    EXPECT_NE(event.data.find("127.0.0.1"), std::string::npos);
    EXPECT_EQ(event.data.find(browser.cookie.substr(browser.cookie.find('=') + 1)), std::string::npos);
  }
  EXPECT_EQ(words, "session_opened anna session_ended anna ");
}

TEST(SessionCookies, HaveTheFlagsThatTheUrlAllows) {
  struct Row {
    std::string base_path, public_url, name, rest;
  };
  for (const Row& row :
       {Row{"", "", "entrepot_session", "; Path=/; Max-Age=1209600; HttpOnly; SameSite=Strict"},
        Row{"/crates", "", "entrepot_session", "; Path=/crates; Max-Age=1209600; HttpOnly; SameSite=Strict"},
        Row{"", "https://crates.example", "__Host-entrepot_session",
            "; Path=/; Max-Age=1209600; HttpOnly; SameSite=Strict; Secure"},
        Row{"/base", "https://crates.example/base", "entrepot_session",
            "; Path=/base; Max-Age=1209600; HttpOnly; SameSite=Strict; Secure"}}) {
    SCOPED_TRACE(row.public_url + " " + row.base_path);
    TestServer server({.base_path = row.base_path, .public_url = row.public_url});
    make_anna(server);
    Browser browser(server);
    const std::string set(browser.sign_in("anna", kPassword).field("set-cookie"));
    EXPECT_EQ(set, browser.cookie + row.rest);
    EXPECT_TRUE(set.starts_with(row.name + "="));
    EXPECT_EQ(browser.user(), "anna");
    EXPECT_EQ(browser.send("DELETE", "/v1/session/").status, 204);
  }
}

}  // namespace
}  // namespace entrepot::testing
