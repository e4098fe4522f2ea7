#include "registry/audit_log.h"

#include "registry/event_teller.h"
#include "registry/registry_fixture_test.h"

namespace entrepot::registry {
namespace {

class AuditLog : public RegistryFixture {
 protected:
  AuditPage page(const AuditQuery& query) {
    auto found = read([&](store::Transaction& t) { return read_audit_page(t, query); });
    EXPECT_TRUE(found.has_value()) << found.error().detail;
    return found ? *found : AuditPage{};
  }
};

TEST_F(AuditLog, has_a_sentence_for_every_kind_with_nothing_left_open) {
  const auto house = make_repository("warehouse");
  for (const EventKindRow& row : event_kinds()) {
    const Event event{.kind = row.kind,
                      .actor = "anna",
                      .namespace_id = house->namespace_id,
                      .repository_id = house->id,
                      .subject_id = 1,
                      .crate = "tea",
                      .version = "1.0.0",
                      .data = R"({"role":"Owner","privilege":"Write","line_before":"hidden"})"};
    const auto told = read([&](store::Transaction& t) { return EventTeller(t).tell(event); });
    ASSERT_TRUE(told.has_value()) << event_kind_word(row.kind);
    EXPECT_TRUE(told->sentence.starts_with("anna ")) << told->sentence;
    EXPECT_EQ(told->sentence.find_first_of("{}"), std::string::npos) << told->sentence;
    EXPECT_EQ(told->sentence.find("  "), std::string::npos) << told->sentence;
    EXPECT_EQ(told->sentence.find("''"), std::string::npos) << told->sentence;
    EXPECT_EQ(told->sentence.find("hidden"), std::string::npos);
    EXPECT_FALSE(told->details.contains("line_before"));
    EXPECT_EQ(told->details.contains(event_subject_word(row.subject)), row.subject != EventSubject::nothing);
  }
}

TEST_F(AuditLog, says_when_an_upload_took_the_place_of_another) {
  const Event event{.actor = "anna", .crate = "tea", .version = "1.0.0", .data = R"({"replaced_line":null})"};
  const auto told = read([&](store::Transaction& t) { return EventTeller(t).tell(event); });
  EXPECT_EQ(told->sentence, "anna published tea 1.0.0 in the place of another upload");
}

TEST_F(AuditLog, shows_more_the_more_somebody_may) {
  const auto none = visible_kinds(auth::Privilege::none);
  EXPECT_TRUE(none.empty());
  std::size_t before = 0;
  for (const auth::Privilege privilege : {auth::Privilege::read, auth::Privilege::write, auth::Privilege::admin}) {
    const std::size_t count = visible_kinds(privilege).size();
    EXPECT_GT(count, before);
    before = count;
  }
  EXPECT_EQ(all_kinds().size(), kEventKindCount);
}

TEST_F(AuditLog, finds_moments_by_halving_the_log) {
  const auto house = make_repository("warehouse");
  std::vector<Timestamp> times;
  for (int number = 0; number < 20; ++number) {
    clock_.advance(Seconds(10));
    times.push_back(clock_.now());
    ASSERT_TRUE(write(admin_, [&](WriteContext& context) {
                  return context.events.append({.kind = EventKind::tagged, .repository_id = house->id, .crate = "tea"});
                }).has_value());
  }
  for (std::size_t first = 0; first < times.size(); ++first) {
    for (std::size_t last = first; last < times.size(); ++last) {
      const AuditPage found = page({.place = {.repository_id = house->id},
                                    .kinds = {EventKind::tagged},
                                    .from = times[first] - Seconds(5),
                                    .to = times[last] + Seconds(1),
                                    .limit = 100});
      ASSERT_EQ(found.events.size(), last - first + 1);
      EXPECT_EQ(found.events.front().at, times[last]);
      EXPECT_EQ(found.events.back().at, times[first]);
    }
  }
}

TEST_F(AuditLog, is_empty_between_bounds_that_cross) {
  const auto house = make_repository("warehouse");
  const AuditPage found = page({.place = {.repository_id = house->id}, .kinds = all_kinds(), .before = 2, .after = 5});
  EXPECT_TRUE(found.events.empty());
  EXPECT_EQ(found.newest, 5);
  EXPECT_FALSE(found.oldest);
}

}  // namespace
}  // namespace entrepot::registry
