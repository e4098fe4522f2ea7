#include "registry/publish.h"

#include "cargo/index_line.h"
#include "registry/registry_fixture_test.h"

namespace entrepot::registry {
namespace {

using testing::CrateBuilder;

class Publish : public RegistryFixture {};

std::string body_with_dependency(const std::string& name, const std::string& registry) {
  const std::string manifest = "[package]\nname = \"" + name +
                               "\"\nversion = \"1.0.0\"\ndescription = \"d\"\nlicense = \"MIT\"\n"
                               "[dependencies.tea]\nversion = \"1\"\nregistry-index = \"" +
                               registry + "\"\n";
  const std::string json =
      R"({"name":")" + name +
      R"(","vers":"1.0.0","deps":[{"name":"tea","version_req":"^1","features":[],"optional":false,)"
      R"("default_features":true,"target":null,"kind":"normal","registry":")" +
      registry + R"("}],"features":{},"authors":[],"description":"d","license":"MIT"})";
  return testing::publish_frame(json, CrateBuilder(name, "1.0.0").manifest(manifest).build());
}

TEST_F(Publish, is_served_by_the_index_when_it_answers) {
  const auto house = make_repository("warehouse");
  EXPECT_FALSE(entry(house, "green-tea")->found());
  const auto answer = publish_crate(house, admin_, "Green-Tea", "1.0.0+a");
  ASSERT_TRUE(answer.has_value()) << answer.error().message << answer.error().detail;
  EXPECT_EQ(answer->crate, "Green-Tea");
  const auto served = entry(house, "green-tea");
  ASSERT_TRUE(served->found());
  EXPECT_EQ(served->name, "Green-Tea");
  ASSERT_NE(served->version("1.0.0+a"), nullptr);
  EXPECT_EQ(served->version("1.0.0"), nullptr);
  const auto line = parse_index_line(std::string_view(served->body).substr(0, served->body.size() - 1));
  ASSERT_TRUE(line.has_value()) << line.error().message;
  EXPECT_EQ(line->checksum, served->version("1.0.0+a")->checksum);
  EXPECT_TRUE(blobs_->open(line->checksum).has_value());
}

TEST_F(Publish, takes_a_body_in_any_pieces) {
  const auto house = make_repository("warehouse");
  const std::string body =
      CrateBuilder("tea", "1.0.0").file("src/lib.rs", std::string(700'000, 'x')).compression(0).body();
  ASSERT_TRUE(publish_body(house, admin_, body, 3'333).has_value());
  const auto tea = entry(house, "tea");
  EXPECT_GT(tea->version("1.0.0")->size, 700'000U);
}

TEST_F(Publish, of_the_same_number_is_refused_whatever_the_build_metadata) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0+a").has_value());
  for (const char* version : {"1.0.0+a", "1.0.0+b", "1.0.0"}) {
    const auto again = publish_crate(house, admin_, "tea", version);
    ASSERT_FALSE(again.has_value());
    EXPECT_EQ(again.error().code, ErrorCode::conflict);
    EXPECT_NE(again.error().message.find("1.0.0+a is already uploaded"), std::string::npos) << again.error().message;
  }
}

TEST_F(Publish, of_a_yanked_or_deleted_number_says_so) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  ASSERT_TRUE(await(yank(*registry_, admin_, {house, "tea", "1.0.0", Yank::yank})).has_value());
  EXPECT_NE(publish_crate(house, admin_, "tea", "1.0.0").error().message.find("yanked"), std::string::npos);
  ASSERT_TRUE(write(admin_, [](WriteContext& context) {
                return context.transaction.execute("UPDATE versions SET deleted_at = 1");
              }).has_value());
  const auto other = publish_body(house, admin_, CrateBuilder("tea", "1.0.0").file("src/other.rs", "").body());
  ASSERT_FALSE(other.has_value());
  EXPECT_NE(other.error().message.find("deleted"), std::string::npos);
}

TEST_F(Publish, keeps_the_first_spelling_of_a_name) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "green-tea", "1.0.0").has_value());
  for (const char* name : {"green_tea", "Green-Tea"}) {
    const auto other = publish_crate(house, admin_, name, "2.0.0");
    ASSERT_FALSE(other.has_value());
    EXPECT_NE(other.error().message.find("previously named 'green-tea'"), std::string::npos);
  }
}

TEST_F(Publish, of_an_existing_crate_needs_an_owner_or_an_admin_of_the_repository) {
  auto anna = make_user("anna");
  const auto house = make_shared_repository("warehouse", anna);
  anna = again(anna);
  const auto annas = make_repository("hers", Visibility::public_, "{}", "anna");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  EXPECT_EQ(publish_crate(house, anna, "tea", "1.0.1").error().code, ErrorCode::forbidden);
  EXPECT_TRUE(publish_crate(house, anna, "coffee", "1.0.0").has_value());
  EXPECT_TRUE(publish_crate(annas, anna, "coffee", "1.0.0").has_value());
  ASSERT_TRUE(await(change_owners(*registry_, admin_, house, "tea", OwnersChange::add, {"Anna"})).has_value());
  EXPECT_TRUE(publish_crate(house, anna, "tea", "1.0.1").has_value());
}

TEST_F(Publish, of_an_old_number_leaves_the_description_of_the_newest) {
  const auto house = make_repository("warehouse");
  const auto described = [&](const std::string& version, const std::string& words) {
    const std::string json = R"({"name":"tea","vers":")" + version +
                             R"(","deps":[],"features":{},"authors":[],"license":"MIT","description":")" + words +
                             "\"}";
    return publish_body(house, admin_, testing::publish_frame(json, CrateBuilder("tea", version).build()));
  };
  const auto shown = [&] {
    return read([](store::Transaction& t) { return t.query_one("SELECT description FROM crates"); }).value()->text(0);
  };
  ASSERT_TRUE(described("1.0.0", "one").has_value());
  ASSERT_TRUE(described("2.0.0", "two").has_value());
  EXPECT_EQ(shown(), "two");
  ASSERT_TRUE(described("1.0.1", "one again").has_value());
  EXPECT_EQ(shown(), "two");
}

TEST_F(Publish, into_a_name_that_was_deleted_never_brings_a_number_back_with_other_bytes) {
  const auto house = make_repository("warehouse");
  const std::string first = CrateBuilder("tea", "1.0.0").body();
  ASSERT_TRUE(publish_body(house, admin_, first).has_value());
  ASSERT_TRUE(write(admin_, [&](WriteContext& context) { return delete_repository(context, *house); }).has_value());
  const auto again = make_repository("warehouse");
  const auto other = publish_body(again, admin_, CrateBuilder("tea", "1.0.0").file("src/lib.rs", "// other").body());
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().code, ErrorCode::conflict);
  EXPECT_FALSE(entry(again, "tea")->found());
  EXPECT_TRUE(publish_body(again, admin_, first).has_value());
  EXPECT_TRUE(publish_crate(again, admin_, "tea", "1.0.1").has_value());
  EXPECT_TRUE(publish_body(make_repository("elsewhere"), admin_,
                           CrateBuilder("tea", "1.0.0").file("src/lib.rs", "// other").body())
                  .has_value());
}

TEST_F(Publish, into_a_name_that_was_given_up_never_brings_a_number_back_with_other_bytes) {
  const auto rename = [&](const RepositoryPointer& which, const std::string& slug) {
    return write(admin_, [&](WriteContext& context) { return update_repository(context, *which, {.slug = slug}); });
  };
  const std::string first = CrateBuilder("tea", "1.0.0").body();
  const std::string other = CrateBuilder("tea", "1.0.0").file("src/lib.rs", "// other").body();
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_body(house, admin_, first).has_value());
  const auto old = rename(house, "Old-House");
  ASSERT_TRUE(old.has_value()) << old.error().message;
  // What comes after the rename was never served under the old name and binds nobody there.
  ASSERT_TRUE(publish_crate(*old, admin_, "tea", "2.0.0").has_value());
  ASSERT_TRUE(write(admin_, [&](WriteContext& context) { return delete_repository(context, **old); }).has_value());

  const auto second = make_repository("warehouse");
  const auto refused = publish_body(second, admin_, other);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_NE(refused.error().message.find("another repository that was called 'warehouse'"), std::string::npos);
  EXPECT_TRUE(publish_body(second, admin_, CrateBuilder("tea", "2.0.0").file("a", "other").body()).has_value());
  const auto last = make_repository("old-house");
  EXPECT_EQ(publish_body(last, admin_, other).error().code, ErrorCode::conflict);

  // A filled repository may not bring them either; the same bytes may come, and one's own name may come back.
  const auto filled = make_repository("filled");
  ASSERT_TRUE(publish_body(filled, admin_, other).has_value());
  ASSERT_TRUE(rename(last, "empty").has_value());
  const auto taken = rename(filled, "OLD-house");
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error().code, ErrorCode::conflict);
  EXPECT_NE(taken.error().message.find("'tea' 1.0.0"), std::string::npos) << taken.error().message;
  const auto same = make_repository("same");
  ASSERT_TRUE(publish_body(same, admin_, first).has_value());
  EXPECT_TRUE(rename(same, "old-house").has_value());
  const auto away = rename(filled, "away");
  ASSERT_TRUE(away.has_value());
  EXPECT_TRUE(rename(*away, "filled").has_value());
}

TEST_F(Publish, warns_of_a_dependency_that_is_not_there_yet) {
  const auto house = make_repository("warehouse");
  const auto answer = publish_body(
      house, admin_, body_with_dependency("pot", "sparse+http://127.0.0.1:8088/basic/admin/warehouse/cargo/"));
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  ASSERT_EQ(answer->warnings.size(), 1U);
  EXPECT_NE(answer->warnings.front().find("'tea'"), std::string::npos);
}

TEST_F(Publish, hides_a_private_repository_from_strangers) {
  const auto house = make_repository("warehouse");
  EXPECT_EQ(publish_crate(house, make_user("anna"), "tea", "1.0.0").error().code, ErrorCode::not_found);
}

TEST_F(Publish, asks_before_it_reads_the_crate) {
  const auto house = make_repository("warehouse", Visibility::public_);
  const auto anna = make_user("anna");
  std::string body = CrateBuilder("tea", "1.0.0").file("src/lib.rs", std::string(100'000, 'x')).compression(0).body();
  std::size_t given = 0;
  const auto next = [&body, &given] { return next_piece(body, given, 500); };
  const auto answer =
      await(publish(*registry_, {.repository = house, .principal = anna, .body = next, .length = body.size()}));
  EXPECT_EQ(answer.error().code, ErrorCode::forbidden);
  EXPECT_LT(given, 2'000U);
}

TEST_F(Publish, keeps_to_the_patterns_and_repositories_of_a_key) {
  const auto house = make_repository("warehouse");
  const auto other = make_repository("other");
  const auto made = write(admin_, [](WriteContext& context) {
    return create_api_key(context, {.name = "ci",
                                    .repositories = std::vector<std::string>{"admin/warehouse"},
                                    .crate_patterns = std::vector<std::string>{"tea-*"}});
  });
  ASSERT_TRUE(made.has_value()) << made.error().message;
  const auto key = await(registry_->authenticator().authenticate({.secret = made->secret}, "127.0.0.1"));
  ASSERT_TRUE(key.has_value());
  EXPECT_TRUE(publish_crate(house, *key, "tea_pot", "1.0.0").has_value());
  EXPECT_EQ(publish_crate(house, *key, "coffee", "1.0.0").error().code, ErrorCode::forbidden);
  EXPECT_EQ(publish_crate(other, *key, "tea-pot", "1.0.0").error().code, ErrorCode::not_found);
}

TEST_F(Publish, of_a_bad_archive_leaves_nothing) {
  const auto house = make_repository("warehouse");
  const auto answer = publish_body(house, admin_, CrateBuilder("tea", "1.0.0").after_gzip("more").body());
  EXPECT_EQ(answer.error().code, ErrorCode::invalid);
  EXPECT_FALSE(entry(house, "tea")->found());
  std::size_t blobs = 0;
  ASSERT_TRUE(blobs_
                  ->each([&blobs](const blob::BlobInfo&) -> Result<void> {
                    ++blobs;
                    return {};
                  })
                  .has_value());
  EXPECT_EQ(blobs, 0U);
}

TEST_F(Publish, turns_addresses_of_its_own_repository_into_null) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  int number = 0;
  for (const char* url : {"sparse+http://127.0.0.1:8088/basic/admin/warehouse/cargo/",
                          "sparse+http://127.0.0.1:8088/public/Admin/Warehouse/cargo",
                          "http://127.0.0.1:8088/basic/admin/warehouse/cargo/index.git",
                          "sparse+http://127.0.0.1:8088/unknown-token/admin/warehouse/cargo/"}) {
    const std::string name = "pot-" + std::to_string(number++);
    const auto answer = publish_body(house, admin_, body_with_dependency(name, url));
    ASSERT_TRUE(answer.has_value()) << url << ' ' << answer.error().message;
    EXPECT_EQ(entry(house, name)->body.find("127.0.0.1"), std::string::npos) << entry(house, name)->body;
  }
}

TEST_F(Publish, keeps_no_token_in_the_address_of_a_sister_repository) {
  const auto house = make_repository("warehouse");
  make_repository("sister", Visibility::public_);
  const auto answer = publish_body(
      house, admin_, body_with_dependency("pot", "sparse+http://127.0.0.1:8088/some-token/admin/sister/cargo/"));
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_NE(entry(house, "pot")->body.find("sparse+http://127.0.0.1:8088/public/admin/sister/cargo/"),
            std::string::npos);
}

TEST_F(Publish, does_not_tell_which_tokens_strangers_chose) {
  make_user("anna");
  const auto bert = make_user("bert");
  const auto annas = make_repository("hers", Visibility::private_, "{}", "anna");
  const auto berts = make_repository("his", Visibility::private_, "{}", "bert");
  const auto set = [this](const RepositoryPointer& repository, const std::string& token) {
    return write(admin_, [this, repository, token](WriteContext& context) {
      return create_entitlement(context, registry_->sealer(), *repository,
                                {.name = "chosen", .token = auth::Secret(token)});
    });
  };
  ASSERT_TRUE(set(annas, "annas-token").has_value());
  ASSERT_TRUE(set(berts, "berts-token").has_value());
  const auto with = [](const std::string& token) {
    return CrateBuilder("tea", "1.0.0").file("Cargo.lock", "# https://" + token + "@host/x").body();
  };
  EXPECT_EQ(publish_body(berts, bert, with("berts-token")).error().code, ErrorCode::invalid);
  EXPECT_TRUE(publish_body(berts, bert, with("annas-token")).has_value());
}

TEST_F(Publish, refuses_a_package_that_holds_a_token_of_this_server) {
  const auto house = make_repository("warehouse");
  const auto token = write(admin_, [&](WriteContext& context) {
    return create_entitlement(context, registry_->sealer(), *house, {.name = "reader"});
  });
  ASSERT_TRUE(token.has_value());
  const std::string secret(token->token.reveal());
  for (const std::string& text : {"# sparse+https://elsewhere/" + secret + "/admin/warehouse/cargo/",
                                  "# http://" + secret + "@host/x", "# " + std::string(admin_key_.reveal())}) {
    const auto answer = publish_body(house, admin_, CrateBuilder("tea", "1.0.0").file("Cargo.lock", text).body());
    ASSERT_FALSE(answer.has_value()) << text;
    EXPECT_NE(answer.error().message.find("token"), std::string::npos);
    EXPECT_EQ(answer.error().message.find(secret), std::string::npos);
  }
}

TEST_F(Publish, holds_the_daily_cap_and_the_rule_of_known_dependencies) {
  const auto house = make_repository("warehouse", Visibility::private_,
                                     R"({"max_new_versions_per_day":2,"require_known_dependencies":true})");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  clock_.advance(Seconds(3600));
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.1").has_value());
  const auto third = publish_crate(house, admin_, "tea", "1.0.2");
  EXPECT_EQ(third.error().code, ErrorCode::rate_limited);
  EXPECT_EQ(third.error().retry_after_seconds, 23 * 3600);
  clock_.advance(Seconds(23 * 3600));
  EXPECT_TRUE(publish_crate(house, admin_, "tea", "1.0.2").has_value());
  const auto unknown = publish_body(
      house, admin_, body_with_dependency("pot", "sparse+http://127.0.0.1:8088/basic/admin/warehouse/cargo/"));
  EXPECT_TRUE(unknown.has_value());
}

TEST_F(Publish, moves_the_entrys_time_on_by_a_second_at_least) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  const auto first = entry(house, "tea");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.1.0").has_value());
  const auto second = entry(house, "tea");
  EXPECT_EQ(second->last_modified, first->last_modified + Seconds(1));
  EXPECT_NE(second->etag, first->etag);
}

TEST_F(Publish, by_many_at_once_gives_every_number_to_one) {
  const auto house = make_repository("warehouse");
  std::vector<std::thread> threads;
  std::atomic<int> won{0};
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&, thread] {
      for (int number = 0; number < 5; ++number) {
        const std::string version = "1.0." + std::to_string(number) + "+b" + std::to_string(thread);
        if (publish_crate(house, admin_, "tea", version)) ++won;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(won, 5);
  EXPECT_EQ(entry(house, "tea")->versions.size(), 5U);
}

}  // namespace
}  // namespace entrepot::registry
