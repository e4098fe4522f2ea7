#include "registry/owners.h"

#include "registry/registry_fixture_test.h"
#include "registry/users.h"

namespace entrepot::registry {
namespace {

class Owners : public RegistryFixture {
 protected:
  Owners() : anna_(make_user("anna")), house_(make_shared_repository("warehouse", anna_)) {
    anna_ = again(anna_);
    EXPECT_TRUE(publish_crate(house_, admin_, "tea", "1.0.0").has_value());
  }
  Result<OwnersAnswer> change(const PrincipalPointer& actor, OwnersChange what, std::vector<std::string> logins,
                              const std::string& crate = "tea") {
    return await(change_owners(*registry_, actor, house_, crate, what, std::move(logins)));
  }
  std::vector<std::string> logins() {
    std::vector<std::string> found;
    for (const auto& owner : await(owners(*registry_, house_, "tea")).value()) found.push_back(owner.login);
    return found;
  }

  PrincipalPointer anna_;
  RepositoryPointer house_;
};

using Logins = std::vector<std::string>;

TEST_F(Owners, begin_with_the_publisher) {
  EXPECT_EQ(logins(), Logins{"admin"});
  EXPECT_EQ(await(owners(*registry_, house_, "coffee")).error().code, ErrorCode::not_found);
  EXPECT_EQ(await(owners(*registry_, house_, "Tea")).error().code, ErrorCode::not_found);
}

TEST_F(Owners, are_added_and_removed_by_name_and_may_then_yank_and_publish_or_not) {
  EXPECT_EQ(await(yank(*registry_, anna_, {house_, "tea", "1.0.0", Yank::yank})).error().code, ErrorCode::forbidden);
  const auto added = change(admin_, OwnersChange::add, {"ANNA"});
  ASSERT_TRUE(added.has_value()) << added.error().message;
  EXPECT_FALSE(added->message.empty());
  EXPECT_EQ(added->owners.size(), 2U);
  EXPECT_TRUE(change(admin_, OwnersChange::add, {"anna"}).has_value());
  EXPECT_TRUE(await(yank(*registry_, anna_, {house_, "tea", "1.0.0", Yank::yank})).has_value());
  ASSERT_TRUE(change(anna_, OwnersChange::remove, {"anna"}).has_value());
  EXPECT_EQ(await(yank(*registry_, anna_, {house_, "tea", "1.0.0", Yank::unyank})).error().code, ErrorCode::forbidden);
}

TEST_F(Owners, never_become_none) {
  EXPECT_EQ(change(admin_, OwnersChange::remove, {"admin"}).error().code, ErrorCode::invalid);
  EXPECT_EQ(logins(), Logins{"admin"});
}

TEST_F(Owners, change_all_together_or_not_at_all) {
  const auto unknown = change(admin_, OwnersChange::add, {"anna", "nobody"});
  ASSERT_FALSE(unknown.has_value());
  EXPECT_NE(unknown.error().message.find("nobody"), std::string::npos);
  EXPECT_EQ(logins(), Logins{"admin"});
  EXPECT_EQ(change(admin_, OwnersChange::add, {"github:org:team"}).error().code, ErrorCode::invalid);
  EXPECT_EQ(change(admin_, OwnersChange::remove, {"anna"}).error().code, ErrorCode::invalid);
  EXPECT_EQ(change(admin_, OwnersChange::add, {}).error().code, ErrorCode::invalid);
}

TEST_F(Owners, are_changed_by_owners_only) {
  EXPECT_EQ(change(anna_, OwnersChange::add, {"anna"}).error().code, ErrorCode::forbidden);
  EXPECT_EQ(change(auth::anonymous(), OwnersChange::add, {"anna"}).error().code, ErrorCode::unauthenticated);
}

TEST_F(Owners, are_those_only_who_may_write_to_the_repository) {
  make_user("bert");
  const auto refused = change(admin_, OwnersChange::add, {"bert"});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_NE(refused.error().message.find("member of the organisation 'harbour'"), std::string::npos)
      << refused.error().message;
}

TEST_F(Owners, who_have_left_the_organisation_publish_no_more) {
  ASSERT_TRUE(change(admin_, OwnersChange::add, {"anna"}).has_value());
  ASSERT_TRUE(publish_crate(house_, anna_, "tea", "1.1.0").has_value());
  ASSERT_TRUE(
      write(admin_, [](WriteContext& context) { return remove_member(context, "harbour", "anna"); }).has_value());
  EXPECT_EQ(publish_crate(house_, again(anna_), "tea", "1.2.0").error().code, ErrorCode::forbidden);
}

TEST_F(Owners, who_are_disabled_do_not_count_as_the_last_one) {
  ASSERT_TRUE(change(admin_, OwnersChange::add, {"anna"}).has_value());
  ASSERT_TRUE(write(admin_, [](WriteContext& context) { return disable_user(context, "anna"); }).has_value());
  EXPECT_EQ(change(admin_, OwnersChange::remove, {"admin"}).error().code, ErrorCode::invalid);
  EXPECT_EQ(logins(), (Logins{"admin", "anna"}));
}

}  // namespace
}  // namespace entrepot::registry
