#include "auth/principal.h"

#include <gtest/gtest.h>

namespace entrepot::auth {
namespace {

constexpr std::int64_t kGuild = 7;
constexpr std::int64_t kHouse = 70;
const Timestamp kNow = from_unix(1'000);

RepositoryFacts house(bool is_public, Privilege default_privilege = Privilege::read) {
  return {.id = kHouse, .namespace_id = kGuild, .is_public = is_public, .default_privilege = default_privilege};
}

Principal user() {
  return {.kind = PrincipalKind::user, .user_id = 1, .user = "anna"};
}
Principal with_role(Role role) {
  Principal principal = user();
  principal.grants.emplace(kGuild, role);
  return principal;
}
Principal key_of(Principal principal, Scope scope) {
  principal.kind = PrincipalKind::api_key;
  principal.key_id = 9;
  principal.scope = scope;
  return principal;
}

TEST(Privilege, follows_standing_then_the_keys_cap) {
  Principal admin = user();
  admin.is_admin = true;
  Principal self = user();
  self.user_id = kGuild;
  Principal token{.kind = PrincipalKind::entitlement, .entitled_repositories = {kHouse}};
  Principal other_token{.kind = PrincipalKind::entitlement, .entitled_repositories = {71}};
  Principal elsewhere = key_of(admin, Scope::admin);
  elsewhere.repositories = {71};
  Principal here = key_of(admin, Scope::admin);
  here.repositories = {kHouse};
  Principal some_crates = key_of(admin, Scope::admin);
  some_crates.crate_patterns = {"tea*"};
  Principal expired = key_of(admin, Scope::admin);
  expired.expires_at = kNow;

  struct Row {
    const char* who;
    Principal principal;
    Privilege on_private;
    Privilege on_public;
  };
  const Row rows[] = {
      {"nobody", *anonymous(), Privilege::none, Privilege::read},
      {"stranger", user(), Privilege::none, Privilege::read},
      {"server admin", admin, Privilege::admin, Privilege::admin},
      {"own namespace", self, Privilege::admin, Privilege::admin},
      {"owner", with_role(Role::owner), Privilege::admin, Privilege::admin},
      {"manager", with_role(Role::manager), Privilege::admin, Privilege::admin},
      {"member", with_role(Role::member), Privilege::read, Privilege::read},
      {"collaborator", with_role(Role::collaborator), Privilege::none, Privilege::read},
      {"reading key", key_of(admin, Scope::read), Privilege::read, Privilege::read},
      {"publishing key", key_of(admin, Scope::publish), Privilege::write, Privilege::write},
      {"administering key", key_of(admin, Scope::admin), Privilege::admin, Privilege::admin},
      {"publishing key of a member", key_of(with_role(Role::member), Scope::publish), Privilege::read, Privilege::read},
      {"key for elsewhere", elsewhere, Privilege::none, Privilege::read},
      {"key for here", here, Privilege::admin, Privilege::admin},
      {"key for some crates", some_crates, Privilege::write, Privilege::write},
      {"expired key", expired, Privilege::none, Privilege::read},
      {"entitlement", token, Privilege::read, Privilege::read},
      {"entitlement of another repository", other_token, Privilege::none, Privilege::read},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.who);
    EXPECT_EQ(privilege_on(row.principal, house(false), kNow), row.on_private);
    EXPECT_EQ(privilege_on(row.principal, house(true), kNow), row.on_public);
  }
}

TEST(Privilege, of_members_is_the_repositorys_default) {
  for (const Privilege privilege : {Privilege::none, Privilege::read, Privilege::write, Privilege::admin}) {
    EXPECT_EQ(privilege_on(with_role(Role::member), house(false, privilege), kNow), privilege);
  }
}

TEST(Privilege, given_in_one_repository_counts_beside_the_role_and_below_the_keys_cap) {
  Principal helper = with_role(Role::collaborator);
  helper.privileges.emplace(kHouse, Privilege::write);
  EXPECT_EQ(privilege_on(helper, house(false), kNow), Privilege::write);
  RepositoryFacts next_door = house(false);
  next_door.id = 71;
  EXPECT_EQ(privilege_on(helper, next_door, kNow), Privilege::none);
  EXPECT_EQ(privilege_on(key_of(helper, Scope::read), house(false), kNow), Privilege::read);
  Principal member = with_role(Role::member);
  member.privileges.emplace(kHouse, Privilege::read);
  EXPECT_EQ(privilege_on(member, house(false, Privilege::write), kNow), Privilege::write) << "the greater counts";
  Principal head = user();
  head.privileges.emplace(kHouse, Privilege::admin);
  EXPECT_EQ(privilege_on(head, house(false), kNow), Privilege::admin);
  EXPECT_FALSE(may_administer_namespace(head, kGuild, kNow)) << "of a repository, not of its namespace";
}

TEST(CratePattern, matches_names_prefixes_and_everything) {
  EXPECT_TRUE(matches_crate_pattern("*", "tea"));
  EXPECT_TRUE(matches_crate_pattern("tea-*", "Tea_pot"));
  EXPECT_FALSE(matches_crate_pattern("tea-*", "tea"));
  EXPECT_TRUE(matches_crate_pattern("tea-pot", "tea_pot"));
  EXPECT_FALSE(matches_crate_pattern("tea", "teapot"));
  EXPECT_FALSE(matches_crate_pattern("", "tea"));
}

TEST(CratePattern, binds_keys_only_and_reading_keys_publish_nothing) {
  EXPECT_TRUE(may_publish_crate(user(), "tea"));
  Principal key = key_of(user(), Scope::publish);
  key.crate_patterns = {"tea", "pot-*"};
  EXPECT_TRUE(may_publish_crate(key, "tea"));
  EXPECT_FALSE(may_publish_crate(key, "coffee"));
  EXPECT_FALSE(may_publish_crate(key_of(user(), Scope::read), "tea"));
  EXPECT_FALSE(may_publish_crate(*anonymous(), "tea"));
}

TEST(Administration, of_server_and_namespace_needs_an_unrestricted_key) {
  Principal admin = user();
  admin.is_admin = true;
  EXPECT_TRUE(may_administer_server(admin, kNow));
  EXPECT_TRUE(may_administer_namespace(with_role(Role::manager), kGuild, kNow));
  EXPECT_FALSE(may_administer_namespace(with_role(Role::member), kGuild, kNow));
  EXPECT_TRUE(may_administer_namespace(user(), 1, kNow));
  EXPECT_FALSE(may_administer_namespace(key_of(user(), Scope::publish), 1, kNow));
  Principal restricted = key_of(admin, Scope::admin);
  restricted.repositories = {kHouse};
  EXPECT_FALSE(may_administer_server(restricted, kNow));
  EXPECT_FALSE(may_administer_namespace(restricted, 1, kNow));
  EXPECT_FALSE(may_administer_server(Principal{.kind = PrincipalKind::entitlement, .is_admin = true}, kNow));
}

TEST(Words, of_the_tables_are_read_back) {
  for (const Role role : {Role::owner, Role::manager, Role::member, Role::collaborator}) {
    EXPECT_EQ(parse_role(role_word(role)), role);
  }
  for (const Scope scope : {Scope::read, Scope::publish, Scope::admin})
    EXPECT_EQ(parse_scope(scope_word(scope)), scope);
  EXPECT_EQ(parse_privilege("Write"), Privilege::write);
  EXPECT_EQ(parse_privilege("write"), std::nullopt);
}

}  // namespace
}  // namespace entrepot::auth
