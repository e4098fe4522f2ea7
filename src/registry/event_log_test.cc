#include "registry/event_log.h"

#include "registry/registry_fixture_test.h"

namespace entrepot::registry {
namespace {

class EventLog : public RegistryFixture {
 protected:
  std::vector<Event> all() {
    return read([](store::Transaction& t) { return read_events(t, 0, 1'000); }).value();
  }
};

TEST_F(EventLog, tells_what_happened_in_order_and_by_whom) {
  const auto before = all().size();
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "Tea", "1.0.0+a").has_value());
  ASSERT_TRUE(await(yank(*registry_, admin_, {house, "Tea", "1.0.0", Yank::yank})).has_value());
  const auto events = all();
  ASSERT_EQ(events.size(), before + 4);
  EXPECT_EQ(events[before].kind, EventKind::repository_created);
  EXPECT_EQ(events[before + 1].kind, EventKind::entitlement_created);
  EXPECT_EQ(events[before + 2].kind, EventKind::published);
  EXPECT_EQ(events[before + 3].kind, EventKind::yanked);
  EXPECT_EQ(events.back().crate, "Tea");
  EXPECT_EQ(events.back().version, "1.0.0+a");
  EXPECT_EQ(events.back().actor, "admin");
  EXPECT_EQ(events.back().at, clock_.now());
  EXPECT_EQ(events.back().repository_id, house->id);
  for (std::size_t index = 1; index < events.size(); ++index) {
    EXPECT_GT(events[index].sequence, events[index - 1].sequence);
  }
}

TEST_F(EventLog, forgets_what_was_rolled_back) {
  const auto before = all().size();
  const auto failed = write(admin_, [](WriteContext& context) -> Result<int> {
    TRY(context.events.append({.kind = EventKind::published, .crate = "tea"}));
    return invalid("changed my mind");
  });
  EXPECT_FALSE(failed.has_value());
  EXPECT_EQ(all().size(), before);
}

TEST_F(EventLog, takes_nothing_from_who_lost_the_right_while_asking) {
  const auto house = make_repository("warehouse");
  const auto anna = make_user("anna");
  const auto nothing = [](WriteContext&) -> Result<int> { return 1; };
  ASSERT_TRUE(write(admin_, [](WriteContext& context) {
                return create_organisation(context, {.slug = "acme", .name = "Acme"});
              }).has_value());
  ASSERT_TRUE(write(admin_, [](WriteContext& context) {
                return add_member(context, "acme", "anna", auth::Role::manager);
              }).has_value());
  const auto theirs = make_repository("theirs", Visibility::private_, "{}", "acme");
  const auto member = again(anna);
  ASSERT_TRUE(publish_crate(theirs, member, "tea", "1.0.0").has_value());
  ASSERT_TRUE(write(admin_, [](WriteContext& context) { return remove_member(context, "acme", "anna"); }).has_value());
  EXPECT_FALSE(await(yank(*registry_, member, {theirs, "tea", "1.0.0", Yank::yank})).has_value());

  const auto made = write(anna, [](WriteContext& context) { return create_api_key(context, {.name = "ci"}); });
  ASSERT_TRUE(made.has_value()) << made.error().message;
  const auto key = await(registry_->authenticator().authenticate({.secret = made->secret}, "127.0.0.1"));
  ASSERT_TRUE(key.has_value());
  EXPECT_TRUE(write(*key, nothing).has_value());
  ASSERT_TRUE(write(anna, [&made](WriteContext& context) {
                return revoke_api_key(context, made->record.slug_perm);
              }).has_value());
  EXPECT_EQ(write(*key, nothing).error().code, ErrorCode::unauthenticated);

  EXPECT_TRUE(write(anna, nothing).has_value());
  ASSERT_TRUE(write(admin_, [](WriteContext& context) { return disable_user(context, "anna"); }).has_value());
  EXPECT_EQ(write(anna, nothing).error().code, ErrorCode::unauthenticated);
}

TEST_F(EventLog, holds_no_secret) {
  const auto house = make_repository("warehouse");
  const auth::Secret token(std::string("a-very-own-token"));
  ASSERT_TRUE(write(admin_, [&](WriteContext& context) {
                return create_entitlement(context, registry_->sealer(), *house, {.name = "ci", .token = token});
              }).has_value());
  for (const Event& event : all()) {
    EXPECT_EQ(event.data.find(token.reveal()), std::string::npos);
    EXPECT_EQ(event.data.find(admin_key_.reveal()), std::string::npos);
  }
}

TEST_F(EventLog, has_a_word_for_every_kind) {
  for (int number = 0; number <= static_cast<int>(EventKind::entitlement_deleted); ++number) {
    const auto kind = static_cast<EventKind>(number);
    EXPECT_EQ(parse_event_kind(event_kind_word(kind)), kind);
  }
  EXPECT_FALSE(parse_event_kind("vanished").has_value());
}

TEST_F(EventLog, of_a_part_that_failed_is_not_written_and_the_other_parts_are) {
  const auto house = make_repository("warehouse");
  const auto head = [this] { return read([](store::Transaction& t) { return last_sequence(t); }).value(); };
  const std::int64_t before = head();
  const auto rename = [&](WriteContext& context, const char* name) {
    return context.transaction.execute("UPDATE repositories SET name = :a", {std::string(name)});
  };
  const auto done = write(admin_, [&](WriteContext& context) -> Result<void> {
    const auto part = [&](const char* name, bool fails) {
      return attempt(context, [&]() -> Result<void> {
        TRY(rename(context, name));
        TRY(context.events.append({.kind = EventKind::repository_updated, .repository_id = house->id}));
        if (fails) return invalid("no");
        return {};
      });
    };
    EXPECT_TRUE(part("first", false).has_value());
    EXPECT_FALSE(part("second", true).has_value());
    EXPECT_EQ(context.events.count(), 1U);
    return {};
  });
  ASSERT_TRUE(done.has_value()) << done.error().detail;
  EXPECT_EQ(head(), before + 1);
  const auto row = read([](store::Transaction& t) { return t.query_one("SELECT name FROM repositories"); });
  EXPECT_EQ((*row)->text(0), "first");
}

}  // namespace
}  // namespace entrepot::registry
