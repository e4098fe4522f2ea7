#include "registry/sessions.h"

#include <atomic>
#include <thread>
#include <vector>

#include "registry/first_run.h"
#include "registry/passwords.h"
#include "registry/registry_fixture_test.h"
#include "registry/users.h"

namespace entrepot::registry {
namespace {

using auth::Secret;

class Sessions : public RegistryFixture {
 protected:
  auth::Authenticator& authenticator() { return registry_->authenticator(); }
  const auth::SessionLimits& limits() const { return registry_->options().authenticator.sessions; }

  OpenedSession open_for(const PrincipalPointer& user, Visitor visitor = {}) {
    auto opened = write(user, [&](WriteContext& context) { return open_session(context, visitor, limits()); });
    EXPECT_TRUE(opened.has_value()) << opened.error().message;
    return *opened;
  }
  Result<PrincipalPointer> show(const OpenedSession& session) {
    return await(authenticator().authenticate_session(session.secret, auth::SessionUse::attended));
  }
  PrincipalPointer find(const OpenedSession& session) {
    return authenticator().find_session(session.secret.reveal(), auth::SessionUse::attended);
  }
  /// The number of the row, and when it says that the session was last used.
  std::string rows() {
    const auto found = read([](store::Transaction& transaction) {
      return transaction.query("SELECT id, last_used_at, secret_hash FROM sessions ORDER BY id");
    });
    std::string text;
    for (const store::Row& row : *found) text += std::to_string(row.integer(1) - to_unix(start_)) + " ";
    return text;
  }
  ErrorCode write_as(const PrincipalPointer& actor) {
    const auto made =
        write(actor, [](WriteContext& context) { return create_organisation(context, {.slug = "late"}); });
    return made ? ErrorCode::internal : made.error().code;
  }

  const Timestamp start_ = clock_.now();
  const PrincipalPointer anna_ = make_user("anna");
};

TEST_F(Sessions, are_the_user_with_all_rights_and_looked_up_once) {
  const OpenedSession session = open_for(anna_);
  EXPECT_EQ(find(session), nullptr);
  const auto misses = authenticator().numbers().misses;
  for (int i = 0; i < 5; ++i) {
    const auto shown = show(session);
    ASSERT_TRUE(shown.has_value());
    EXPECT_EQ((*shown)->kind, auth::PrincipalKind::user);
    EXPECT_EQ((*shown)->user, "anna");
    EXPECT_EQ((*shown)->session_id, session.record.id);
    EXPECT_FALSE((*shown)->expires_at.has_value()) << "keys made by a session may live longer than it";
  }
  EXPECT_EQ(authenticator().numbers().misses, misses + 1);
  EXPECT_NE(find(session), nullptr);
  EXPECT_EQ(authenticator().numbers().failures, 0U);
}

TEST_F(Sessions, keep_no_secret) {
  const OpenedSession session = open_for(anna_);
  const auto row =
      read([](store::Transaction& transaction) { return transaction.query_one("SELECT secret_hash FROM sessions"); });
  ASSERT_TRUE(row.has_value() && row->has_value());
  EXPECT_EQ((*row)->text(0), auth::TokenHash(session.secret).hex());
  EXPECT_EQ((*row)->text(0).find(session.secret.reveal()), std::string::npos);
}

TEST_F(Sessions, write_down_their_use_from_time_to_time_only) {
  const OpenedSession session = open_for(anna_);
  ASSERT_TRUE(show(session).has_value());
  for (int i = 0; i < 10; ++i) {
    clock_.advance(Seconds(1));
    EXPECT_NE(find(session), nullptr);
  }
  EXPECT_EQ(rows(), "0 ");
  ASSERT_TRUE(authenticator().flush_last_use().has_value());
  EXPECT_EQ(rows(), "10 ");
}

TEST_F(Sessions, end_by_idleness_even_while_they_are_remembered) {
  auth::Authenticator strict(*database_, clock_, random_,
                             {.sessions = {.idle = Seconds(60), .absolute = Seconds(300)}});
  const OpenedSession session = open_for(anna_);
  const auto shown = [&] {
    return await(strict.authenticate_session(session.secret, auth::SessionUse::attended)).has_value();
  };
  EXPECT_TRUE(shown());
  clock_.advance(Seconds(59));
  EXPECT_TRUE(shown());
  clock_.advance(Seconds(59));
  EXPECT_TRUE(shown()) << "what was not written down yet counts";
  clock_.advance(Seconds(60));
  EXPECT_EQ(strict.find_session(session.secret.reveal(), auth::SessionUse::attended), nullptr);
  EXPECT_FALSE(shown());
  strict.stop();
}

TEST_F(Sessions, are_not_kept_alive_by_a_page_that_nobody_attends) {
  auth::Authenticator strict(*database_, clock_, random_,
                             {.sessions = {.idle = Seconds(60), .absolute = Seconds(300)}});
  const OpenedSession session = open_for(anna_);
  const auto asks = [&](auth::SessionUse use) {
    return await(strict.authenticate_session(session.secret, use)).has_value();
  };
  EXPECT_TRUE(asks(auth::SessionUse::attended));
  for (int n = 0; n < 5; ++n) {
    clock_.advance(Seconds(10));
    EXPECT_TRUE(asks(auth::SessionUse::unattended)) << n;
  }
  clock_.advance(Seconds(10));
  EXPECT_FALSE(asks(auth::SessionUse::unattended));
  EXPECT_FALSE(asks(auth::SessionUse::attended));
  strict.stop();
}

TEST_F(Sessions, end_by_age_even_while_they_are_remembered) {
  auth::Authenticator strict(*database_, clock_, random_, {.sessions = {.idle = Seconds(60), .absolute = Seconds(90)}});
  const OpenedSession session = open_for(anna_);
  const auto shown = [&] {
    return await(strict.authenticate_session(session.secret, auth::SessionUse::attended)).has_value();
  };
  EXPECT_TRUE(shown());
  clock_.advance(Seconds(50));
  EXPECT_TRUE(shown());
  clock_.advance(Seconds(39));
  EXPECT_TRUE(shown());
  clock_.advance(Seconds(1));
  EXPECT_EQ(strict.find_session(session.secret.reveal(), auth::SessionUse::attended), nullptr);
  EXPECT_FALSE(shown());
  strict.stop();
}

TEST_F(Sessions, that_are_ended_write_nothing_any_more) {
  const OpenedSession session = open_for(anna_);
  const PrincipalPointer before = *show(session);
  ASSERT_TRUE(write(before, [](WriteContext& context) { return end_present_session(context); }).has_value());
  EXPECT_EQ(find(session), nullptr);
  EXPECT_EQ(show(session).error().code, ErrorCode::unauthenticated);
  EXPECT_EQ(write_as(before), ErrorCode::unauthenticated) << "a request that was under way";
  EXPECT_EQ(rows(), "");
}

TEST_F(Sessions, go_on_in_the_browser_that_changes_the_password) {
  const OpenedSession session = open_for(anna_);
  const OpenedSession other = open_for(anna_);
  const PrincipalPointer before = *show(session);
  const PrincipalPointer other_before = *show(other);
  ASSERT_TRUE(
      await(change_password(*registry_, before, {.user = "anna", .password = Secret(std::string("correct horse"))}))
          .has_value());
  EXPECT_EQ(write_as(other_before), ErrorCode::unauthenticated);
  EXPECT_FALSE(show(other).has_value());
  EXPECT_TRUE(show(session).has_value());
  EXPECT_EQ(write_as(before), ErrorCode::internal) << "its requests under way may go on";
}

TEST_F(Sessions, are_forgotten_when_they_are_long_over) {
  open_for(anna_);
  clock_.advance(limits().idle);
  open_for(admin_);
  EXPECT_EQ(rows(), std::to_string(limits().idle.count()) + " ");
}

TEST_F(Sessions, end_with_the_one_that_the_browser_had_before) {
  const OpenedSession first = open_for(anna_, {.user_agent = "a\x01z\xc3", .address = "192.0.2.7"});
  EXPECT_EQ(first.record.user_agent, "a?z?");
  Visitor visitor;
  visitor.before.emplace(first.secret);
  open_for(admin_, visitor);
  EXPECT_FALSE(show(first).has_value());
}

TEST_F(Sessions, are_not_for_keys_that_are_restricted) {
  auth::Principal narrow = *admin_;
  narrow.kind = auth::PrincipalKind::api_key;
  narrow.scope = auth::Scope::read;
  const auto listed =
      read([&](store::Transaction& transaction) { return list_sessions(transaction, narrow, limits(), clock_.now()); });
  EXPECT_EQ(listed.error().code, ErrorCode::forbidden);
}

TEST_F(Sessions, begin_a_server_once_though_several_try_at_the_same_time) {
  std::atomic<int> set{0};
  std::atomic<int> refused{0};
  std::vector<std::thread> threads;
  for (int n = 0; n < 4; ++n) {
    threads.emplace_back([&] {
      const auto done = await(finish_first_run(
          *registry_, {.key = admin_key_, .password = Secret(std::string("correct horse")), .visitor = {}}));
      if (done) {
        ++set;
      } else if (done.error().code == ErrorCode::conflict) {
        ++refused;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(set, 1);
  EXPECT_EQ(refused, 3);
  EXPECT_EQ(rows(), "0 ");
}

}  // namespace
}  // namespace entrepot::registry
