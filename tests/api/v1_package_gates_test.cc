#include <gtest/gtest.h>

#include <array>
#include <boost/json.hpp>

#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

enum Who : std::size_t { reader, writer, uploader, kCallers };

/// One action on a package, the settings that say who may, and the words that they may have.
struct Gate {
  std::string least;
  std::string own;
  std::vector<std::string> words;
  std::string method;
  std::string rest;
  std::string body;
};

const std::vector<Gate> kGates{
    {"copy_packages", "copy_own", {"Read", "Write", "Admin"}, "POST", "copy/", R"({"destination":"other"})"},
    {"move_packages", "move_own", {"Read", "Write", "Admin"}, "POST", "move/", R"({"destination":"other"})"},
    {"delete_packages", "delete_own", {"Write", "Admin"}, "DELETE", "", ""},
    {"resync_packages", "resync_own", {"Write", "Admin"}, "POST", "resync/", ""},
};

/// Three people who may publish to acme/other; to acme/tools only two of them.
class PackageGates : public ::testing::Test {
 protected:
  PackageGates() {
    server.make_organisation(owner, "acme");
    for (const std::string& name : {std::string("tools"), std::string("other")}) {
      server.make_repository(owner, "acme/" + name, "Private");
    }
    const std::array<std::string, kCallers> names{"reader", "writer", "uploader"};
    for (std::size_t who = 0; who < kCallers; ++who) {
      people[who] = server.make_user(names[who]);
      server.add_member(owner, "acme", people[who], "Collaborator");
      give("other", names[who], "Write");
      give("tools", names[who], who == reader ? "Read" : "Write");
    }
  }

  void give(const std::string& repository, const std::string& user, const std::string& privilege) {
    const net::HttpAnswer given =
        server.send({.method = "PATCH",
                     .path = "/v1/repos/acme/" + repository + "/privileges",
                     .caller = owner,
                     .body = R"({"privileges":[{"privilege":")" + privilege + R"(","user":")" + user + "\"}]}"});
    ASSERT_EQ(given.status, 204) << given.body;
  }
  void set(const json::object& settings) {
    const net::HttpAnswer changed = server.send(
        {.method = "PATCH", .path = "/v1/repos/acme/tools/", .caller = owner, .body = json::serialize(settings)});
    ASSERT_EQ(changed.status, 200) << changed.body;
  }
  /// The slug_perm of a new package of `uploader`.
  std::string upload() {
    const std::string crate = "crate-" + std::to_string(++made);
    server.must_publish(people[uploader], "acme/tools", CrateBuilder(crate, "1.0.0"));
    return text_at(json_of(server.get("/v1/packages/acme/tools/?query=name:^" + crate + "$", owner)).at(0),
                   "slug_perm");
  }

  TestServer server;
  TestUser owner = server.make_user("owner");
  std::array<TestUser, kCallers> people;
  int made = 0;
};

TEST_F(PackageGates, AdmitWhoHasThePrivilegeOrUploadedThePackageAsTheSettingsSay) {
  for (const Gate& gate : kGates) {
    for (const std::string& word : gate.words) {
      for (const bool own : {false, true}) {
        set({{gate.least, word}, {gate.own, own}});
        for (std::size_t who = 0; who < kCallers; ++who) {
          const bool has_it = word == "Read" || (word == "Write" && who != reader);
          const bool may = has_it || (own && who == uploader);
          const net::HttpAnswer answer = server.send({.method = gate.method,
                                                      .path = "/v1/packages/acme/tools/" + upload() + "/" + gate.rest,
                                                      .caller = people[who],
                                                      .body = gate.body});
          EXPECT_EQ(answer.status / 100, may ? 2 : 4)
              << gate.least << " " << word << ", own " << own << ", by " << people[who].name << ": " << answer.body;
          if (!may) EXPECT_EQ(answer.status, 403);
        }
      }
    }
  }
}

TEST_F(PackageGates, AdmitARepublishOnlyWithTheRightToReplaceAndToDelete) {
  const auto again = [&](const TestUser& who) {
    return server
        .publish(who, "acme/tools", CrateBuilder("serde", "1.0.0").file("src/extra.rs", std::to_string(++made)))
        .status;
  };
  server.allow_orphans();  // the bytes that were replaced, until gc takes them
  set({{"replace_packages_by_default", true}});
  EXPECT_EQ(again(people[uploader]), 200);
  EXPECT_EQ(again(people[uploader]), 200) << "one's own, with Write";
  set({{"replace_packages", "Admin"}});
  EXPECT_EQ(again(people[uploader]), 403);
  EXPECT_EQ(again(owner), 200);
  set({{"replace_packages", "Write"}});
  EXPECT_EQ(again(people[uploader]), 403) << "it is the owner's upload now, and others' need delete_packages";
  set({{"delete_packages", "Write"}});
  EXPECT_EQ(again(people[uploader]), 200);
  set({{"delete_packages", "Admin"}, {"delete_own", false}});
  EXPECT_EQ(again(people[uploader]), 403);
  set({{"replace_packages_by_default", false}});
  EXPECT_EQ(again(owner), 409);
}

TEST_F(PackageGates, KeepWhatIsInQuarantineFromBeingReplacedByWhoMayNotReleaseIt) {
  set({{"replace_packages_by_default", true}});
  const std::string perm = upload();
  const CrateBuilder same("crate-1", "1.0.0");
  const std::string path = "/v1/packages/acme/tools/" + perm + "/";
  ASSERT_EQ(server.send({.method = "POST", .path = path + "quarantine/", .caller = owner}).status, 200);
  const net::HttpAnswer refused = server.publish(people[uploader], "acme/tools", same);
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(refused.body.find("in quarantine"), std::string::npos) << refused.body;
  ASSERT_EQ(server.send({.method = "DELETE", .path = path, .caller = people[uploader]}).status, 204);
  EXPECT_EQ(server.publish(people[uploader], "acme/tools", same).status, 403) << "nor by deleting it first";
  EXPECT_EQ(server.publish(owner, "acme/tools", same).status, 200);
}

TEST_F(PackageGates, LetADeletedNumberComeBackWithItsOwnBytesOnly) {
  const std::string perm = upload();
  ASSERT_EQ(server
                .send({.method = "POST",
                       .path = "/v1/packages/acme/tools/" + perm + "/move/",
                       .caller = owner,
                       .body = R"({"destination":"other"})"})
                .status,
            200);
  const CrateBuilder same("crate-1", "1.0.0");
  EXPECT_EQ(server.publish(people[uploader], "acme/tools", CrateBuilder("crate-1", "1.0.0").file("new.rs", "")).status,
            409);
  const std::string moved =
      text_at(json_of(server.get("/v1/packages/acme/other/?query=name:^crate-1$", owner)).at(0), "slug_perm");
  const net::HttpAnswer back = server.send({.method = "POST",
                                            .path = "/v1/packages/acme/other/" + moved + "/move/",
                                            .caller = owner,
                                            .body = R"({"destination":"tools"})"});
  EXPECT_EQ(back.status, 200) << back.body;
  EXPECT_EQ(server.get("/v1/packages/acme/tools/", owner).field("x-pagination-count"), "1");
  server.allow_orphans();  // the bytes that were refused, until gc
}

}  // namespace
}  // namespace entrepot::testing
