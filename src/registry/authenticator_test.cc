#include "auth/authenticator.h"

#include <thread>

#include "registry/passwords.h"
#include "registry/registry_fixture_test.h"
#include "registry/users.h"

namespace entrepot::registry {
namespace {

using auth::Credential;
using auth::Secret;

/// Beside the registry because it needs the schema and real users.
class Authentication : public RegistryFixture {
 protected:
  auth::Authenticator& authenticator() { return registry_->authenticator(); }

  void make_user_with_password(const std::string& slug, const std::string& password) {
    auto hash = await(authenticator().hash_new_password(Secret(password)));
    ASSERT_TRUE(hash.has_value());
    ASSERT_TRUE(write(admin_, [&](WriteContext& context) {
                  return create_user(context, {.slug = slug, .password_hash = *hash});
                }).has_value());
  }
  static Credential named(const std::string& name, const std::string& secret) {
    return {.kind = Credential::Kind::named, .name = name, .secret = Secret(secret)};
  }
  static Credential token(std::string_view secret) { return {.secret = Secret(std::string(secret))}; }
  Result<PrincipalPointer> sign_in(const Credential& credential) {
    return await(authenticator().authenticate(credential, "127.0.0.1"));
  }
};

TEST_F(Authentication, takes_a_password_under_a_name_in_any_case) {
  make_user_with_password("anna", "correct horse");
  const auto anna = sign_in(named("ANNA", "correct horse"));
  ASSERT_TRUE(anna.has_value());
  EXPECT_EQ((*anna)->user, "anna");
  EXPECT_EQ((*anna)->kind, auth::PrincipalKind::user);
  EXPECT_NE(authenticator().find(named("anna", "correct horse"), "127.0.0.1"), nullptr);
  EXPECT_EQ(sign_in(named("anna", "wrong horse")).error().code, ErrorCode::unauthenticated);
  EXPECT_EQ(sign_in(named("nobody", "correct horse")).error().code, ErrorCode::unauthenticated);
  EXPECT_EQ(sign_in(named("admin", "anything at all")).error().code, ErrorCode::unauthenticated);
}

TEST_F(Authentication, takes_a_key_with_its_owners_name_or_none) {
  EXPECT_TRUE(sign_in(named("Admin", std::string(admin_key_.reveal()))).has_value());
  EXPECT_TRUE(sign_in(token(admin_key_.reveal())).has_value());
  make_user("anna");
  EXPECT_FALSE(sign_in(named("anna", std::string(admin_key_.reveal()))).has_value());
}

TEST_F(Authentication, hashes_a_live_password_once_however_many_bring_it) {
  make_user_with_password("anna", "correct horse");
  std::vector<std::thread> threads;
  std::atomic<int> in{0};
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      for (int n = 0; n < 5; ++n) in += sign_in(named("anna", "correct horse")).has_value() ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(in, 40);
  EXPECT_EQ(authenticator().numbers().password_checks, 1U);
}

TEST_F(Authentication, believes_for_a_while_and_then_looks_again) {
  make_user_with_password("anna", "correct horse");
  ASSERT_TRUE(sign_in(named("anna", "correct horse")).has_value());
  clock_.advance(Seconds(600));
  EXPECT_EQ(authenticator().find(named("anna", "correct horse"), "127.0.0.1"), nullptr);
  EXPECT_TRUE(sign_in(named("anna", "correct horse")).has_value());
  EXPECT_EQ(authenticator().numbers().password_checks, 2U);
}

TEST_F(Authentication, forgets_the_old_password_when_there_is_a_new_one) {
  make_user_with_password("anna", "correct horse");
  ASSERT_TRUE(sign_in(named("anna", "correct horse")).has_value());
  const auto hash = await(authenticator().hash_new_password(Secret(std::string("better battery"))));
  ASSERT_TRUE(write(admin_, [&](WriteContext& context) { return set_password(context, "anna", *hash); }).has_value());
  EXPECT_FALSE(sign_in(named("anna", "correct horse")).has_value());
  EXPECT_TRUE(sign_in(named("anna", "better battery")).has_value());
}

TEST_F(Authentication, a_password_that_was_changed_while_its_request_ran_writes_nothing) {
  make_user_with_password("anna", "correct horse");
  const auto anna = sign_in(named("anna", "correct horse"));
  ASSERT_TRUE(anna.has_value());
  const auto change = [&](const PrincipalPointer& actor, const std::string& password) {
    return await(change_password(*registry_, actor, {.user = "anna", .password = Secret(password)}));
  };
  ASSERT_TRUE(change(admin_, "better battery").has_value());
  const auto late = write(*anna, [](WriteContext& context) { return create_organisation(context, {.slug = "late"}); });
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(late.error().code, ErrorCode::unauthenticated);
}

TEST_F(Authentication, slows_wrong_ones_and_never_right_ones) {
  for (int n = 0; n < 12; ++n) {
    EXPECT_EQ(sign_in(named("admin", "guess " + std::to_string(n))).error().code, ErrorCode::unauthenticated);
  }
  EXPECT_EQ(authenticator().numbers().failures, 12U);
  const auto began = std::chrono::steady_clock::now();
  EXPECT_FALSE(sign_in(named("admin", "another guess")).has_value());
  EXPECT_GE(std::chrono::steady_clock::now() - began, Milliseconds(512));
  const auto right = std::chrono::steady_clock::now();
  EXPECT_TRUE(sign_in(token(admin_key_.reveal())).has_value());
  EXPECT_LT(std::chrono::steady_clock::now() - right, Milliseconds(400));
  EXPECT_EQ(authenticator().numbers().failures, 13U);
}

TEST_F(Authentication, looks_at_nothing_while_a_penalty_runs) {
  for (const char* name : {"anna", "bert", "carl"}) make_user_with_password(name, "correct horse");
  auth::Authenticator slow(*database_, clock_, random_,
                           {.password_cost = auth::kTestPasswordCost,
                            .first_delay = Milliseconds(2'000),
                            .longest_delay = Milliseconds(2'000),
                            .free_failures = 1});
  const auto ask = [&slow](const Credential& credential) { return await(slow.authenticate(credential, "10.0.0.1")); };
  ASSERT_TRUE(ask(named("bert", "correct horse")).has_value());
  EXPECT_EQ(ask(named("anna", "wrong")).error().code, ErrorCode::unauthenticated);
  std::thread guess([&] { EXPECT_EQ(ask(named("anna", "wrong")).error().code, ErrorCode::unauthenticated); });
  while (slow.numbers().failures < 2) std::this_thread::yield();
  const auto checks = slow.numbers().password_checks;
  for (const char* password : {"wrong too", "correct horse"}) {
    const auto refused = ask(named("anna", password));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::rate_limited);
    EXPECT_GE(refused.error().retry_after_seconds, 1);
  }
  EXPECT_EQ(slow.numbers().password_checks, checks);
  EXPECT_TRUE(ask(named("bert", "correct horse")).has_value()) << "known";
  EXPECT_TRUE(ask(named("carl", "correct horse")).has_value()) << "another name";
  EXPECT_TRUE(ask(token(admin_key_.reveal())).has_value()) << "cannot be guessed";
  guess.join();
  EXPECT_TRUE(ask(named("anna", "correct horse")).has_value()) << "the penalty is over";
}

TEST_F(Authentication, tells_a_guesser_who_is_slowed_nothing_of_what_the_owner_has_shown) {
  make_user_with_password("anna", "correct horse");
  auth::Authenticator slow(*database_, clock_, random_,
                           {.password_cost = auth::kTestPasswordCost,
                            .first_delay = Milliseconds(2'000),
                            .longest_delay = Milliseconds(2'000),
                            .free_failures = 1});
  const auto ask = [&slow](const char* password, const char* address) {
    return await(slow.authenticate(named("anna", password), address));
  };
  ASSERT_TRUE(ask("correct horse", "10.0.0.1").has_value());
  EXPECT_EQ(slow.find(named("anna", "correct horse"), "10.0.0.2"), nullptr);
  EXPECT_FALSE(ask("wrong", "10.0.0.2").has_value());
  std::thread guess([&] { EXPECT_FALSE(ask("wrong", "10.0.0.2").has_value()); });
  while (slow.numbers().failures < 2) std::this_thread::yield();
  for (const char* password : {"wrong too", "correct horse"}) {
    const auto refused = ask(password, "10.0.0.2");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::rate_limited);
  }
  EXPECT_TRUE(ask("correct horse", "10.0.0.1").has_value()) << "the owner goes on";
  guess.join();
}

TEST_F(Authentication, does_not_queue_more_passwords_than_it_says) {
  make_user_with_password("anna", "correct horse");
  auth::Authenticator full(*database_, clock_, random_,
                           {.password_cost = auth::kTestPasswordCost, .password_queue = 0});
  const auto refused = await(full.authenticate(named("anna", "correct horse"), "10.0.0.1"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::rate_limited);
  EXPECT_EQ(refused.error().retry_after_seconds, 1);
  EXPECT_EQ(full.numbers().password_checks, 0U);
  EXPECT_TRUE(await(full.authenticate(token(admin_key_.reveal()), "10.0.0.1")).has_value());
}

}  // namespace
}  // namespace entrepot::registry
