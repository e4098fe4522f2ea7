#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

#include "support/golden.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

constexpr std::string_view kManifest = R"toml([package]
name = "Tea-Pot"
version = "1.2.0"
edition = "2021"
rust-version = "1.70"
description = "Pours.\nHot."
license = "MIT"
keywords = ["tea", "kitchen"]
categories = ["algorithms"]
authors = ["A <a@example.org>"]
homepage = "https://tea.example"
readme = "docs/README.md"
[dependencies]
cup = "1"
[dependencies.saucer]
version = ">=1, <3"
package = "plate"
optional = true
default-features = false
features = ["blue"]
registry-index = "https://github.com/rust-lang/crates.io-index"
[target.'cfg(unix)'.build-dependencies]
kettle = "0.3"
[features]
default = ["steam"]
steam = []
fine = ["dep:saucer"]
)toml";

CrateBuilder pot() {
  return CrateBuilder("Tea-Pot", "1.2.0")
      .manifest(std::string(kManifest))
      .file("docs/README.md", "# Pot\n")
      .file("src/lib.rs", "//! Pours.\n");
}

/// A public and a private repository of an organisation, with a crate and those who may ask about it.
class Crates : public ::testing::Test {
 protected:
  Crates() {
    server_.make_organisation(owner_, "acme");
    server_.add_member(owner_, "acme", reader_, "Member");
    server_.make_repository(owner_, "acme/open", "Public");
    server_.make_repository(owner_, "acme/closed", "Private");
  }
  void publish(std::string_view repository, const CrateBuilder& crate) {
    server_.must_publish(owner_, "acme/" + std::string(repository), crate);
  }
  /// A crate file that says more than the metadata of a publish in a test.
  void push(std::string_view repository, const CrateBuilder& crate) {
    const std::string place = "acme/" + std::string(repository);
    const net::HttpAnswer sent = server_.send(
        {.method = "PUT", .path = "/v1/upload/" + place + "/some.crate", .caller = owner_, .body = crate.build()});
    ASSERT_EQ(sent.status, 200) << sent.body;
    const net::HttpAnswer made = server_.post("/v1/packages/" + place + "/upload/cargo/", owner_,
                                              json::object{{"package_file", text_at(json_of(sent), "identifier")}});
    ASSERT_EQ(made.status, 201) << made.body;
  }
  void set(std::string_view repository, const json::object& settings) {
    const net::HttpAnswer answer = server_.send({.method = "PATCH",
                                                 .path = "/v1/repos/acme/" + std::string(repository) + "/",
                                                 .caller = owner_,
                                                 .body = json::serialize(settings)});
    ASSERT_EQ(answer.status, 200) << answer.body;
  }
  net::HttpAnswer get(std::string_view rest, const Caller& caller) const {
    return server_.get("/v1/crates/acme/" + std::string(rest), caller);
  }
  net::HttpAnswer get(std::string_view rest) const { return get(rest, owner_); }
  net::HttpAnswer send(std::string method, std::string_view rest, const Caller& caller, std::string body = {}) const {
    return server_.send({.method = std::move(method),
                         .path = "/v1/crates/acme/" + std::string(rest),
                         .caller = caller,
                         .body = std::move(body)});
  }
  json::value found(std::string_view rest) const {
    const net::HttpAnswer answer = get(rest);
    EXPECT_EQ(answer.status, 200) << rest << ": " << answer.body;
    return json_of(answer);
  }
  /// "tea 1.0.0, " for each on the page.
  std::string names(std::string_view rest) const {
    std::string out;
    for (const json::value& one : found(rest).at("results").as_array()) {
      out +=
          text_at(one, "name") + " " + text_at(one, one.as_object().contains("version") ? "version" : "newest_version");
      out += ", ";
    }
    return out;
  }
  json::value clean(const json::value& value) const { return without_chance(value, server_.url()); }
  std::string slug_perm(std::string_view crate, std::string_view version) const {
    return text_at(found("open/" + std::string(crate) + "/" + std::string(version) + "/"), "slug_perm");
  }

  TestServer server_;
  TestUser owner_ = server_.make_user("owner");
  TestUser reader_ = server_.make_user("reader");
};

TEST_F(Crates, LookAsTheContractSays) {
  set("open", {{"use_default_cargo_upstream", false}, {"publish_rules", {{"refuse_reserved_names", false}}}});
  publish("open", CrateBuilder("cup", "1.0.0"));
  push("open", pot());
  publish("open", CrateBuilder("Tea-Pot", "2.0.0-rc.1"));
  const json::value crate = found("open/tea_pot/");
  json::array versions;
  for (const json::value& one : crate.at("versions").as_array()) versions.push_back(clean(one));
  json::object whole = crate.as_object();
  whole["versions"] = std::move(versions);
  expect_golden("v1_crate.json", whole);
  expect_golden("v1_crate_version.json", clean(found("open/TEA-POT/latest/")));
  expect_golden("v1_crates.json", found("open/"));
  expect_golden("v1_crate_dependents.json", found("open/cup/dependents/"));
  expect_golden("v1_crate_files.json", found("open/Tea-Pot/1.2.0/files/"));
  expect_golden("v1_crate_owners.json", found("open/Tea-Pot/owners/"));
}

TEST_F(Crates, AreListedByQueryInOrderAndByPages) {
  for (const char* version : {"1.0.0", "1.10.0", "1.9.0"}) publish("open", CrateBuilder("tea", version));
  server_.clock().advance(std::chrono::seconds(10));
  publish("open", CrateBuilder("cup", "0.1.0").file("big", std::string(5000, 'x')).compression(0));
  server_.clock().advance(std::chrono::seconds(10));
  publish("open", CrateBuilder("Pot", "3.0.0-rc.1"));
  EXPECT_EQ(names("open/"), "Pot 3.0.0-rc.1, cup 0.1.0, tea 1.10.0, ");
  EXPECT_EQ(names("open/?sort=updated_at"), "tea 1.10.0, cup 0.1.0, Pot 3.0.0-rc.1, ");
  EXPECT_EQ(names("open/?sort=name"), "cup 0.1.0, Pot 3.0.0-rc.1, tea 1.10.0, ");
  EXPECT_EQ(names("open/?sort=-versions"), "tea 1.10.0, cup 0.1.0, Pot 3.0.0-rc.1, ");
  EXPECT_EQ(names("open/?sort=-size&page_size=1"), "cup 0.1.0, ");
  EXPECT_EQ(names("open/?sort=-downloads"), "cup 0.1.0, Pot 3.0.0-rc.1, tea 1.10.0, ");
  EXPECT_EQ(names("open/?query=p&sort=name"), "cup 0.1.0, Pot 3.0.0-rc.1, ");
  EXPECT_EQ(names("open/?query=p&sort=-name&page=2&page_size=1"), "cup 0.1.0, ");
  EXPECT_EQ(names("open/?query=version:1.9.0"), "");  // it is not the newest
  EXPECT_EQ(names("open/?query=nothing-like-this"), "");
  const net::HttpAnswer second = get("open/?sort=name&page=2&page_size=2");
  EXPECT_EQ(second.field("x-pagination-count"), "3");
  EXPECT_EQ(second.field("x-pagination-pagetotal"), "2");
  EXPECT_EQ(names("open/?sort=name&page=2&page_size=2"), "tea 1.10.0, ");
  EXPECT_EQ(get("open/?page=9").status, 200);
  EXPECT_EQ(get("open/?sort=colour").status, 422);
  EXPECT_EQ(get("open/?query=nosuch:x").status, 422);
}

TEST_F(Crates, AreListedAsTheyAreAfterEveryChange) {
  publish("open", CrateBuilder("tea", "1.0.0"));
  publish("open", CrateBuilder("tea", "1.1.0"));
  const auto summary = [this] { return found("open/?query=tea").at("results").as_array(); };
  EXPECT_EQ(summary().at(0).at("versions"), json::value(2));
  ASSERT_EQ(send("PUT", "open/tea/1.1.0/yank/", owner_).status, 200);
  EXPECT_EQ(names("open/"), "tea 1.0.0, ");
  EXPECT_EQ(summary().at(0).at("is_yanked"), json::value(false));
  ASSERT_EQ(send("PUT", "open/tea/1.0.0/yank/", owner_).status, 200);
  EXPECT_EQ(names("open/"), "tea 1.1.0, ");
  EXPECT_EQ(summary().at(0).at("is_yanked"), json::value(true));
  ASSERT_EQ(send("DELETE", "open/tea/1.0.0/yank/", owner_).status, 200);

  const std::string perm = slug_perm("tea", "1.0.0");
  ASSERT_EQ(server_.post("/v1/packages/acme/open/" + perm + "/tag/", owner_, json::object{{"tags", {"kept"}}}).status,
            200);
  EXPECT_EQ(names("open/?query=tag:kept"), "tea 1.0.0, ");
  const auto remove = [this](std::string_view version) {
    return server_
        .send(
            {.method = "DELETE", .path = "/v1/packages/acme/open/" + slug_perm("tea", version) + "/", .caller = owner_})
        .status;
  };
  ASSERT_EQ(remove("1.0.0"), 204);
  EXPECT_EQ(names("open/"), "tea 1.1.0, ");
  EXPECT_EQ(found("open/tea/").at("versions").as_array().size(), 1U);
  EXPECT_EQ(get("open/tea/1.0.0/").status, 404);
  EXPECT_EQ(get("open/tea/1.0.0/files/").status, 404);
  ASSERT_EQ(remove("1.1.0"), 204);
  EXPECT_EQ(names("open/"), "");
  EXPECT_EQ(get("open/").field("x-pagination-count"), "0");
  for (const char* rest : {"", "dependents/", "owners/", "latest/"}) {
    EXPECT_EQ(get("open/tea/" + std::string(rest)).status, 404) << rest;
  }
  ASSERT_EQ(server_
                .post("/v1/recycle-bin/acme/action/", owner_,
                      json::object{{"action", "restore"}, {"identifiers", {perm}}, {"repository", "open"}})
                .status,
            200);
  EXPECT_EQ(names("open/"), "tea 1.0.0, ");
}

TEST_F(Crates, CountTheirDownloads) {
  publish("open", CrateBuilder("tea", "1.0.0"));
  publish("open", CrateBuilder("cup", "1.0.0"));
  ASSERT_EQ(server_.get(cargo_path("public", "acme/open", "/tea-1.0.0.crate")).status, 200);
  ASSERT_TRUE(server_.registry().downloads().flush().has_value());
  EXPECT_EQ(names("open/?sort=-downloads"), "tea 1.0.0, cup 1.0.0, ");
  EXPECT_EQ(names("open/?query=downloads:%3E0"), "tea 1.0.0, ");
  EXPECT_EQ(found("open/tea/").at("downloads"), json::value(1));
  EXPECT_EQ(found("open/tea/1.0.0/").at("downloads"), json::value(1));
}

TEST_F(Crates, AreFoundByIdentityAndVersionsWithOrWithoutBuildMetadata) {
  publish("open", CrateBuilder("Tea-Pot", "1.0.0+build.7"));
  EXPECT_EQ(text_at(found("open/tea_pot/"), "name"), "Tea-Pot");
  for (const char* version : {"1.0.0", "1.0.0+build.7", "1.0.0%2Bbuild.7", "latest"}) {
    EXPECT_EQ(text_at(found("open/TEA-POT/" + std::string(version) + "/"), "version"), "1.0.0+build.7") << version;
  }
  EXPECT_EQ(get("open/Tea-Pot/1.0.0+other/").status, 404);
  EXPECT_EQ(get("open/Tea-Pot/2/").status, 404);
  EXPECT_EQ(get("open/tea--pot/").status, 404);
}

TEST_F(Crates, SayWhatEachMayDoToThem) {
  publish("open", CrateBuilder("tea", "1.0.0"));
  const auto may = [this](const Caller& caller, std::string_view what, std::string_view rest = "open/tea/") {
    const net::HttpAnswer answer = get(rest, caller);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json_of(answer).at("may").at(what).as_bool();
  };
  const TestUser writer = server_.make_user("writer");
  server_.add_member(owner_, "acme", writer, "Manager");
  const TestUser read_only = server_.make_key(owner_, {{"scope", "read"}});
  const TestUser publisher = server_.make_key(owner_, {{"scope", "publish"}});
  for (const char* what :
       {"publish", "yank", "change_owners", "delete", "copy", "move", "tag", "quarantine", "resync"}) {
    EXPECT_FALSE(may(kNobody, what)) << what;
    EXPECT_TRUE(may(owner_, what)) << what;
    EXPECT_TRUE(may(server_.admin(), what)) << what;
    EXPECT_EQ(may(reader_, what), std::string_view(what) == "copy") << what;
    EXPECT_FALSE(may(read_only, what)) << what;
    EXPECT_EQ(may(publisher, what), std::string_view(what) != "quarantine") << what;
    EXPECT_EQ(may(owner_, what, "open/tea/1.0.0/"), may(owner_, what)) << what;
    EXPECT_EQ(may(publisher, what, "open/tea/1.0.0/"), may(publisher, what)) << what;
  }
  EXPECT_TRUE(may(writer, "quarantine"));  // Managers administer
}

TEST_F(Crates, AreYankedByWhoMayPublishThem) {
  publish("open", CrateBuilder("Tea-Pot", "1.0.0"));
  const std::string path = "open/tea_pot/1.0.0/yank/";
  EXPECT_EQ(send("PUT", path, kNobody).status, 401);
  EXPECT_EQ(send("PUT", path, reader_).status, 403);
  const net::HttpAnswer yanked = send("PUT", path, owner_);
  ASSERT_EQ(yanked.status, 200) << yanked.body;
  expect_golden("v1_crate_version_short.json", clean(json_of(yanked)));
  const std::string line = server_.get(cargo_path("public", "acme/open", "/te/a-/tea-pot")).body;
  EXPECT_NE(line.find("\"yanked\":true"), std::string::npos) << line;
  EXPECT_EQ(send("PUT", path, owner_).status, 200);
  const net::HttpAnswer unyanked = send("DELETE", path, owner_);
  EXPECT_EQ(json_of(unyanked).at("yanked"), json::value(false));
  EXPECT_EQ(send("PUT", "open/tea_pot/9.0.0/yank/", owner_).status, 404);
  EXPECT_EQ(send("PUT", "open/nothing/1.0.0/yank/", owner_).status, 404);
}

TEST_F(Crates, HaveOwnersWhoAddAndRemoveOthers) {
  publish("open", CrateBuilder("Tea-Pot", "1.0.0"));
  set("open", {{"default_privilege", "Write"}});
  const auto owners = [](const net::HttpAnswer& answer) {
    std::string out;
    for (const json::value& one : json_of(answer).at("owners").as_array()) out += text_at(one, "slug") + " ";
    return out;
  };
  const std::string path = "open/tea_pot/owners/";
  EXPECT_EQ(owners(get(path, kNobody)), "owner ");
  EXPECT_EQ(send("PUT", path, reader_, R"({"owners":["reader"]})").status, 403);
  const net::HttpAnswer added = send("PUT", path, owner_, R"({"owners":["reader"]})");
  ASSERT_EQ(added.status, 200) << added.body;
  EXPECT_EQ(owners(added), "owner reader ");
  EXPECT_EQ(owners(send("DELETE", path, reader_, R"({"owners":["owner"]})")), "reader ");
  EXPECT_EQ(send("DELETE", path, reader_, R"({"owners":["reader"]})").status, 422);
  EXPECT_EQ(send("PUT", path, reader_, R"({"owners":["nobody-here"]})").status, 422);
  EXPECT_EQ(send("PUT", path, reader_, R"({"owners":[]})").status, 422);
  EXPECT_EQ(send("PUT", "open/nothing/owners/", owner_, R"({"owners":["reader"]})").status, 404);
}

TEST_F(Crates, TellOfDependentsOnlyToWhoMayReadThem) {
  publish("open", CrateBuilder("tea", "1.0.0"));
  const std::string manifest =
      "[package]\nname = \"secret\"\nversion = \"1.0.0\"\ndescription = \"d\"\nlicense = "
      "\"MIT\"\n[build-dependencies.tea]\nversion = \"1\"\nregistry-index = \"sparse+" +
      server_.url() + "/basic/acme/open/cargo/\"\n";
  push("closed", CrateBuilder("secret", "1.0.0").manifest(manifest));
  const TestUser stranger = server_.make_user("stranger");
  for (const Caller& caller : {kNobody, Caller(stranger)}) {
    const net::HttpAnswer answer = get("open/tea/dependents/", caller);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    EXPECT_EQ(answer.field("x-pagination-count"), "0");
    EXPECT_EQ(json_of(get("open/tea/", caller)).at("dependents"), json::value(0));
  }
  for (const Caller& caller : {Caller(owner_), Caller(reader_)}) {
    const json::value answer = json_of(get("open/tea/dependents/", caller));
    ASSERT_EQ(answer.at("results").as_array().size(), 1U);
    EXPECT_EQ(answer.at("results").at(0), (json::value{{"namespace", "acme"},
                                                       {"repository", "closed"},
                                                       {"name", "secret"},
                                                       {"version", "1.0.0"},
                                                       {"requirement", "^1"},
                                                       {"kind", "build"}}));
    EXPECT_EQ(json_of(get("open/tea/", caller)).at("dependents"), json::value(1));
  }
  // Neither does the address of a private crate say whether there is one.
  EXPECT_EQ(get("closed/secret/", stranger).body.find("secret"), std::string::npos);
  EXPECT_EQ(get("closed/secret/", stranger).status, get("closed/nothing/", stranger).status);
}

}  // namespace
}  // namespace entrepot::testing
