#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <thread>

#include "base/digests.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

std::string md5(std::string_view bytes) {
  DigestRun run;
  run.update(as_bytes(bytes));
  return run.finish().md5;
}

class Uploads : public ::testing::Test {
 protected:
  Uploads() { server_.make_repository(server_.admin(), "admin/house", "Private"); }

  net::HttpAnswer post(std::string_view path, const json::object& body = {}) {
    return server_.post(path, server_.admin(), body);
  }
  std::string begin(std::string_view method, std::string_view checksum = "") {
    json::object body{{"filename", "tea-1.0.0.crate"}, {"method", method}};
    if (!checksum.empty()) body["md5_checksum"] = checksum;
    const net::HttpAnswer answer = post("/v1/files/admin/house/", body);
    EXPECT_EQ(answer.status, 202) << answer.body;
    const json::value upload = json_of(answer);
    EXPECT_EQ(text_at(upload, "upload_url"), server_.url() + "/v1/uploads/" + text_at(upload, "identifier") + "/");
    return text_at(upload, "identifier");
  }
  /// As the URL takes it: without credentials.
  net::HttpAnswer put(const std::string& identifier, int part, std::string bytes) {
    return server_.send({.method = "PUT",
                         .path = "/v1/uploads/" + identifier + "/?upload_id=x&part_number=" + std::to_string(part),
                         .body = std::move(bytes)});
  }
  net::HttpAnswer form(const std::string& identifier, const std::string& bytes) {
    return server_.send({.method = "POST",
                         .path = "/v1/uploads/" + identifier + "/",
                         .body = "--xyz\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nvalue\r\n--xyz\r\n"
                                 "Content-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n" +
                                 bytes + "\r\n--xyz--\r\n",
                         .fields = {{"content-type", "multipart/form-data; boundary=xyz"}}});
  }
  net::HttpAnswer complete(const std::string& identifier) {
    return post("/v1/files/admin/house/" + identifier + "/complete/", {{"upload_id", identifier}, {"complete", true}});
  }
  net::HttpAnswer create(const std::string& identifier) {
    return post("/v1/packages/admin/house/upload/cargo/", {{"package_file", identifier}});
  }
  std::size_t packages() {
    return json_of(server_.get("/v1/packages/admin/house/", server_.admin())).as_array().size();
  }

  TestServer server_;
  std::string crate_ = CrateBuilder("tea", "1.0.0").file("src/lib.rs", std::string(3000, 'x')).build();
};

TEST_F(Uploads, TakeAFileAsAFormAndMakeAPackageOfIt) {
  const std::string identifier = begin("post", md5(crate_));
  const net::HttpAnswer sent = form(identifier, crate_);
  ASSERT_EQ(sent.status, 204) << sent.body;
  const net::HttpAnswer made = create(identifier);
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(text_at(json_of(made), "checksum_md5"), md5(crate_));
  EXPECT_EQ(json_of(made).at("is_sync_completed"), json::value(true));
  const net::HttpAnswer bytes = server_.get(cargo_path("basic", "admin/house", "/tea-1.0.0.crate"), server_.admin());
  EXPECT_EQ(bytes.body, crate_);
}

TEST_F(Uploads, TakeAFileInPartsInAnyOrderAcrossARestart) {
  const std::string identifier = begin("put_parts", md5(crate_));
  const std::size_t third = crate_.size() / 3;
  ASSERT_EQ(put(identifier, 3, crate_.substr(2 * third)).status, 200);
  ASSERT_EQ(put(identifier, 1, "wrong at first").status, 200);
  server_.restart();
  ASSERT_EQ(put(identifier, 1, crate_.substr(0, third)).status, 200);
  const net::HttpAnswer early = complete(identifier);
  EXPECT_EQ(early.status, 422);
  EXPECT_NE(early.body.find("Part 2"), std::string::npos) << early.body;
  EXPECT_EQ(create(identifier).status, 409);
  const json::value info =
      json_of(server_.get("/v1/files/admin/house/" + identifier + "/info/?filename=x&part_number=2", server_.admin()));
  EXPECT_EQ(info.at("parts").as_array().size(), 2U);
  EXPECT_EQ(text_at(info, "upload_querystring"), "upload_id=" + identifier + "&part_number=2");
  ASSERT_EQ(put(identifier, 2, crate_.substr(third, third)).status, 200);
  ASSERT_EQ(complete(identifier).status, 201);
  EXPECT_EQ(complete(identifier).status, 201);
  EXPECT_EQ(put(identifier, 2, "late").status, 409);
  ASSERT_EQ(create(identifier).status, 201);
  EXPECT_EQ(packages(), 1U);
  server_.allow_orphans();  // the parts, until gc
}

TEST_F(Uploads, ThatWereBrokenOffGoOnForWhoAnnouncesTheSameFileAgain) {
  const auto announce = [this](const std::string& filename, const std::string& checksum, std::string_view method,
                               const json::value& resume) {
    const net::HttpAnswer answer =
        post("/v1/files/admin/house/",
             {{"filename", filename}, {"md5_checksum", checksum}, {"method", method}, {"resume", resume}});
    EXPECT_EQ(answer.status, 202) << answer.body;
    return text_at(json_of(answer), "identifier");
  };
  const std::string checksum = md5(crate_);
  const std::string first = announce("tea-1.0.0.crate", checksum, "put_parts", true);
  ASSERT_EQ(put(first, 1, crate_.substr(0, 100)).status, 200);
  server_.restart();
  EXPECT_EQ(announce("tea-1.0.0.crate", checksum, "put_parts", true), first);
  // Whatever differs is another file, and who does not ask for the one of before gets a new one.
  const std::string others[] = {announce("tea-1.0.1.crate", checksum, "put_parts", true),
                                announce("tea-1.0.0.crate", md5("x"), "put_parts", true),
                                announce("tea-1.0.0.crate", checksum, "put", true),
                                announce("tea-1.0.0.crate", "", "put_parts", true)};
  for (const std::string& other : others) EXPECT_NE(other, first);
  const std::string fresh = begin("put_parts", checksum);
  EXPECT_NE(fresh, first);
  EXPECT_EQ(announce("tea-1.0.0.crate", checksum, "put_parts", true), fresh) << "the latest";
  ASSERT_EQ(post("/v1/files/admin/house/" + fresh + "/abort/").status, 204);
  ASSERT_EQ(announce("tea-1.0.0.crate", checksum, "put_parts", true), first);
  ASSERT_EQ(put(first, 2, crate_.substr(100)).status, 200);
  ASSERT_EQ(complete(first).status, 201);
  EXPECT_EQ(announce("tea-1.0.0.crate", checksum, "put_parts", true), first) << "complete, and not used up";
  ASSERT_EQ(create(first).status, 201);
  EXPECT_NE(announce("tea-1.0.0.crate", checksum, "put_parts", true), first);
  server_.allow_orphans();
}

TEST_F(Uploads, ThatWereBrokenOffBelongToWhoBeganThem) {
  const TestUser bob = server_.make_user("bob");
  server_.make_organisation(server_.admin(), "acme");
  server_.add_member(server_.admin(), "acme", bob, "Manager");
  server_.make_repository(server_.admin(), "acme/house", "Private");
  const json::object announced{{"filename", "tea-1.0.0.crate"}, {"md5_checksum", md5(crate_)}, {"resume", true}};
  const auto announce = [&](const TestUser& who, std::string_view repository) {
    const net::HttpAnswer answer = server_.post("/v1/files/" + std::string(repository) + "/", who, announced);
    EXPECT_EQ(answer.status, 202) << answer.body;
    return text_at(json_of(answer), "identifier");
  };
  const std::string mine = announce(server_.admin(), "acme/house");
  EXPECT_NE(announce(bob, "acme/house"), mine);
  EXPECT_NE(announce(server_.admin(), "admin/house"), mine);
  EXPECT_EQ(announce(server_.admin(), "acme/house"), mine);
}

TEST_F(Uploads, AreRefusedWhereTheirChecksumIsNotTheAnnouncedOne) {
  const std::string whole = begin("put", md5("something else"));
  const net::HttpAnswer sent = put(whole, 1, crate_);
  EXPECT_EQ(sent.status, 422);
  EXPECT_NE(sent.body.find(md5(crate_)), std::string::npos) << sent.body;
  const std::string parts = begin("put_parts", md5("something else"));
  ASSERT_EQ(put(parts, 1, crate_).status, 200);
  EXPECT_EQ(complete(parts).status, 422);
  server_.allow_orphans();
}

TEST_F(Uploads, AreUsedUpByTheirPackageOrItsRefusal) {
  const std::string first = begin("put");
  ASSERT_EQ(put(first, 1, crate_).status, 200);
  ASSERT_EQ(create(first).status, 201);
  EXPECT_EQ(create(first).status, 404);
  const std::string again = begin("put");
  ASSERT_EQ(put(again, 1, crate_).status, 200);
  EXPECT_EQ(create(again).status, 409);
  EXPECT_EQ(create(again).status, 404);
  const std::string junk = begin("put");
  ASSERT_EQ(put(junk, 1, "this is no crate").status, 200);
  EXPECT_EQ(create(junk).status, 422);
  EXPECT_EQ(packages(), 1U);
  server_.allow_orphans();  // the junk, until gc
}

TEST_F(Uploads, OfTheSameVersionAtOnceHaveOneWinner) {
  std::vector<std::string> identifiers;
  for (int n = 0; n < 4; ++n) {
    identifiers.push_back(begin("put"));
    ASSERT_EQ(put(identifiers.back(), 1, CrateBuilder("tea", "1.0.0").file("n", std::to_string(n)).build()).status,
              200);
  }
  std::vector<int> statuses(identifiers.size());
  std::vector<std::thread> threads;
  for (std::size_t n = 0; n < identifiers.size(); ++n) {
    threads.emplace_back([&, n] { statuses[n] = create(identifiers[n]).status; });
  }
  for (std::thread& thread : threads) thread.join();
  std::ranges::sort(statuses);
  EXPECT_EQ(statuses, (std::vector<int>{201, 409, 409, 409}));
  EXPECT_EQ(packages(), 1U);
  server_.allow_orphans();  // the losers' bytes, until gc
}

TEST_F(Uploads, ExpireAfterADay) {
  const std::string identifier = begin("put");
  ASSERT_EQ(put(identifier, 1, crate_).status, 200);
  server_.clock().advance(std::chrono::hours(24));
  EXPECT_EQ(create(identifier).status, 404);
  EXPECT_EQ(put(identifier, 1, crate_).status, 404);
  server_.allow_orphans();
}

TEST_F(Uploads, AreTheirUsersAlone) {
  const TestUser stranger = server_.make_user("stranger");
  server_.make_repository(stranger, "stranger/house", "Private");
  const std::string identifier = begin("put");
  ASSERT_EQ(put(identifier, 1, crate_).status, 200);
  EXPECT_EQ(
      server_.post("/v1/packages/stranger/house/upload/cargo/", stranger, json::object{{"package_file", identifier}})
          .status,
      404);
  EXPECT_EQ(post("/v1/files/admin/house/" + identifier + "/abort/").status, 204);
  EXPECT_EQ(post("/v1/files/admin/house/" + identifier + "/abort/").status, 404);
  server_.allow_orphans();
}

TEST_F(Uploads, AreBoundedInNumberAndSize) {
  ASSERT_EQ(server_
                .send({.method = "PATCH",
                       .path = "/v1/repos/admin/house/",
                       .caller = server_.admin(),
                       .body = R"({"publish_rules":{"max_crate_bytes":4096}})"})
                .status,
            200);
  const std::string large = begin("put_parts");
  EXPECT_EQ(put(large, 1, std::string(4096, 'x')).status, 200);
  EXPECT_EQ(put(large, 2, "x").status, 413);
  EXPECT_EQ(put(large, 0, "x").status, 422);
  EXPECT_EQ(put(large, 1001, "x").status, 422);
  const std::string bytes = CrateBuilder("tea", "1.0.0").file("x", std::string(8000, 'x')).compression(0).build();
  EXPECT_EQ(server_
                .send({.method = "PUT",
                       .path = "/v1/upload/admin/house/tea-1.0.0.crate",
                       .caller = server_.admin(),
                       .body = bytes})
                .status,
            413);
  int begun = 1;
  while (begun < 200 && post("/v1/files/admin/house/", {{"filename", "tea-1.0.0.crate"}}).status == 202) {
    ++begun;
  }
  EXPECT_EQ(begun, 64);
  const net::HttpAnswer refused = post("/v1/files/admin/house/", {{"filename", "tea-1.0.0.crate"}});
  EXPECT_EQ(refused.status, 429);
  EXPECT_FALSE(refused.field("retry-after").empty());
  server_.allow_orphans();
}

TEST_F(Uploads, AreValidatedBeforeTheyBegin) {
  const auto validate = [&](json::object body) { return post("/v1/files/admin/house/validate/", std::move(body)); };
  EXPECT_EQ(validate({{"filename", "tea-1.0.0.crate"}, {"md5_checksum", md5("x")}}).status, 204);
  for (const char* name : {"tea.zip", "../tea-1.0.0.crate", ""}) {
    const net::HttpAnswer refused = validate({{"filename", name}});
    EXPECT_EQ(refused.status, 422) << name;
    EXPECT_NE(refused.body.find("\"filename\""), std::string::npos) << refused.body;
  }
  EXPECT_NE(validate({{"filename", "a-1.0.0.crate"}, {"md5_checksum", "short"}}).body.find("\"md5_checksum\""),
            std::string::npos);
  EXPECT_EQ(validate({{"filename", "a-1.0.0.crate"}, {"method", "pigeon"}}).status, 422);
  const auto upload = [&](json::object body) {
    return post("/v1/packages/admin/house/validate-upload/cargo/", std::move(body));
  };
  EXPECT_EQ(upload({{"package_file", "tea-1.0.0.crate"}, {"tags", "a, b"}}).status, 204);
  EXPECT_NE(upload({{"tags", "a"}}).body.find("\"package_file\""), std::string::npos);
  EXPECT_NE(upload({{"package_file", "x"}, {"tags", "two words"}}).body.find("\"tags\""), std::string::npos);
  EXPECT_NE(upload({{"package_file", "x"}, {"republish", "perhaps"}}).body.find("\"republish\""), std::string::npos);
}

}  // namespace
}  // namespace entrepot::testing
