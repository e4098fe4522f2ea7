#include <gtest/gtest.h>

#include <array>
#include <boost/json.hpp>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "api/routes.h"
#include "support/access_world.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

using namespace access;  // NOLINT: its other half

struct Expectation {
  MakeAsk ask;
  Statuses on_public;
  Statuses on_private;
};

// Callers:                        nobody wrong read  other write admin exp   rev   forgn own   server
constexpr Statuses kEverybody{200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200};
constexpr Statuses kReaders{401, 404, 200, 404, 200, 200, 404, 404, 404, 200, 200};

/// Git clients are asked for credentials again, whatever was wrong with theirs.
constexpr Statuses git_readers(int allowed) {
  return {401, 401, allowed, 401, allowed, allowed, 401, 401, 401, allowed, allowed};
}
constexpr Statuses everybody(int status) {
  Statuses statuses{};
  statuses.fill(status);
  return statuses;
}

/// Where an allowed write answers `allowed` because the request itself is futile.
constexpr Statuses cargo_write_public(int allowed) {
  return {401, 401, 403, 403, allowed, allowed, 401, 401, 403, 403, allowed};
}
constexpr Statuses cargo_write_private(int allowed) {
  return {401, 404, 403, 404, allowed, allowed, 404, 404, 404, 403, allowed};
}
constexpr Statuses signed_in(int allowed) {
  return {401, 401, allowed, allowed, allowed, allowed, 401, 401, 401, 401, allowed};
}
constexpr Statuses management_admin_public(int allowed) {
  return {401, 401, 403, 403, 403, allowed, 401, 401, 401, 401, allowed};
}
constexpr Statuses management_admin_private(int allowed) {
  return {401, 401, 403, 404, 403, allowed, 401, 401, 401, 401, allowed};
}
constexpr Statuses server_admins(int allowed) {
  return {401, 401, 403, 403, 403, 403, 401, 401, 401, 401, allowed};
}

Expectation everywhere(MakeAsk ask, Statuses statuses) {
  return {std::move(ask), statuses, statuses};
}
Expectation management_admin(MakeAsk ask, int allowed) {
  return {std::move(ask), management_admin_public(allowed), management_admin_private(allowed)};
}

/// One row per route: a route without one fails the test.
std::map<std::string_view, Expectation> expectations() {
  const std::string publish_body = CrateBuilder("serde", "1.0.0").body();
  const MakeAsk new_repository = [](World& world, const std::string&) {
    const std::string name = world.fresh("made-");
    return Ask{.method = "POST", .path = "/v1/repos/acme/", .body = R"({"name":")" + name + "\"}"};
  };
  const MakeAsk new_organisation = [](World& world, const std::string&) {
    return Ask{.method = "POST", .path = "/v1/orgs/", .body = R"({"slug":")" + world.fresh("org-") + "\"}"};
  };
  const MakeAsk new_user = [](World& world, const std::string&) {
    return Ask{.method = "POST", .path = "/v1/users/", .body = R"({"slug":")" + world.fresh("user-") + "\"}"};
  };
  const MakeAsk victim_repository = [](World& world, const std::string& visibility) {
    const std::string name = "acme/" + world.fresh("victim-");
    world.server.make_repository(world.owner, name, visibility == "open" ? "Public" : "Private");
    return Ask{.method = "DELETE", .path = "/v1/repos/" + name + "/"};
  };
  const MakeAsk sync_into_victim = [=](World& world, const std::string& visibility) {
    const Ask victim = victim_repository(world, visibility);
    const std::string name = victim.path.substr(std::string_view("/v1/repos/").size());
    return Ask{.method = "POST", .path = "/v1/entitlements/" + name + "sync/", .body = R"({"source":"elsewhere"})"};
  };
  const MakeAsk victim_key = [](World& world, const std::string&) {
    const json::value made = json_of(world.server.post("/v1/keys/", world.owner, json::object{{"name", "victim"}}));
    return Ask{.method = "DELETE", .path = "/v1/keys/" + text_at(made, "slug_perm") + "/"};
  };
  const auto victim_member = [](std::string method, std::string rest, std::string body) -> MakeAsk {
    return [=](World& world, const std::string&) {
      const TestUser victim = world.server.make_user(world.fresh("victim-"));
      if (method != "POST") world.server.add_member(world.owner, "acme", victim, "Collaborator");
      return Ask{.method = method,
                 .path = "/v1/orgs/acme/members/" + (rest.empty() ? victim.name + "/" : ""),
                 .body = rest.empty() ? body : R"({"user":")" + victim.name + "\"}"};
    };
  };
  const MakeAsk new_entitlement = [](World& world, const std::string& visibility) {
    return Ask{.method = "POST",
               .path = "/v1/entitlements/acme/" + visibility + "/",
               .body = R"({"name":")" + world.fresh("made-") + "\"}"};
  };

  // A package that is there whatever an earlier cell did to it.
  const auto package_ask = [](std::string method, std::string rest, std::string body = {}) -> MakeAsk {
    return [=](World& world, const std::string& visibility) {
      return Ask{
          .method = method,
          .path = "/v1/packages/acme/" + visibility + "/" + world.package(visibility, method == "DELETE") + "/" + rest,
          .body = body};
    };
  };
  const auto file_ask = [](std::string method, std::string rest) -> MakeAsk {
    return [=](World& world, const std::string& visibility) {
      return Ask{.method = method,
                 .path = "/v1/files/acme/" + visibility + "/" + world.upload(visibility) + "/" + rest};
    };
  };
  // What is public, for everybody whose credentials are not wrong.
  const Statuses browsers{200, 401, 200, 200, 200, 200, 401, 401, 401, 401, 200};
  const Statuses get_public{200, 401, 200, 200, 200, 200, 401, 401, 401, 401, 200};
  const Statuses get_private{401, 401, 200, 404, 200, 200, 401, 401, 401, 401, 200};
  const auto write_public = [](int allowed) -> Statuses {
    return {401, 401, 403, 403, allowed, allowed, 401, 401, 401, 401, allowed};
  };
  const auto write_private = [](int allowed) -> Statuses {
    return {401, 401, 403, 404, allowed, allowed, 401, 401, 401, 401, allowed};
  };
  const auto write = [&](MakeAsk ask, int allowed) -> Expectation {
    return {std::move(ask), write_public(allowed), write_private(allowed)};
  };
  const auto read = [&](MakeAsk ask) -> Expectation { return {std::move(ask), get_public, get_private}; };
  // What only an admin may, with a key of scope admin; others get so far as to be told.
  const auto admins = [&](MakeAsk ask, int allowed) -> Expectation {
    return {std::move(ask), management_admin_public(allowed), management_admin_private(allowed)};
  };

  const MakeAsk git_fetch = [](World&, const std::string& visibility) {
    return Ask{.method = "POST",
               .path = cargo_path("basic", "acme/" + visibility, "/index.git/git-upload-pack"),
               .body = "0000",
               .fields = {{"Content-Type", "application/x-git-upload-pack-request"}}};
  };

  return {
      {"git_refs", {cargo_ask("GET", "/index.git/info/refs?service=git-upload-pack"), kEverybody, git_readers(200)}},
      {"git_fetch", {git_fetch, kEverybody, git_readers(200)}},
      {"git_push", {cargo_ask("POST", "/index.git/git-receive-pack"), everybody(403), git_readers(403)}},
      {"git_file", {cargo_ask("GET", "/index.git/HEAD"), everybody(404), git_readers(404)}},
      {"list_formats", everywhere(plain_ask("GET", "/v1/formats/"), kEverybody)},
      {"get_format", everywhere(plain_ask("GET", "/v1/formats/cargo/"), kEverybody)},
      {"list_crates", read(repository_ask("GET", "crates", ""))},
      {"get_crate", read(repository_ask("GET", "crates", "serde/"))},
      {"list_dependents", read(repository_ask("GET", "crates", "serde/dependents/"))},
      {"list_crate_owners", read(repository_ask("GET", "crates", "serde/owners/"))},
      {"add_crate_owners", write(repository_ask("PUT", "crates", "serde/owners/", R"({"owners":["owner"]})"), 200)},
      {"remove_crate_owners",
       write(repository_ask("DELETE", "crates", "serde/owners/", R"({"owners":["nobody-here"]})"), 422)},
      {"get_crate_version", read(repository_ask("GET", "crates", "serde/1.0.0/"))},
      {"yank_version", write(repository_ask("PUT", "crates", "serde/1.0.0/yank/"), 200)},
      {"unyank_version", write(repository_ask("DELETE", "crates", "serde/1.0.0/yank/"), 200)},
      {"list_crate_files", read(repository_ask("GET", "crates", "serde/1.0.0/files/"))},
      {"get_crate_file", read(repository_ask("GET", "crates", "serde/1.0.0/files/Cargo.toml"))},
      {"download_version", read(repository_ask("GET", "crates", "serde/1.0.0/download/"))},
      {"list_namespaces", everywhere(plain_ask("GET", "/v1/namespaces/"), browsers)},
      {"get_namespace", everywhere(plain_ask("GET", "/v1/namespaces/acme/"), browsers)},
      {"list_packages", read(repository_ask("GET", "packages", ""))},
      {"list_package_groups", read(repository_ask("GET", "packages", "groups/"))},
      {"get_package", read(package_ask("GET", ""))},
      {"package_status", read(package_ask("GET", "status/"))},
      {"package_dependencies", read(package_ask("GET", "dependencies/"))},
      // The key of scope publish uploaded it, so it may.
      {"delete_package", write(package_ask("DELETE", ""), 204)},
      // Whoever may read it may copy it to where they may publish; here that is nowhere.
      {"copy_package", everywhere(package_ask("POST", "copy/", R"({"destination":"nowhere"})"),
                                  {401, 401, 404, 404, 404, 404, 401, 401, 401, 401, 404})},
      {"move_package", write(package_ask("POST", "move/", R"({"destination":"nowhere"})"), 404)},
      {"quarantine_package", admins(package_ask("POST", "quarantine/", R"({"release":true})"), 200)},
      {"tag_package", write(package_ask("POST", "tag/", R"({"tags":["stable"]})"), 200)},
      {"resync_package", write(package_ask("POST", "resync/"), 200)},
      {"bulk_action",
       everywhere(plain_ask("POST", "/v1/bulk-action/acme/", R"({"action":"Resync","identifiers":["nothing"]})"),
                  signed_in(200))},
      {"list_recycle_bin", everywhere(plain_ask("GET", "/v1/recycle-bin/acme/"), signed_in(200))},
      {"change_recycle_bin", everywhere(plain_ask("POST", "/v1/recycle-bin/acme/action/",
                                                  R"({"action":"restore","identifiers":["nothing"]})"),
                                        signed_in(200))},
      {"package_metrics", everywhere(plain_ask("GET", "/v1/metrics/packages/acme/"),
                                     {401, 401, 200, 200, 200, 200, 401, 401, 401, 401, 200})},
      {"package_metrics_of", read(repository_ask("GET", "metrics/packages", ""))},
      {"entitlement_metrics", everywhere(plain_ask("GET", "/v1/metrics/entitlements/acme/"),
                                         {401, 401, 200, 200, 200, 200, 401, 401, 401, 401, 200})},
      {"entitlement_metrics_of", admins(repository_ask("GET", "metrics/entitlements", ""), 200)},
      {"get_quota",
       everywhere(plain_ask("GET", "/v1/quota/acme/"), {401, 401, 200, 404, 200, 200, 401, 401, 401, 401, 200})},
      {"get_quota_history", everywhere(plain_ask("GET", "/v1/quota/history/acme/"),
                                       {401, 401, 200, 404, 200, 200, 401, 401, 401, 401, 200})},
      {"audit_log", everywhere(plain_ask("GET", "/v1/audit-log/"), server_admins(200))},
      {"namespace_audit_log",
       everywhere(plain_ask("GET", "/v1/audit-log/acme/"), {401, 401, 403, 404, 403, 200, 401, 401, 401, 401, 200})},
      {"repository_audit_log", read(repository_ask("GET", "audit-log", ""))},
      {"get_health", everywhere(plain_ask("GET", "/v1/health/"), server_admins(200))},
      {"get_statistics", read(repository_ask("GET", "statistics", ""))},

      {"begin_file", write(repository_ask("POST", "files", "", R"({"filename":"a-1.0.0.crate"})"), 202)},
      {"validate_file", write(repository_ask("POST", "files", "validate/", R"({"filename":"a-1.0.0.crate"})"), 204)},
      {"complete_file", write(file_ask("POST", "complete/"), 404)},
      {"abort_file", write(file_ask("POST", "abort/"), 404)},
      {"file_info", write(file_ask("GET", "info/"), 404)},
      {"post_file",
       everywhere(plain_ask("POST", "/v1/uploads/nothing/"), {415, 415, 415, 415, 415, 415, 415, 415, 415, 415, 415})},
      {"put_part",
       everywhere(plain_ask("PUT", "/v1/uploads/nothing/"), {404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404})},
      {"put_file",
       {[](World&, const std::string& visibility) {
          return Ask{.method = "PUT", .path = "/v1/upload/acme/" + visibility + "/nothing.zip"};
        },
        write_public(422), write_private(422)}},
      {"upload_package",
       write(repository_ask("POST", "packages", "upload/cargo/", R"({"package_file":"nothing"})"), 404)},
      {"validate_upload",
       write(repository_ask("POST", "packages", "validate-upload/cargo/", R"({"package_file":"x.crate"})"), 204)},

      {"config_json", {cargo_ask("GET", "/config.json"), kEverybody, kReaders}},
      {"index_file", {cargo_ask("GET", "/se/rd/serde"), kEverybody, kReaders}},
      {"download", {cargo_ask("GET", "/serde-1.0.0.crate"), kEverybody, kReaders}},
      {"search", {cargo_ask("GET", "/api/v1/crates?q=serde"), kEverybody, kReaders}},
      {"list_owners", {cargo_ask("GET", "/api/v1/crates/serde/owners"), kEverybody, kReaders}},
      {"login_page", {cargo_ask("GET", "/me"), kEverybody, kEverybody}},
      {"publish",
       {cargo_ask("PUT", "/api/v1/crates/new", publish_body), cargo_write_public(409), cargo_write_private(409)}},
      {"yank",
       {cargo_ask("DELETE", "/api/v1/crates/serde/1.0.0/yank"), cargo_write_public(200), cargo_write_private(200)}},
      {"unyank",
       {cargo_ask("PUT", "/api/v1/crates/serde/1.0.0/unyank"), cargo_write_public(200), cargo_write_private(200)}},
      {"add_owners",
       {cargo_ask("PUT", "/api/v1/crates/serde/owners", R"({"users":["owner"]})"), cargo_write_public(200),
        cargo_write_private(200)}},
      {"remove_owners",
       {cargo_ask("DELETE", "/api/v1/crates/serde/owners"), cargo_write_public(200), cargo_write_private(200)}},

      {"check_status", everywhere(plain_ask("GET", "/v1/status/check/basic/"), kEverybody)},
      {"check_rates",
       everywhere(plain_ask("GET", "/v1/rates/limits/"), {200, 401, 200, 200, 200, 200, 401, 401, 401, 401, 200})},
      {"get_self", everywhere(plain_ask("GET", "/v1/user/self/"), signed_in(200))},
      {"log_in", everywhere(plain_ask("POST", "/v1/user/token/", R"({"email":"nobody","password":"wrong horse"})"),
                            everybody(401))},
      {"list_tokens", everywhere(plain_ask("GET", "/v1/user/tokens/"), signed_in(200))},
      {"create_token",
       everywhere(plain_ask("POST", "/v1/user/tokens/"), {401, 401, 201, 201, 403, 201, 401, 401, 401, 401, 201})},
      {"refresh_token", everywhere(plain_ask("PUT", "/v1/user/tokens/nothing/refresh/"),
                                   {401, 401, 404, 404, 403, 404, 401, 401, 401, 401, 404})},
      {"get_profile", everywhere(plain_ask("GET", "/v1/users/profile/member/"),
                                 {401, 401, 200, 404, 200, 200, 401, 401, 401, 401, 200})},
      {"get_session",
       everywhere(plain_ask("GET", "/v1/session/"), {200, 401, 200, 200, 200, 200, 401, 401, 401, 401, 200})},
      {"sign_in",
       everywhere(json_ask("/v1/session/", R"({"user":"nobody","password":"wrong horse"})"), everybody(401))},
      {"sign_out",
       everywhere(plain_ask("DELETE", "/v1/session/"), {204, 401, 204, 204, 204, 204, 401, 401, 401, 401, 204})},
      {"finish_first_run",
       everywhere(json_ask("/v1/first-run/", R"({"key":"wrong","password":"correct horse"})"), everybody(401))},
      {"list_sessions",
       everywhere(plain_ask("GET", "/v1/user/sessions/"), {401, 401, 200, 200, 403, 200, 401, 401, 401, 401, 200})},
      {"end_other_sessions",
       everywhere(plain_ask("DELETE", "/v1/user/sessions/"), {401, 401, 204, 204, 403, 204, 401, 401, 401, 401, 204})},
      {"end_session", everywhere(plain_ask("DELETE", "/v1/user/sessions/nothing/"),
                                 {401, 401, 404, 404, 403, 404, 401, 401, 401, 401, 404})},
      {"list_users", everywhere(plain_ask("GET", "/v1/users/"), signed_in(200))},
      {"create_user", everywhere(new_user, server_admins(201))},
      {"disable_user", everywhere(plain_ask("POST", "/v1/users/nobody-here/disable/"), server_admins(404))},
      {"enable_user", everywhere(plain_ask("POST", "/v1/users/nobody-here/enable/"), server_admins(404))},

      {"set_password",
       everywhere(plain_ask("POST", "/v1/users/nobody-here/password/", R"({"password":"correct horse"})"),
                  {401, 401, 404, 404, 403, 404, 401, 401, 401, 401, 404})},

      {"list_organisations", everywhere(plain_ask("GET", "/v1/orgs/"), signed_in(200))},
      {"create_organisation", everywhere(new_organisation, {401, 401, 201, 201, 403, 201, 401, 401, 401, 401, 201})},
      {"list_members",
       everywhere(plain_ask("GET", "/v1/orgs/acme/members/"), {401, 401, 200, 404, 200, 200, 401, 401, 401, 401, 200})},
      {"add_member",
       everywhere(victim_member("POST", "new", ""), {401, 401, 403, 404, 403, 201, 401, 401, 401, 401, 201})},
      {"update_member", everywhere(victim_member("PATCH", "", R"({"role":"Member"})"),
                                   {401, 401, 403, 404, 403, 200, 401, 401, 401, 401, 200})},
      {"remove_member",
       everywhere(victim_member("DELETE", "", ""), {401, 401, 403, 404, 403, 204, 401, 401, 401, 401, 204})},

      {"list_keys", everywhere(plain_ask("GET", "/v1/keys/"), signed_in(200))},
      {"create_key", everywhere(plain_ask("POST", "/v1/keys/", R"({"name":"made","scope":"read"})"),
                                {401, 401, 201, 201, 403, 201, 401, 401, 401, 401, 201})},
      {"revoke_key", everywhere(victim_key, {401, 401, 404, 404, 403, 204, 401, 401, 401, 401, 204})},

      {"list_repositories", everywhere(plain_ask("GET", "/v1/repos/"), browsers)},
      {"list_repositories_of", everywhere(plain_ask("GET", "/v1/repos/acme/"), browsers)},
      {"create_repository", everywhere(new_repository, {401, 401, 403, 404, 403, 201, 401, 401, 401, 401, 201})},
      {"get_repository",
       {repository_ask("GET", "repos", ""),
        {200, 401, 200, 200, 200, 200, 401, 401, 401, 401, 200},
        {401, 401, 200, 404, 200, 200, 401, 401, 401, 401, 200}}},
      {"get_setup",
       {repository_ask("GET", "repos", "setup/"),
        {200, 401, 200, 200, 200, 200, 401, 401, 401, 401, 200},
        {401, 401, 200, 404, 200, 200, 401, 401, 401, 401, 200}}},
      {"update_repository", management_admin(repository_ask("PATCH", "repos", "", R"({"description":"x"})"), 200)},
      {"delete_repository", management_admin(victim_repository, 200)},

      {"list_privileges", management_admin(repository_ask("GET", "repos", "privileges"), 200)},
      {"replace_privileges",
       management_admin(repository_ask("PUT", "repos", "privileges", R"({"privileges":[]})"), 204)},
      {"add_privileges", management_admin(repository_ask("PATCH", "repos", "privileges", "{}"), 204)},

      {"list_entitlements", management_admin(repository_ask("GET", "entitlements", ""), 200)},
      {"create_entitlement", management_admin(new_entitlement, 201)},
      {"get_entitlement", management_admin(entitlement_ask("GET", ""), 200)},
      {"update_entitlement", management_admin(entitlement_ask("PATCH", ""), 200)},
      {"reset_entitlement", management_admin(entitlement_ask("POST", "reset/"), 204)},
      {"sync_entitlements", management_admin(sync_into_victim, 200)},
      {"refresh_entitlement", management_admin(entitlement_ask("POST", "refresh/"), 200)},
      {"enable_entitlement", management_admin(entitlement_ask("POST", "enable/"), 204)},
      {"disable_entitlement", management_admin(entitlement_ask("POST", "disable/"), 204)},
      {"delete_entitlement", management_admin(entitlement_ask("DELETE", ""), 204)},

      {"healthz", everywhere(plain_ask("GET", "/healthz"), kEverybody)},
      {"readyz", everywhere(plain_ask("GET", "/readyz"), kEverybody)},
      {"metrics", everywhere(plain_ask("GET", "/metrics"), kEverybody)},
      {"openapi", everywhere(plain_ask("GET", "/openapi.json"), kEverybody)},
  };
}

TEST(AccessMatrix, HasARowForEveryRouteAndNoOther) {
  std::set<std::string_view> routes;
  for (const api::Route& route : api::routes()) routes.insert(route.name);
  std::set<std::string_view> rows;
  for (const auto& [name, row] : expectations()) rows.insert(name);
  EXPECT_EQ(rows, routes);
}

TEST(AccessMatrix, IsWhatTheTableSaysForEveryCallerAndVisibility) {
  World world;
  for (const auto& [name, row] : expectations()) {
    for (const std::string visibility : {"open", "closed"}) {
      const Statuses& statuses = visibility == "open" ? row.on_public : row.on_private;
      for (std::size_t who = 0; who < kCallers; ++who) {
        Ask ask = row.ask(world, visibility);
        ask.caller = world.caller(who, visibility);
        const net::HttpAnswer answer = world.server.send(ask);
        EXPECT_EQ(answer.status, statuses[who])
            << name << " on the " << visibility << " repository by " << kNames[who] << ": " << answer.body;
        if (answer.status == 401) {
          EXPECT_FALSE(answer.field("www-authenticate").empty()) << name;
        }
      }
    }
  }
}

TEST(AccessMatrix, IsTheSameForHeadAsForGet) {
  World world;
  for (const auto& [name, row] : expectations()) {
    if (api::find_route(name)->method != http::Method::get) continue;
    for (const std::size_t who : {nobody, admin}) {
      Ask ask = row.ask(world, "closed");
      ask.method = "HEAD";
      ask.caller = world.caller(who, "closed");
      const net::HttpAnswer answer = world.server.send(ask);
      EXPECT_EQ(answer.status, row.on_private[who]) << name << " by " << kNames[who];
      EXPECT_TRUE(answer.body.empty()) << name;
      EXPECT_FALSE(answer.field("content-length").empty()) << name;
    }
  }
}

TEST(AccessMatrix, IsTheSameForTheReadRoutesUnderATokenPath) {
  World world;
  const std::string own = world.own_tokens["closed"];
  const std::string foreign = world.callers[foreign_entitlement].authorization;
  for (const std::string_view rest : {"/config.json", "/se/rd/serde", "/serde-1.0.0.crate", "/api/v1/crates?q=serde",
                                      "/api/v1/crates/serde/owners"}) {
    EXPECT_EQ(world.server.get(cargo_path(own, "acme/closed", rest)).status, 200) << rest;
    EXPECT_EQ(world.server.get(cargo_path(foreign, "acme/closed", rest)).status, 404) << rest;
    EXPECT_EQ(world.server.get(cargo_path("no-such-token", "acme/closed", rest)).status, 404) << rest;
    EXPECT_EQ(world.server.get(cargo_path("no-such-token", "acme/open", rest)).status, 404) << rest;
    EXPECT_EQ(world.server.get(cargo_path("no-such-token", "acme/closed", rest), world.owner).status, 404) << rest;
  }
}

TEST(AccessMatrix, LetsOnlyAKeyWriteUnderATokenPath) {
  World world;
  const std::string own = world.own_tokens["closed"];
  const auto yank = [&](std::string_view access, const Caller& caller) {
    return world.server
        .send({.method = "DELETE",
               .path = cargo_path(access, "acme/closed", "/api/v1/crates/serde/1.0.0/yank"),
               .caller = caller})
        .status;
  };
  EXPECT_EQ(yank(own, kNobody), 403);
  EXPECT_EQ(yank(own, {own}), 403);
  EXPECT_EQ(yank(own, kStranger), 404);
  EXPECT_EQ(yank(own, world.owner), 200);
  EXPECT_EQ(yank("no-such-token", world.owner), 404);
}

}  // namespace
}  // namespace entrepot::testing
