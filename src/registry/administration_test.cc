#include "registry/organisations.h"
#include "registry/registry_fixture_test.h"
#include "registry/users.h"

namespace entrepot::registry {
namespace {

using auth::Role;

class Administration : public RegistryFixture {
 protected:
  template <typename T>
  static ErrorCode code(const Result<T>& result) {
    return result ? ErrorCode::internal : result.error().code;
  }
  Result<MemberRecord> add(const PrincipalPointer& actor, const std::string& user, Role role) {
    return write(actor, [&](WriteContext& context) { return add_member(context, "guild", user, role); });
  }
  Result<MemberRecord> change(const PrincipalPointer& actor, const std::string& user, Role role) {
    return write(actor, [&](WriteContext& context) { return update_member(context, "guild", user, role); });
  }
  Result<void> remove(const PrincipalPointer& actor, const std::string& user) {
    return write(actor, [&](WriteContext& context) { return remove_member(context, "guild", user); });
  }
  PrincipalPointer sign_in(const auth::Secret& secret) {
    auto found = await(registry_->authenticator().authenticate({.secret = secret}, "127.0.0.1"));
    return found ? *found : nullptr;
  }
  Result<CreatedApiKey> make_key(const PrincipalPointer& actor, NewApiKey key) {
    return write(actor, [&](WriteContext& context) { return create_api_key(context, key); });
  }
};

TEST_F(Administration, initialises_once) {
  EXPECT_EQ(code(initialise(*registry_, "second")), ErrorCode::conflict);
  EXPECT_TRUE(is_initialised(*registry_).value());
  const auto key = sign_in(admin_key_);
  ASSERT_NE(key, nullptr);
  EXPECT_TRUE(key->is_admin);
  EXPECT_EQ(key->user, "admin");
}

TEST_F(Administration, only_server_admins_make_users_and_names_are_unique_without_case) {
  const auto anna = make_user("Anna");
  const auto make = [this](const PrincipalPointer& actor, const std::string& slug) {
    return write(actor, [slug](WriteContext& context) { return create_user(context, {.slug = slug}); });
  };
  EXPECT_EQ(code(make(anna, "bert")), ErrorCode::forbidden);
  EXPECT_EQ(code(make(auth::anonymous(), "bert")), ErrorCode::unauthenticated);
  EXPECT_EQ(code(make(admin_, "ANNA")), ErrorCode::conflict);
  EXPECT_EQ(code(make(admin_, "api")), ErrorCode::invalid);
  EXPECT_EQ(code(make(admin_, "a.b")), ErrorCode::invalid);
}

TEST_F(Administration, a_disabled_user_is_out_at_once_and_back_when_enabled) {
  make_user("anna");
  auto key = make_key(admin_, {.name = "hers", .user = "anna"});
  ASSERT_TRUE(key.has_value()) << key.error().message;
  ASSERT_NE(sign_in(key->secret), nullptr);
  ASSERT_TRUE(write(admin_, [](WriteContext& context) { return disable_user(context, "anna"); }).has_value());
  EXPECT_EQ(registry_->authenticator().find({.secret = key->secret}, "127.0.0.1"), nullptr);
  EXPECT_EQ(sign_in(key->secret), nullptr);
  ASSERT_TRUE(write(admin_, [](WriteContext& context) { return enable_user(context, "anna"); }).has_value());
  EXPECT_NE(sign_in(key->secret), nullptr);
  EXPECT_EQ(code(write(admin_, [](WriteContext& context) { return disable_user(context, "admin"); })),
            ErrorCode::invalid);
}

TEST_F(Administration, roles_in_an_organisation_decide_and_the_last_owner_stays) {
  const auto anna = make_user("anna");
  const auto bert = make_user("bert");
  make_user("cleo");
  ASSERT_TRUE(
      write(anna, [](WriteContext& context) { return create_organisation(context, {.slug = "guild"}); }).has_value());
  EXPECT_EQ(code(add(bert, "cleo", Role::member)), ErrorCode::not_found);
  ASSERT_TRUE(add(again(anna), "bert", Role::manager).has_value());
  EXPECT_EQ(code(add(again(anna), "bert", Role::member)), ErrorCode::conflict);
  ASSERT_TRUE(add(again(bert), "cleo", Role::member).has_value());
  EXPECT_EQ(code(change(again(bert), "cleo", Role::owner)), ErrorCode::forbidden);
  EXPECT_EQ(code(remove(again(bert), "anna")), ErrorCode::forbidden);
  EXPECT_EQ(code(change(again(anna), "anna", Role::member)), ErrorCode::invalid);
  EXPECT_EQ(code(remove(again(anna), "anna")), ErrorCode::invalid);
  ASSERT_TRUE(change(again(anna), "bert", Role::owner).has_value());
  ASSERT_TRUE(remove(again(anna), "anna").has_value());
  const auto members =
      read([&](store::Transaction& t) { return list_members(t, *again(bert), "guild", clock_.now()); });
  ASSERT_TRUE(members.has_value());
  EXPECT_EQ(members->size(), 2U);
}

TEST_F(Administration, members_have_the_repositorys_default_privilege) {
  const auto anna = make_user("anna");
  make_user("bert");
  ASSERT_TRUE(
      write(anna, [](WriteContext& context) { return create_organisation(context, {.slug = "guild"}); }).has_value());
  ASSERT_TRUE(add(again(anna), "bert", Role::member).has_value());
  const auto house = make_repository("warehouse", Visibility::private_, "{}", "guild");
  const auto bert = principal(read([](store::Transaction& t) { return find_user(t, "bert"); })->id);
  EXPECT_EQ(publish_crate(house, bert, "tea", "1.0.0").error().code, ErrorCode::forbidden);
  auto opened = write(admin_, [&](WriteContext& context) {
    return update_repository(context, *house, {.default_privilege = auth::Privilege::write});
  });
  ASSERT_TRUE(opened.has_value()) << opened.error().message;
  EXPECT_TRUE(publish_crate(*opened, bert, "tea", "1.0.0").has_value());
}

TEST_F(Administration, a_repository_keeps_what_is_not_changed_and_refuses_unknown_rules) {
  const auto house = make_repository("warehouse", Visibility::private_, R"({"max_keywords":7})");
  const auto change = [&](const RepositoryChange& what) {
    return write(admin_, [&](WriteContext& context) { return update_repository(context, *house, what); });
  };
  const auto changed = change({.description = "d", .settings = R"({"a":1})", .publish_rules = R"({"max_features":9})"});
  ASSERT_TRUE(changed.has_value()) << changed.error().message;
  EXPECT_EQ((*changed)->publish_rules->max_keywords, 7);
  EXPECT_EQ((*changed)->publish_rules->max_features, 9);
  EXPECT_EQ((*changed)->settings, R"({"a":1})");
  EXPECT_EQ((*change({.settings = R"({"a":null})"}))->settings, "{}");
  const auto wrong = change({.publish_rules = R"({"max_feature":9})"});
  ASSERT_FALSE(wrong.has_value());
  EXPECT_NE(wrong.error().message.find("max_features"), std::string::npos);
  EXPECT_EQ(code(change({.slug = "a.b"})), ErrorCode::invalid);
  make_repository("other");
  EXPECT_EQ(code(change({.slug = "OTHER"})), ErrorCode::conflict);
}

TEST_F(Administration, shows_only_repositories_that_may_be_read) {
  make_repository("open", Visibility::public_);
  make_repository("closed");
  const auto anna = make_user("anna");
  const auto list = [&](const PrincipalPointer& actor) {
    return read([&](store::Transaction& t) { return list_repositories(t, *actor, std::nullopt, clock_.now()); })
        ->size();
  };
  EXPECT_EQ(list(admin_), 2U);
  EXPECT_EQ(list(anna), 1U);
  EXPECT_EQ(list(auth::anonymous()), 1U);
  EXPECT_EQ(
      code(read([&](store::Transaction& t) { return get_repository(t, *anna, "admin", "closed", clock_.now()); })),
      ErrorCode::not_found);
  // A namespace of others is as good as none.
  EXPECT_EQ(code(write(anna,
                       [&](WriteContext& context) {
                         return create_repository(context, registry_->sealer(), "admin", {.name = "mine"});
                       })),
            ErrorCode::not_found);
}

TEST_F(Administration, a_key_makes_none_that_is_wider_than_itself) {
  make_repository("warehouse");
  make_repository("other");
  const Timestamp soon = clock_.now() + Seconds(1000);
  auto made = make_key(admin_, {.name = "narrow",
                                .scope = auth::Scope::admin,
                                .repositories = std::vector<std::string>{"admin/warehouse"},
                                .crate_patterns = std::vector<std::string>{"tea-*"},
                                .expires_at = soon});
  ASSERT_TRUE(made.has_value()) << made.error().message;
  EXPECT_EQ(made->record.repositories, std::vector<std::string>{"admin/warehouse"});
  const auto key = sign_in(made->secret);
  ASSERT_NE(key, nullptr);
  const NewApiKey good{.name = "x",
                       .repositories = std::vector<std::string>{"admin/warehouse"},
                       .crate_patterns = std::vector<std::string>{"tea-pot", "tea-c*"},
                       .expires_at = soon};
  EXPECT_TRUE(make_key(key, good).has_value());
  const auto wider = [&](auto alter) {
    NewApiKey changed = good;
    alter(changed);
    return code(make_key(key, changed));
  };
  EXPECT_EQ(wider([](NewApiKey& k) { k.repositories.reset(); }), ErrorCode::forbidden);
  EXPECT_NE(wider([](NewApiKey& k) { k.repositories = {"admin/other"}; }), ErrorCode::internal);
  EXPECT_EQ(wider([](NewApiKey& k) { k.crate_patterns.reset(); }), ErrorCode::forbidden);
  EXPECT_EQ(wider([](NewApiKey& k) { k.crate_patterns = {"tea*"}; }), ErrorCode::forbidden);
  EXPECT_EQ(wider([](NewApiKey& k) { k.expires_at.reset(); }), ErrorCode::forbidden);
  EXPECT_EQ(wider([](NewApiKey& k) { k.expires_at = *k.expires_at + Seconds(1); }), ErrorCode::forbidden);
  EXPECT_EQ(wider([](NewApiKey& k) { k.user = "admin"; }), ErrorCode::internal);
  auto publisher = make_key(admin_, {.name = "p"});
  EXPECT_EQ(code(make_key(sign_in(publisher->secret), {.name = "x"})), ErrorCode::forbidden);
}

TEST_F(Administration, a_revoked_or_expired_key_stops_at_once) {
  auto made = make_key(admin_, {.name = "k", .expires_at = clock_.now() + Seconds(100)});
  ASSERT_NE(sign_in(made->secret), nullptr);
  auto other = make_key(admin_, {.name = "o"});
  ASSERT_NE(sign_in(other->secret), nullptr);
  ASSERT_TRUE(write(admin_, [&](WriteContext& context) {
                return revoke_api_key(context, other->record.slug_perm);
              }).has_value());
  EXPECT_EQ(registry_->authenticator().find({.secret = other->secret}, "127.0.0.1"), nullptr);
  EXPECT_EQ(sign_in(other->secret), nullptr);
  clock_.advance(Seconds(100));
  EXPECT_EQ(registry_->authenticator().find({.secret = made->secret}, "127.0.0.1"), nullptr);
  EXPECT_EQ(sign_in(made->secret), nullptr);
}

TEST_F(Administration, a_narrow_key_lists_itself_and_its_user_alone) {
  make_repository("warehouse");
  const auto before = make_user("anna");
  make_shared_repository("quay", before);
  const auto anna = again(before);
  ASSERT_TRUE(write(admin_, [](WriteContext& context) -> Result<MemberRecord> {
                TRY(create_user(context, {.slug = "bert", .email = "bert@example.org"}));
                return add_member(context, "harbour", "bert", Role::member);
              }).has_value());
  const auto listed = [&](const PrincipalPointer& actor, const std::optional<std::string>& user = std::nullopt) {
    return read([&](store::Transaction& t) { return list_api_keys(t, *actor, user, clock_.now()); });
  };
  const auto members = [&](const PrincipalPointer& actor) {
    return read([&](store::Transaction& t) { return list_members(t, *actor, "harbour", clock_.now()); });
  };
  ASSERT_TRUE(make_key(admin_, {.name = "another", .scope = auth::Scope::admin}).has_value());
  for (const NewApiKey& narrow : {NewApiKey{.name = "read", .scope = auth::Scope::read}, NewApiKey{.name = "publish"},
                                  NewApiKey{.name = "restricted",
                                            .scope = auth::Scope::admin,
                                            .repositories = std::vector<std::string>{"admin/warehouse"}}}) {
    const auto made = make_key(admin_, narrow);
    ASSERT_TRUE(made.has_value()) << made.error().message;
    const auto key = sign_in(made->secret);
    for (const auto& user : {std::optional<std::string>(), std::optional<std::string>("admin")}) {
      const auto keys = listed(key, user);
      ASSERT_TRUE(keys.has_value());
      ASSERT_EQ(keys->size(), 1U) << narrow.name;
      EXPECT_EQ(keys->front().name, narrow.name);
    }
    EXPECT_EQ(code(listed(key, "anna")), ErrorCode::forbidden);
    ASSERT_EQ(members(key)->size(), 1U) << narrow.name;
    EXPECT_EQ(members(key)->front().user, "admin");
  }
  EXPECT_GT(listed(admin_)->size(), 4U);
  ASSERT_EQ(members(anna)->size(), 3U);
  EXPECT_EQ(members(anna)->at(2).email, "");
  EXPECT_EQ(members(admin_)->at(2).email, "bert@example.org");
}

TEST_F(Administration, notes_when_keys_were_used_and_only_then) {
  auto made = make_key(admin_, {.name = "k"});
  ASSERT_NE(sign_in(made->secret), nullptr);
  clock_.advance(Seconds(50));
  ASSERT_NE(registry_->authenticator().find({.secret = made->secret}, "127.0.0.1"), nullptr);
  ASSERT_TRUE(registry_->authenticator().flush_last_use().has_value());
  const auto keys = read([&](store::Transaction& t) { return list_api_keys(t, *admin_, std::nullopt, clock_.now()); });
  ASSERT_TRUE(keys.has_value());
  EXPECT_EQ(keys->front().last_used_at, clock_.now());
  EXPECT_FALSE(keys->back().last_used_at.has_value());
}

TEST_F(Administration, entitlement_tokens_read_their_repository_and_stop_when_changed) {
  const auto house = make_repository("warehouse");
  const auto other = make_repository("other");
  auto& authenticator = registry_->authenticator();
  const auto path = [&](const RepositoryPointer& where, const auth::Secret& token) {
    auto found = await(authenticator.authenticate_path_token(where->id, token, "127.0.0.1"));
    return found ? *found : nullptr;
  };
  const auto change = [&](auto work) { return write(admin_, work); };
  const auto& sealer = registry_->sealer();
  const auth::Secret custom(std::string("a-shared.token_1"));
  auto made = change([&](WriteContext& context) {
    return create_entitlement(context, sealer, *house, {.name = "ci", .token = custom});
  });
  ASSERT_TRUE(made.has_value()) << made.error().message;
  ASSERT_NE(path(house, custom), nullptr);
  EXPECT_EQ(path(other, custom), nullptr);
  ASSERT_NE(sign_in(custom), nullptr);
  EXPECT_EQ(auth::privilege_on(*sign_in(custom), house->facts(), clock_.now()), auth::Privilege::read);
  EXPECT_EQ(auth::privilege_on(*sign_in(custom), other->facts(), clock_.now()), auth::Privilege::none);
  EXPECT_EQ(publish_crate(house, sign_in(custom), "tea", "1.0.0").error().code, ErrorCode::forbidden);
  // The same token in a second repository reaches both.
  ASSERT_TRUE(change([&](WriteContext& context) {
                return create_entitlement(context, sealer, *other, {.name = "ci", .token = custom});
              }).has_value());
  EXPECT_EQ(auth::privilege_on(*sign_in(custom), other->facts(), clock_.now()), auth::Privilege::read);
  EXPECT_EQ(
      code(change([&](WriteContext& context) { return create_entitlement(context, sealer, *house, {.name = "CI"}); })),
      ErrorCode::conflict);

  auto refreshed =
      change([&](WriteContext& context) { return refresh_entitlement(context, sealer, *house, made->slug_perm); });
  ASSERT_TRUE(refreshed.has_value());
  EXPECT_EQ(authenticator.find_path_token(house->id, custom.reveal(), "127.0.0.1"), nullptr);
  EXPECT_EQ(path(house, custom), nullptr);
  EXPECT_NE(path(house, refreshed->token), nullptr);
  ASSERT_TRUE(change([&](WriteContext& context) {
                return set_entitlement_state(context, *house, made->slug_perm, EntitlementState::disabled);
              }).has_value());
  EXPECT_EQ(path(house, refreshed->token), nullptr);
  ASSERT_TRUE(
      change([&](WriteContext& context) { return delete_entitlement(context, *house, made->slug_perm); }).has_value());

  const auto listed = read([&](store::Transaction& t) {
    return list_entitlements(RepositoryScope(t, *house), *admin_, sealer, ShowTokens::yes, clock_.now());
  });
  ASSERT_TRUE(listed.has_value());
  ASSERT_EQ(listed->size(), 1U);
  EXPECT_TRUE(listed->front().is_default);
  EXPECT_NE(path(house, listed->front().token), nullptr);
  EXPECT_EQ(code(change(
                [&](WriteContext& context) { return delete_entitlement(context, *house, listed->front().slug_perm); })),
            ErrorCode::invalid);
}

}  // namespace
}  // namespace entrepot::registry
