#pragma once

#include <gtest/gtest.h>

#include <array>
#include <boost/json.hpp>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "support/test_server.h"

/// What the access matrix asks with and of: everybody who may ask, and a world to ask about.
namespace entrepot::testing::access {

namespace json = boost::json;

enum Who : std::size_t {
  nobody,
  wrong_token,
  reader,
  other_tenant,
  writer,
  admin,
  expired_key,
  revoked_key,
  foreign_entitlement,
  own_entitlement,
  server_admin,
  kCallers
};
constexpr std::array<std::string_view, kCallers> kNames{
    "nobody",      "wrong token",         "reader",          "other tenant", "writer", "admin", "expired key",
    "revoked key", "foreign entitlement", "own entitlement", "server admin"};

/// The status for each caller, in the order of Who.
using Statuses = std::array<int, kCallers>;

/// An organisation with one public and one private repository, and everybody who may ask.
struct World {
  World() {
    server.make_organisation(owner, "acme");
    server.add_member(owner, "acme", member, "Member");
    for (const std::string_view repository : {"acme/open", "acme/closed"}) {
      server.make_repository(owner, repository, repository.ends_with("open") ? "Public" : "Private");
      server.must_publish(owner, repository, CrateBuilder("serde", "1.0.0"));
    }
    server.make_repository(owner, "acme/elsewhere", "Private");
    callers[nobody] = kNobody;
    callers[wrong_token] = kStranger;
    callers[reader] = member;
    callers[other_tenant] = server.make_user("stranger");
    callers[writer] = server.make_key(owner, {{"scope", "publish"}});
    callers[admin] = owner;
    callers[expired_key] = server.make_key(
        owner, {{"scope", "admin"}, {"expires_at", to_rfc3339(server.clock().now() + std::chrono::hours(1))}});
    callers[revoked_key] = revoked();
    callers[foreign_entitlement] = {server.make_entitlement(owner, "acme/elsewhere", "ci")};
    own_tokens["open"] = server.make_entitlement(owner, "acme/open", "ci");
    own_tokens["closed"] = server.make_entitlement(owner, "acme/closed", "ci");
    callers[server_admin] = server.admin();
    server.clock().advance(std::chrono::hours(2));
  }
  Caller revoked() {
    const json::value made =
        json_of(server.post("/v1/keys/", owner, json::object{{"name", "old"}, {"scope", "admin"}}));
    EXPECT_EQ(server.send({.method = "DELETE", .path = "/v1/keys/" + text_at(made, "slug_perm") + "/", .caller = owner})
                  .status,
              204);
    return {text_at(made, "key")};
  }
  Caller caller(std::size_t who, const std::string& visibility) const {
    return who == own_entitlement ? Caller{own_tokens.at(visibility)} : callers[who];
  }
  /// The slug_perm of a package; one that may be deleted has a crate of its own.
  std::string package(const std::string& visibility, bool is_victim) {
    const std::string repository = "acme/" + visibility;
    std::string query = "name:^serde$";
    if (is_victim) {
      const std::string crate = fresh("victim-");
      server.must_publish(owner, repository, CrateBuilder(crate, "1.0.0"));
      query = "name:^" + crate + "$";
    }
    const net::HttpAnswer answer = server.get("/v1/packages/" + repository + "/?query=" + query, owner);
    const json::value list = json_of(answer);
    EXPECT_TRUE(list.is_array() && list.as_array().size() == 1) << answer.body;
    return list.is_array() && !list.as_array().empty() ? text_at(list.as_array().front(), "slug_perm") : "";
  }
  /// Of somebody else: an identifier works only for whoever began it.
  std::string upload(const std::string& visibility) {
    const net::HttpAnswer begun =
        server.post("/v1/files/acme/" + visibility + "/", owner, json::object{{"filename", "a-1.0.0.crate"}});
    EXPECT_EQ(begun.status, 202) << begun.body;
    const std::string identifier = text_at(json_of(begun), "identifier");
    server.post("/v1/files/acme/" + visibility + "/" + identifier + "/abort/", owner, json::object{});
    return identifier;
  }
  std::string fresh(std::string_view prefix) { return std::string(prefix) + std::to_string(++counter); }

  TestServer server;
  TestUser owner = server.make_user("owner");
  TestUser member = server.make_user("member");
  std::array<Caller, kCallers> callers;
  std::map<std::string, std::string> own_tokens;
  int counter = 0;
};

/// Makes the request of one cell, what it destroys included. `visibility` is "open" or "closed", which is the slug.
using MakeAsk = std::function<Ask(World&, const std::string& visibility)>;

inline MakeAsk cargo_ask(std::string method, std::string rest, std::string body = {}) {
  return [=](World&, const std::string& visibility) {
    return Ask{.method = method, .path = cargo_path("basic", "acme/" + visibility, rest), .body = body};
  };
}
inline MakeAsk plain_ask(std::string method, std::string path, std::string body = {}) {
  return [=](World&, const std::string&) { return Ask{.method = method, .path = path, .body = body}; };
}
/// A route that takes nothing but what is said to be JSON.
inline MakeAsk json_ask(std::string path, std::string body) {
  return [=](World&, const std::string&) {
    return Ask{.method = "POST", .path = path, .body = body, .fields = {{"Content-Type", "application/json"}}};
  };
}
inline MakeAsk repository_ask(std::string method, std::string area, std::string rest, std::string body = {}) {
  return [=](World&, const std::string& visibility) {
    return Ask{.method = method, .path = "/v1/" + area + "/acme/" + visibility + "/" + rest, .body = body};
  };
}
inline MakeAsk entitlement_ask(std::string method, std::string rest) {
  return [=](World& world, const std::string& visibility) {
    const net::HttpAnswer made = world.server.post("/v1/entitlements/acme/" + visibility + "/", world.owner,
                                                   json::object{{"name", world.fresh("victim-")}});
    return Ask{.method = method,
               .path = "/v1/entitlements/acme/" + visibility + "/" + text_at(json_of(made), "slug_perm") + "/" + rest};
  };
}

}  // namespace entrepot::testing::access
