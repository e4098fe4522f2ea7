#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "registry/event_kinds.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;
using Texts = std::vector<std::string>;

const std::set<std::string> kReaderKinds{"published",     "yanked",  "unyanked", "owner_added",
                                         "owner_removed", "deleted", "restored", "tagged"};

/// The organisation acme, whose Members may read acme/tools; `writer` may write. The day is 2026-11-22.
class Activity : public ::testing::Test {
 protected:
  Activity() {
    server.make_organisation(owner, "acme");
    for (const TestUser& user : {reader, writer}) server.add_member(owner, "acme", user, "Member");
    server.make_repository(owner, "acme/tools", "Private");
    EXPECT_EQ(server
                  .send({.method = "PUT",
                         .path = "/v1/repos/acme/tools/privileges",
                         .caller = owner,
                         .body = R"({"privileges":[{"user":"writer","privilege":"Write"}]})"})
                  .status,
              204);
  }

  void publish(const std::string& crate, const std::string& version) {
    server.must_publish(owner, "acme/tools", CrateBuilder(crate, version));
  }
  void yank(const std::string& crate, const std::string& version, bool back = false) {
    EXPECT_EQ(server
                  .send({.method = back ? "PUT" : "DELETE",
                         .path = cargo_path("basic", "acme/tools",
                                            "/api/v1/crates/" + crate + "/" + version + (back ? "/unyank" : "/yank")),
                         .caller = owner})
                  .status,
              200);
  }
  std::string slug_perm(const std::string& crate) {
    const json::value list = json_of(server.get("/v1/packages/acme/tools/?query=name:^" + crate + "$", owner));
    return list.as_array().empty() ? "" : text_at(list.as_array().front(), "slug_perm");
  }
  void change(const std::string& crate, const std::string& action, const std::string& body) {
    const net::HttpAnswer answer = server.send({.method = "POST",
                                                .path = "/v1/packages/acme/tools/" + slug_perm(crate) + "/" + action,
                                                .caller = owner,
                                                .body = body});
    EXPECT_EQ(answer.status, 200) << answer.body;
  }

  json::value log(const std::string& query = {}) { return log(query, owner); }
  json::value log(const std::string& query, const Caller& caller) { return at("acme/tools/" + query, caller); }
  json::value at(const std::string& place, const Caller& caller) {
    const net::HttpAnswer answer = server.get("/v1/audit-log/" + place, caller);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json_of(answer);
  }
  static Texts all(const json::value& log, std::string_view member) {
    Texts texts;
    for (const json::value& event : log.at("events").as_array()) texts.push_back(text_at(event, member));
    return texts;
  }
  static Texts sentences(const json::value& log) { return all(log, "sentence"); }
  static std::set<std::string> set_of(const json::value& words) {
    std::set<std::string> set;
    for (const json::value& word : words.as_array()) set.emplace(word.as_string());
    return set;
  }

  TestServer server;
  TestUser owner = server.make_user("owner");
  TestUser reader = server.make_user("reader");
  TestUser writer = server.make_user("writer");
};

TEST_F(Activity, IsToldInSentencesTheNewestFirst) {
  publish("tea", "1.0.0");
  yank("tea", "1.0.0");
  yank("tea", "1.0.0", true);
  change("tea", "tag/", R"({"tags":["Stable","lts"]})");
  const json::value page = log("?kind=published,yanked,unyanked,tagged");
  EXPECT_EQ(sentences(page), (Texts{"owner changed the tags of tea 1.0.0", "owner unyanked tea 1.0.0",
                                    "owner yanked tea 1.0.0", "owner published tea 1.0.0"}));
  EXPECT_EQ(text_at(page.at("events").as_array().back(), "at"), to_rfc3339(server.clock().now()));
  EXPECT_TRUE(page.at("oldest").is_null()) << "there is nothing below";
}

TEST_F(Activity, NamesWhomAndWhatItWasAbout) {
  publish("tea", "1.0.0");
  server.send({.method = "PUT",
               .path = cargo_path("basic", "acme/tools", "/api/v1/crates/tea/owners"),
               .caller = owner,
               .body = R"({"users":["writer"]})"});
  server.make_entitlement(owner, "acme/tools", "ci");
  const Texts told = sentences(log());
  EXPECT_EQ(told, (Texts{"owner created the entitlement token 'ci'", "owner made writer an owner of tea",
                         "owner published tea 1.0.0", "owner gave writer the privilege Write on acme/tools",
                         "owner created the entitlement token 'Default'", "owner created the repository acme/tools"}));
  const json::value details = log("?kind=privilege_granted").at("events").as_array().front().at("details");
  EXPECT_EQ(json::serialize(details), R"({"user":"writer","privilege":"Write"})");
}

TEST_F(Activity, ShowsToEachWhatTheirPrivilegeAllows) {
  publish("tea", "1.0.0");
  change("tea", "quarantine/", "{}");
  server.make_entitlement(owner, "acme/tools", "ci");
  EXPECT_EQ(set_of(log("", reader).at("kinds")), kReaderKinds);
  EXPECT_EQ(all(log("", reader), "event"), Texts{"published"});
  EXPECT_EQ(all(log("", writer), "event"), (Texts{"quarantined", "published", "repository_created"}));
  EXPECT_EQ(all(log(), "event").size(), 6U);
  EXPECT_EQ(all(log("", server.admin()), "event").size(), 6U);
  // A key gives no more than its scope.
  const TestUser narrow = server.make_key(owner, {{"scope", "read"}});
  EXPECT_EQ(set_of(log("", narrow).at("kinds")), kReaderKinds);
  EXPECT_EQ(log("", reader).at("newest"), log("", reader).at("events").as_array().front().at("sequence"))
      << "what may not be seen is not hinted at";
}

TEST_F(Activity, IsSeenByNobodyElseUnlessTheRepositoryIsPublic) {
  publish("tea", "1.0.0");
  const TestUser stranger = server.make_user("stranger");
  EXPECT_EQ(server.get("/v1/audit-log/acme/tools/", stranger).status, 404);
  EXPECT_EQ(server.get("/v1/audit-log/acme/tools/").status, 401);
  EXPECT_EQ(server
                .send({.method = "PATCH",
                       .path = "/v1/repos/acme/tools/",
                       .caller = owner,
                       .body = R"({"repository_type_str":"Public"})"})
                .status,
            200);
  for (const Caller& caller : {Caller(stranger), kNobody}) {
    EXPECT_EQ(sentences(log("", caller)), Texts{"owner published tea 1.0.0"});
    EXPECT_EQ(set_of(log("", caller).at("kinds")), kReaderKinds);
  }
}

TEST_F(Activity, HidesKindsThatMayNotBeSeenAsIfThereWereNone) {
  const auto refused = [&](const std::string& kind, const Caller& caller) {
    const net::HttpAnswer answer = server.get("/v1/audit-log/acme/tools/?kind=" + kind, caller);
    EXPECT_EQ(answer.status, 422) << kind;
    return json::serialize(json_of(answer).at("fields"));
  };
  EXPECT_EQ(refused("eaten", owner), R"({"kind":["There is no kind of event 'eaten' here; see 'kinds'."]})");
  EXPECT_EQ(refused("quarantined", reader),
            R"({"kind":["There is no kind of event 'quarantined' here; see 'kinds'."]})");
  EXPECT_NE(refused("user_created", owner).find("'user_created'"), std::string::npos);
}

TEST_F(Activity, IsFilteredByKindActorCrateAndTime) {
  publish("tea", "1.0.0");
  server.clock().advance(std::chrono::hours(24));
  server.must_publish(server.admin(), "acme/tools", CrateBuilder("Green-Tea", "1.0.0"));
  yank("tea", "1.0.0");
  server.clock().advance(std::chrono::hours(24));
  publish("coffee", "1.0.0");
  EXPECT_EQ(all(log("?kind=published"), "crate"), (Texts{"coffee", "Green-Tea", "tea"}));
  EXPECT_EQ(all(log("?kind=yanked,%20published,yanked"), "crate"), (Texts{"coffee", "tea", "Green-Tea", "tea"}));
  EXPECT_EQ(all(log("?actor=ADMIN"), "crate"), Texts{"Green-Tea"});
  EXPECT_EQ(all(log("?actor=nobody-here"), "crate"), Texts{});
  EXPECT_EQ(all(log("?crate=tea"), "event"), (Texts{"yanked", "published"}));
  EXPECT_EQ(all(log("?crate=tea&kind=published"), "event"), Texts{"published"});
  EXPECT_EQ(all(log("?crate=tea&actor=admin"), "event"), Texts{});
  EXPECT_EQ(all(log("?crate=green_tea"), "crate"), Texts{"Green-Tea"});
  EXPECT_EQ(all(log("?crate=milk"), "crate"), Texts{});
  EXPECT_EQ(all(log("?kind=published,yanked&from=2026-11-23&to=2026-11-24"), "crate"), (Texts{"tea", "Green-Tea"}));
  EXPECT_EQ(all(log("?kind=published&from=2026-11-24"), "crate"), Texts{"coffee"});
  EXPECT_EQ(all(log("?kind=published&to=2026-11-23T00:00:00Z"), "crate"), Texts{"tea"});
  EXPECT_EQ(all(log("?from=2027-01-01"), "event"), Texts{});
  EXPECT_EQ(all(log("?to=2020-01-01"), "event"), Texts{});
}

TEST_F(Activity, SaysWhichParameterIsWrong) {
  for (const std::string query : {"from=yesterday", "to=2026-02-30", "before=x", "after=-1"}) {
    const net::HttpAnswer answer = server.get("/v1/audit-log/acme/tools/?" + query, owner);
    EXPECT_EQ(answer.status, 422) << query;
    EXPECT_TRUE(json_of(answer).at("fields").as_object().contains(query.substr(0, query.find('=')))) << query;
  }
  EXPECT_EQ(all(log("?before=99999999999999999999999"), "event").size(), 3U);
}

TEST_F(Activity, IsReadPageByPageWithoutGapsAndDoubles) {
  for (int version = 0; version < 7; ++version) publish("tea", "1.0." + std::to_string(version));
  int meanwhile = 0;
  for (const std::string filter :
       {"", "&kind=published", "&crate=tea", "&actor=owner", "&kind=published,repository_created&actor=owner"}) {
    const json::value whole = log("?page_size=100" + filter);
    json::array pages;
    std::string before;
    for (int page = 0; page < 50; ++page) {
      const json::value part = log("?page_size=3" + filter + before);
      for (const json::value& event : part.at("events").as_array()) pages.push_back(event);
      if (part.at("oldest").is_null()) break;
      ASSERT_EQ(part.at("events").as_array().size(), 3U);
      EXPECT_EQ(part.at("oldest"), part.at("events").as_array().back().at("sequence"));
      before = "&before=" + std::to_string(part.at("oldest").as_int64());
      publish("tea", "2.0." + std::to_string(meanwhile++));  // what comes meanwhile moves nothing
    }
    EXPECT_EQ(json::value(pages), whole.at("events")) << filter;
  }
}

TEST_F(Activity, IsFollowedWithoutGapsAndDoubles) {
  std::int64_t newest = log().at("newest").as_int64();
  EXPECT_TRUE(log("?after=" + std::to_string(newest)).at("events").as_array().empty());
  EXPECT_EQ(log("?after=" + std::to_string(newest)).at("newest").as_int64(), newest);
  for (int version = 0; version < 5; ++version) publish("tea", "1.0." + std::to_string(version));
  Texts seen;
  for (int page = 0; page < 5; ++page) {
    const json::value part = log("?page_size=2&after=" + std::to_string(newest));
    Texts versions = all(part, "version");
    EXPECT_TRUE(std::ranges::is_sorted(versions, std::ranges::greater())) << "the newest first";
    seen.insert(seen.begin(), versions.begin(), versions.end());
    newest = part.at("newest").as_int64();
  }
  EXPECT_EQ(seen, (Texts{"1.0.4", "1.0.3", "1.0.2", "1.0.1", "1.0.0"}));
  EXPECT_EQ(newest, log().at("newest").as_int64());
}

TEST_F(Activity, BeginsToBeFollowedWhereNothingHasHappened) {
  const json::value nothing = log("", reader);
  EXPECT_EQ(nothing.at("newest").as_int64(), 0);
  publish("tea", "1.0.0");
  EXPECT_EQ(sentences(log("?after=0", reader)), Texts{"owner published tea 1.0.0"});
}

TEST_F(Activity, OfANamespaceIsForWhoAdministersIt) {
  publish("tea", "1.0.0");
  const json::value page = at("acme/", owner);
  EXPECT_EQ(sentences(page), (Texts{"owner published tea 1.0.0", "owner gave writer the privilege Write on acme/tools",
                                    "owner created the entitlement token 'Default'",
                                    "owner created the repository acme/tools", "owner added writer to acme as Member",
                                    "owner added reader to acme as Member", "owner created the organisation acme"}));
  EXPECT_EQ(set_of(page.at("kinds")).size(), registry::kEventKindCount);
  EXPECT_EQ(sentences(at("acme/?crate=TEA", owner)), Texts{"owner published tea 1.0.0"});
  EXPECT_EQ(sentences(at("acme/?kind=member_added&page_size=1", owner)), Texts{"owner added writer to acme as Member"});
  EXPECT_EQ(sentences(at("acme/?actor=owner&kind=organisation_created", server.admin())),
            Texts{"owner created the organisation acme"});
  EXPECT_EQ(server.get("/v1/audit-log/acme/", writer).status, 403);
  EXPECT_EQ(server.get("/v1/audit-log/acme/", server.make_user("stranger")).status, 404);
  EXPECT_EQ(server.get("/v1/audit-log/nothing/", owner).status, 404);
  const TestUser narrow = server.make_key(owner, {{"scope", "admin"}, {"repositories", json::array{"acme/tools"}}});
  EXPECT_EQ(server.get("/v1/audit-log/acme/", narrow).status, 403);
  EXPECT_EQ(sentences(at("owner/?kind=api_key_created", owner)).front(),
            "owner created the API key 'restricted' of owner");
  EXPECT_EQ(all(at("reader/", reader), "event"), (Texts{"api_key_created", "user_created"})) << "one's own";
}

TEST_F(Activity, OfTheServerIsForItsAdmins) {
  publish("tea", "1.0.0");
  const json::value page = at("?page_size=500", server.admin());
  EXPECT_EQ(sentences(page).front(), "owner published tea 1.0.0");
  EXPECT_EQ(text_at(page.at("events").as_array().front(), "repository"), "tools");
  EXPECT_EQ(all(page, "event").back(), "user_created");
  EXPECT_EQ(sentences(at("?crate=tea", server.admin())), Texts{"owner published tea 1.0.0"});
  EXPECT_EQ(all(at("?kind=user_created&actor=system", server.admin()), "sentence"),
            Texts{"system created the user admin"});
  EXPECT_EQ(all(at("?kind=user_created", server.admin()), "event").size(), 4U);
  EXPECT_EQ(server.get("/v1/audit-log/", owner).status, 403);
}

TEST_F(Activity, NeverTellsASecretOrAnAddress) {
  const std::string token = server.make_entitlement(owner, "acme/tools", "ci");
  EXPECT_EQ(server
                .post("/v1/entitlements/acme/tools/", owner,
                      json::object{{"name", "given"}, {"token", "a-token-of-our-own-choice"}})
                .status,
            201);
  EXPECT_EQ(
      server
          .post("/v1/users/", server.admin(),
                json::object{{"slug", "anna"}, {"email", "anna@example.org"}, {"password", "correct horse battery"}})
          .status,
      201);
  EXPECT_EQ(server.post("/v1/users/anna/password/", server.admin(), json::object{{"password", "another horse battery"}})
                .status,
            200);
  publish("tea", "1.0.0");
  change("tea", "quarantine/", "{}");
  const std::string everything = server.get("/v1/audit-log/?page_size=500", server.admin()).body;
  for (const std::string& secret : {token, std::string("a-token-of-our-own-choice"), std::string("anna@example.org"),
                                    std::string("horse"), owner.key, std::string("line_before")}) {
    EXPECT_EQ(everything.find(secret), std::string::npos) << secret;
  }
}

TEST_F(Activity, OfADeletedRepositoryIsNotThatOfItsSuccessor) {
  publish("tea", "1.0.0");
  EXPECT_EQ(server.send({.method = "DELETE", .path = "/v1/repos/acme/tools/", .caller = owner}).status, 200);
  server.make_repository(owner, "acme/tools", "Private");
  EXPECT_EQ(sentences(log()),
            (Texts{"owner created the entitlement token 'Default'", "owner created the repository acme/tools"}));
  EXPECT_EQ(sentences(at("acme/?kind=repository_deleted", owner)), Texts{"owner deleted the repository acme/tools"});
}

}  // namespace
}  // namespace entrepot::testing
