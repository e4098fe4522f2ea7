#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "support/golden.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

constexpr std::string_view kManifest = R"toml([package]
name = "serde"
version = "1.0.0"
description = "Turns values into bytes.\nAnd back."
license = "MIT OR Apache-2.0"
keywords = ["bytes"]
authors = ["A <a@example.org>"]
[dependencies]
tea = "1.2"
[dev-dependencies]
cup = ">=1, <3"
[build-dependencies]
pot = "0.3"
)toml";

class Packages : public ::testing::Test {
 protected:
  Packages() {
    server_.make_repository(server_.admin(), "admin/house", "Public");
    server_.make_repository(server_.admin(), "admin/other", "Private");
  }
  net::HttpAnswer publish(std::string_view name, std::string_view version,
                          std::string_view repository = "admin/house") {
    return server_.publish(server_.admin(), repository, CrateBuilder(std::string(name), std::string(version)));
  }
  net::HttpAnswer get(std::string_view rest) {
    return server_.get("/v1/packages/admin/" + std::string(rest), server_.admin());
  }
  net::HttpAnswer post(std::string_view rest, const json::object& body = {}) {
    return server_.post("/v1/packages/admin/" + std::string(rest), server_.admin(), body);
  }
  json::array list(std::string_view query = "", std::string_view repository = "house") {
    const net::HttpAnswer answer = get(std::string(repository) + "/" + std::string(query));
    EXPECT_EQ(answer.status, 200) << answer.body;
    const json::value found = json_of(answer);
    return found.is_array() ? found.as_array() : json::array();
  }
  std::string names(std::string_view query) {
    std::string out;
    for (const json::value& one : list(query)) out += text_at(one, "name") + " " + text_at(one, "version") + ", ";
    return out;
  }
  /// slug_perm of the only package of that name and version.
  std::string package(std::string_view name, std::string_view version = "1.0.0",
                      std::string_view repository = "house") {
    for (const json::value& one : list("", repository)) {
      if (text_at(one, "name") == name && text_at(one, "version") == version) return text_at(one, "slug_perm");
    }
    ADD_FAILURE() << name << " " << version << " is not listed";
    return "";
  }
  net::HttpAnswer remove(const std::string& package) {
    return server_.send(
        {.method = "DELETE", .path = "/v1/packages/admin/house/" + package + "/", .caller = server_.admin()});
  }
  std::string index(std::string_view crate, std::string_view repository = "admin/house") {
    return server_.get(cargo_path("basic", repository, "/" + std::string(crate)), server_.admin()).body;
  }
  int download(std::string_view file) {
    return server_.get(cargo_path("basic", "admin/house", "/" + std::string(file)), server_.admin()).status;
  }

  /// Sends a file with the simple PUT and makes a package of it.
  net::HttpAnswer push(const std::string& bytes, json::object fields = {}, std::string_view repository = "house") {
    const net::HttpAnswer sent = server_.send({.method = "PUT",
                                               .path = "/v1/upload/admin/" + std::string(repository) + "/some-1.crate",
                                               .caller = server_.admin(),
                                               .body = bytes});
    EXPECT_EQ(sent.status, 200) << sent.body;
    fields["package_file"] = text_at(json_of(sent), "identifier");
    return post(std::string(repository) + "/upload/cargo/", fields);
  }

  TestServer server_;
};

TEST_F(Packages, LookAsTheManagementApiSays) {
  const net::HttpAnswer pushed =
      push(CrateBuilder("serde", "1.0.0").manifest(std::string(kManifest)).build(), {{"tags", "Stable, tested"}});
  ASSERT_EQ(pushed.status, 201) << pushed.body;
  expect_golden("v1_package_uploaded.json", without_chance(json_of(pushed), server_.url()));
  const std::string perm = text_at(json_of(pushed), "slug_perm");
  const std::string slug = text_at(json_of(pushed), "slug");
  EXPECT_EQ(get("house/" + perm + "/").body, pushed.body);
  EXPECT_EQ(get("house/" + slug + "/").body, pushed.body);
  EXPECT_EQ(get("house/x" + slug + "/").status, 404);
  EXPECT_EQ(get("other/" + perm + "/").status, 404);
  json::object status = json_of(get("house/" + perm + "/status/")).as_object();
  status["slug_perm"] = perm;  // so that it is known as chance
  json::object without = without_chance(status, server_.url()).as_object();
  without.erase("slug_perm");
  expect_golden("v1_package_status.json", without);
  expect_golden("v1_package_dependencies.json", json_of(get("house/" + perm + "/dependencies/")));
  expect_golden("v1_package_groups.json", json_of(get("house/groups/")));
}

TEST_F(Packages, AreListedByQueryInOrderAndByPages) {
  for (const char* version : {"1.0.0", "1.10.0", "1.9.0", "2.0.0-rc.1"}) ASSERT_EQ(publish("tea", version).status, 200);
  ASSERT_EQ(publish("cup", "0.1.0").status, 200);
  EXPECT_EQ(names("?sort=name,-version"), "cup 0.1.0, tea 2.0.0-rc.1, tea 1.10.0, tea 1.9.0, tea 1.0.0, ");
  EXPECT_EQ(names("?sort=version&query=name:tea%20AND%20version:%3E%3D1.9"), "tea 1.9.0, tea 1.10.0, tea 2.0.0-rc.1, ");
  EXPECT_EQ(names("?query=tag:latest&sort=name"), "cup 0.1.0, tea 1.10.0, ");
  const net::HttpAnswer second = get("house/?sort=name,-version&page=2&page_size=2");
  EXPECT_EQ(second.field("x-pagination-count"), "5");
  EXPECT_EQ(second.field("x-pagination-pagetotal"), "3");
  const std::string url = server_.url() + "/v1/packages/admin/house/?sort=name,-version&page_size=2&page=";
  EXPECT_EQ(second.field("link"), "<" + url + "1>; rel=\"first\", <" + url + "1>; rel=\"prev\", <" + url +
                                      "3>; rel=\"next\", <" + url + "3>; rel=\"last\"");
  EXPECT_EQ(json_of(second).as_array().size(), 2U);
  EXPECT_EQ(text_at(json_of(second).as_array()[0], "version"), "1.10.0");
  const json::value groups = json_of(get("house/groups/?sort=name"));
  ASSERT_EQ(groups.at("results").as_array().size(), 2U);
  EXPECT_EQ(groups.at("results").as_array()[1].at("count"), json::value(4));
}

TEST_F(Packages, NameAFormatAndANamespaceThatAreThere) {
  ASSERT_EQ(publish("tea", "1.0.0").status, 200);
  const json::value package = list()[0];
  const auto follow = [&](std::string_view key) {
    return server_.get(text_at(package, key).substr(server_.url().size()), server_.admin());
  };
  expect_golden("v1_format.json", json_of(follow("format_url")));
  expect_golden("v1_namespace.json", without_chance(json_of(follow("namespace_url")), server_.url()));
  EXPECT_EQ(follow("repository_url").status, 200);
  EXPECT_EQ(follow("self_url").status, 200);
  EXPECT_EQ(follow("cdn_url").status, 200);
  EXPECT_EQ(server_.get("/v1/formats/npm/").status, 404);
  EXPECT_EQ(json_of(server_.get("/v1/formats/")).as_array().size(), 1U);
  EXPECT_EQ(json_of(server_.get("/v1/namespaces/", server_.admin())).as_array().size(), 1U);
}

TEST_F(Packages, SayWhereAQueryOrAnOrderIsWrong) {
  for (const std::string_view query : {"?query=nosuchfield:x", "?query=(tea", "?sort=colour"}) {
    const net::HttpAnswer answer = get("house/" + std::string(query));
    EXPECT_EQ(answer.status, 422) << query;
    EXPECT_NE(answer.body.find("olumn"), std::string::npos) << answer.body;
  }
}

TEST_F(Packages, OfAPushHaveTheIndexLineOfAPublish) {
  const CrateBuilder crate("serde", "1.0.0");
  server_.must_publish(server_.admin(), "admin/house", crate);
  ASSERT_EQ(push(crate.build(), {}, "other").status, 201);
  EXPECT_EQ(index("se/rd/serde"), index("se/rd/serde", "admin/other"));
}

TEST_F(Packages, OfAPushTakeSilentDependenciesAsTheRepositorySays) {
  const std::string bytes = CrateBuilder("serde", "1.0.0").manifest(std::string(kManifest)).build();
  const auto repository = [this](bool from_crates_io) {
    return server_.send(
        {.method = "PATCH",
         .path = "/v1/repos/admin/house/",
         .caller = server_.admin(),
         .body = json::serialize(json::object{{"use_default_cargo_upstream", from_crates_io},
                                              {"replace_packages_by_default", true},
                                              {"publish_rules", {{"allow_wildcard_requirement", true}}}})});
  };
  ASSERT_EQ(repository(true).status, 200);
  ASSERT_EQ(push(bytes).status, 201);
  EXPECT_NE(index("se/rd/serde").find("crates.io-index"), std::string::npos);
  ASSERT_EQ(repository(false).status, 200);
  ASSERT_EQ(push(bytes).status, 201);
  EXPECT_EQ(index("se/rd/serde").find("crates.io-index"), std::string::npos);
}

TEST_F(Packages, AreRefusedASecondTimeUnlessRepublished) {
  const std::string first = CrateBuilder("tea", "1.0.0").build();
  const std::string second = CrateBuilder("tea", "1.0.0").file("new.rs", "").build();
  ASSERT_EQ(push(first).status, 201);
  const std::string before = index("3/t/tea");
  const net::HttpAnswer refused = push(second);
  EXPECT_EQ(refused.status, 409);
  EXPECT_NE(refused.body.find("already uploaded"), std::string::npos) << refused.body;
  EXPECT_EQ(index("3/t/tea"), before);
  EXPECT_EQ(list().size(), 1U);
  const std::string old_perm = package("tea");
  ASSERT_EQ(push(second, {{"republish", true}}).status, 201);
  EXPECT_NE(index("3/t/tea"), before);
  EXPECT_EQ(list().size(), 1U);
  EXPECT_EQ(get("house/" + old_perm + "/").status, 404);
  server_.allow_orphans();  // the bytes that were replaced, until gc
}

TEST_F(Packages, AreNotListedByAQueryThatCannotBeRead) {
  ASSERT_EQ(publish("tea", "1.0.0").status, 200);
  for (const char* query : {"?query=nosuch%ff", "?query=%00nosuch", "?query=%zz", "?q%ff=1"}) {
    EXPECT_EQ(get("house/" + std::string(query)).status, 400) << query;
  }
  EXPECT_EQ(list("?query=nosuch").size(), 0U);
}

TEST_F(Packages, AreDeletedWithATombstoneAndRestoredForSevenDays) {
  ASSERT_EQ(publish("tea", "1.0.0").status, 200);
  ASSERT_EQ(publish("tea", "1.1.0").status, 200);
  const std::string before = index("3/t/tea");
  const std::string perm = package("tea", "1.1.0");
  ASSERT_EQ(remove(perm).status, 204);
  EXPECT_EQ(get("house/" + perm + "/").status, 404);
  EXPECT_EQ(download("tea-1.1.0.crate"), 404);
  EXPECT_EQ(names("?query=tag:latest"), "tea 1.0.0, ");
  EXPECT_EQ(push(CrateBuilder("tea", "1.1.0").file("new.rs", "").build()).status, 409);

  const json::value bin = json_of(server_.get("/v1/recycle-bin/admin/?repository=house", server_.admin()));
  ASSERT_EQ(bin.as_array().size(), 1U);
  expect_golden("v1_recycle_bin.json", without_chance(bin, server_.url()));
  const auto act = [&](std::string_view action) {
    return json_of(server_.post("/v1/recycle-bin/admin/action/", server_.admin(),
                                json::object{{"action", action}, {"identifiers", {perm}}, {"repository", "house"}}));
  };
  EXPECT_EQ(act("restore").at("packages_actioned").as_array().size(), 1U);
  EXPECT_EQ(index("3/t/tea"), before);
  EXPECT_EQ(download("tea-1.1.0.crate"), 200);
  EXPECT_EQ(names("?query=tag:latest"), "tea 1.1.0, ");

  ASSERT_EQ(remove(perm).status, 204);
  server_.clock().advance(std::chrono::hours(7 * 24));
  EXPECT_TRUE(act("restore").at("packages_failed_to_action").as_object().contains(perm));
  EXPECT_EQ(index("3/t/tea").find("1.1.0"), std::string::npos);
  server_.allow_orphans();  // its bytes, until gc
}

TEST_F(Packages, InQuarantineAreNotDownloadedAndNotOfferedToNewResolutions) {
  ASSERT_EQ(publish("tea", "1.0.0").status, 200);
  const std::string before = index("3/t/tea");
  const std::string perm = package("tea");
  const net::HttpAnswer held = post("house/" + perm + "/quarantine/");
  ASSERT_EQ(held.status, 200) << held.body;
  EXPECT_EQ(text_at(json_of(held), "status_str"), "Quarantined");
  EXPECT_EQ(names("?query=status:quarantined"), "tea 1.0.0, ");
  EXPECT_NE(index("3/t/tea").find("\"yanked\":true"), std::string::npos);
  EXPECT_EQ(download("tea-1.0.0.crate"), 403);
  EXPECT_EQ(post("house/" + perm + "/copy/", {{"destination", "other"}}).status, 409);
  // Yanking and unyanking meanwhile does not release it.
  for (const std::string method : {"DELETE", "PUT"}) {
    const std::string verb = method == "PUT" ? "unyank" : "yank";
    EXPECT_EQ(server_
                  .send({.method = method,
                         .path = cargo_path("basic", "admin/house", "/api/v1/crates/tea/1.0.0/" + verb),
                         .caller = server_.admin()})
                  .status,
              200);
    EXPECT_NE(index("3/t/tea").find("\"yanked\":true"), std::string::npos);
  }
  ASSERT_EQ(post("house/" + perm + "/quarantine/", {{"release", true}}).status, 200);
  EXPECT_EQ(index("3/t/tea"), before);
  EXPECT_EQ(download("tea-1.0.0.crate"), 200);
}

TEST_F(Packages, AreTaggedAndImmutableTagsStay) {
  ASSERT_EQ(publish("tea", "1.0.0").status, 200);
  const std::string tag = "house/" + package("tea") + "/tag/";
  ASSERT_EQ(post(tag, {{"action", "Add"}, {"tags", {"Fresh", "good"}}}).status, 200);
  EXPECT_EQ(names("?query=tag:fresh"), "tea 1.0.0, ");
  const json::value replaced = json_of(post(tag, {{"action", "Replace"}, {"tags", {"good", "kept"}}}));
  EXPECT_EQ(replaced.at("tags").at("info"), (json::array{"good", "kept"}));
  EXPECT_EQ(replaced.at("tags").at("version"), (json::array{"latest"}));
  ASSERT_EQ(post(tag, {{"action", "Add"}, {"tags", {"kept"}}, {"is_immutable", true}}).status, 200);
  EXPECT_EQ(json_of(post(tag, {{"action", "Remove"}, {"tags", {"latest"}}})).at("tags_automatic").at("version"),
            json::array{"latest"});
  const net::HttpAnswer bad = post(tag, {{"action", "Add"}, {"tags", {"two words"}}});
  EXPECT_EQ(bad.status, 422);
  EXPECT_NE(bad.body.find("\"tags\""), std::string::npos);
}

TEST_F(Packages, ByOthersThanTheirUploaderKeepTheirImmutableTags) {
  const TestUser owner = server_.make_user("owner");
  const TestUser member = server_.make_user("member");
  server_.make_organisation(owner, "acme");
  server_.add_member(owner, "acme", member, "Member");
  const net::HttpAnswer made =
      server_.post("/v1/repos/acme/", owner,
                   json::object{{"name", "yard"}, {"repository_type_str", "Private"}, {"default_privilege", "Write"}});
  ASSERT_EQ(made.status, 201) << made.body;
  server_.must_publish(owner, "acme/yard", CrateBuilder("tea", "1.0.0"));
  const std::string perm =
      text_at(json_of(server_.get("/v1/packages/acme/yard/", owner)).as_array().front(), "slug_perm");
  const auto tag = [&](const TestUser& user, json::object body) {
    return server_.post("/v1/packages/acme/yard/" + perm + "/tag/", user, body).status;
  };
  EXPECT_EQ(tag(member, {{"tags", {"ours"}}, {"is_immutable", true}}), 200);
  EXPECT_EQ(tag(member, {{"action", "Clear"}}), 403);
  EXPECT_EQ(tag(owner, {{"action", "Clear"}}), 200);
  // Deleting what somebody else uploaded needs Admin.
  EXPECT_EQ(server_.send({.method = "DELETE", .path = "/v1/packages/acme/yard/" + perm + "/", .caller = member}).status,
            403);
}

TEST_F(Packages, AreCopiedAndMovedWithoutTheirBytes) {
  ASSERT_EQ(publish("tea", "1.0.0").status, 200);
  const std::string perm = package("tea");
  ASSERT_EQ(post("house/" + perm + "/tag/", {{"tags", {"good"}}}).status, 200);
  const net::HttpAnswer copied = post("house/" + perm + "/copy/", {{"destination", "other"}});
  ASSERT_EQ(copied.status, 200) << copied.body;
  EXPECT_EQ(text_at(json_of(copied), "repository"), "other");
  EXPECT_EQ(text_at(json_of(copied), "origin_repository"), "house");
  EXPECT_NE(text_at(json_of(copied), "slug_perm"), perm);
  EXPECT_EQ(json_of(copied).at("tags").at("info"), json::array{"good"});
  EXPECT_EQ(index("3/t/tea"), index("3/t/tea", "admin/other"));
  EXPECT_EQ(post("house/" + perm + "/copy/", {{"destination", "other"}}).status, 409);
  EXPECT_EQ(post("house/" + perm + "/copy/", {{"destination", "other"}, {"republish", true}}).status, 200);
  EXPECT_EQ(post("house/" + perm + "/copy/", {{"destination", "house"}}).status, 422);
  EXPECT_EQ(post("house/" + perm + "/copy/", {{"destination", "nowhere"}}).status, 404);
  EXPECT_EQ(post("house/" + perm + "/copy/").status, 422);

  ASSERT_EQ(publish("cup", "1.0.0").status, 200);
  ASSERT_EQ(post("house/" + package("cup") + "/move/", {{"destination", "other"}}).status, 200);
  EXPECT_EQ(download("cup-1.0.0.crate"), 404);
  EXPECT_NE(index("3/c/cup", "admin/other"), "");
}

TEST_F(Packages, AreChangedManyAtOnce) {
  ASSERT_EQ(publish("tea", "1.0.0").status, 200);
  ASSERT_EQ(publish("cup", "1.0.0").status, 200);
  const std::string tea = package("tea");
  const auto act = [&](json::object body) { return server_.post("/v1/bulk-action/admin/", server_.admin(), body); };
  const net::HttpAnswer copied = act({{"action", "Copy"},
                                      {"identifiers", {tea, package("cup"), "nothing"}},
                                      {"repository", "house"},
                                      {"target_repository", "other"}});
  ASSERT_EQ(copied.status, 200) << copied.body;
  EXPECT_EQ(json_of(copied).at("packages_actioned").as_array().size(), 2U);
  EXPECT_TRUE(json_of(copied).at("packages_failed_to_action").as_object().contains("nothing"));
  EXPECT_EQ(list("", "other").size(), 2U);
  EXPECT_EQ(act({{"action", "Delete"}, {"identifiers", {tea}}}).status, 200);
  EXPECT_EQ(list().size(), 1U);
  EXPECT_EQ(act({{"action", "Explode"}, {"identifiers", {tea}}}).status, 422);
  EXPECT_EQ(act({{"action", "Copy"}, {"identifiers", {tea}}}).status, 422);
}

TEST_F(Packages, CountTheirDownloads) {
  ASSERT_EQ(publish("tea", "1.0.0").status, 200);
  ASSERT_EQ(download("tea-1.0.0.crate"), 200);
  ASSERT_TRUE(server_.registry().downloads().flush().has_value());
  EXPECT_EQ(names("?query=downloads:%3E0"), "tea 1.0.0, ");
  EXPECT_EQ(list()[0].at("downloads"), json::value(1));
}

}  // namespace
}  // namespace entrepot::testing
