#include "registry/search.h"

#include <thread>

#include "registry/registry_fixture_test.h"
#include "registry/search_index.h"

namespace entrepot::registry {
namespace {

class Search : public RegistryFixture {
 protected:
  Search() : house_(make_repository("warehouse")) {}

  void add(const std::string& name, const std::string& description, const std::string& keywords = "") {
    const std::string json = R"({"name":")" + name +
                             R"(","vers":"1.0.0","deps":[],"features":{},"authors":[],"keywords":[)" + keywords +
                             R"(],"license":"MIT","description":")" + description + "\"}";
    const auto done =
        publish_body(house_, admin_, testing::publish_frame(json, testing::CrateBuilder(name, "1.0.0").build()));
    ASSERT_TRUE(done.has_value()) << done.error().message;
  }

  std::vector<std::string> names(const std::string& text, std::size_t per_page = 10, std::size_t page = 1) {
    EXPECT_TRUE(registry_->followers().catch_up().has_value());
    const auto answer = await(search(*registry_, house_, {text, per_page, page}, "anybody"));
    if (!answer) {
      ADD_FAILURE() << answer.error().message << answer.error().detail;
      return {};
    }
    total_ = answer->total;
    std::vector<std::string> found;
    for (const auto& hit : answer->hits) found.push_back(hit.name);
    return found;
  }

  RepositoryPointer house_;
  std::uint32_t total_ = 0;
};

using Names = std::vector<std::string>;

TEST_F(Search, ranks_as_a_user_would_expect) {
  add("brew", "makes json and more");
  add("pot-json", "a pot");
  add("xjsonx", "strange");
  add("json-tea", "tea");
  add("json", "the thing itself");
  add("kettle", "boils", R"("json")");
  EXPECT_EQ(names("json"), (Names{"json", "json-tea", "pot-json", "xjsonx", "kettle", "brew"}));
  EXPECT_EQ(total_, 6U);
  EXPECT_EQ(names("JSON", 2, 2), (Names{"pot-json", "xjsonx"}));
  EXPECT_EQ(total_, 6U);
  EXPECT_EQ(names("json", 10, 9), Names{});
  EXPECT_EQ(total_, 6U);
}

TEST_F(Search, takes_hyphen_and_underscore_for_the_same_and_every_word_must_occur) {
  add("green_tea", "hot leaves");
  add("green-house", "plants");
  EXPECT_EQ(names("green-tea"), Names{"green_tea"});
  EXPECT_EQ(names("tea green"), Names{"green_tea"});
  EXPECT_EQ(names("green leaves"), Names{"green_tea"});
  EXPECT_EQ(names("green coffee"), Names{});
}

TEST_F(Search, takes_wildcards_and_quotes_literally) {
  add("tea", "100% leaves");
  add("pot", "ceramic");
  EXPECT_EQ(names("100%"), Names{"tea"});
  EXPECT_EQ(names("%"), Names{"tea"});
  EXPECT_EQ(names("' OR 1=1 --"), Names{});
  EXPECT_EQ(names("!"), Names{});
}

TEST_F(Search, finds_everything_for_nothing_most_downloaded_first) {
  add("apple", "a");
  add("berry", "b");
  const auto berry = entry(house_, "berry");
  registry_->downloads().count({.crate_id = berry->crate_id, .version_id = berry->versions.front().id});
  ASSERT_TRUE(registry_->downloads().flush().has_value());
  EXPECT_EQ(names(""), (Names{"berry", "apple"}));
}

TEST_F(Search, stays_inside_its_repository) {
  add("tea", "leaves");
  const auto other = make_repository("other");
  EXPECT_EQ(await(search(*registry_, other, {"tea"}, "anybody"))->total, 0U);
}

TEST_F(Search, index_is_the_same_after_a_rebuild) {
  add("tea", "leaves");
  add("pot", "ceramic");
  EXPECT_EQ(names("leaves"), Names{"tea"});
  ASSERT_TRUE(write(admin_, [](WriteContext& context) {
                return context.transaction.execute("DELETE FROM search_documents");
              }).has_value());
  EXPECT_EQ(names("leaves"), Names{});
  ASSERT_TRUE(registry_->followers().rebuild("search_index").has_value());
  EXPECT_EQ(names("leaves"), Names{"tea"});
  EXPECT_EQ(registry_->followers().rebuild("none").error().code, ErrorCode::not_found);
  const auto states = registry_->followers().states();
  ASSERT_FALSE(states.empty());
  for (const FollowerState& state : states) EXPECT_EQ(state.cursor, state.head) << state.name;
}

TEST_F(Search, follows_by_itself_when_started) {
  registry_->start();
  add("tea", "leaves");
  for (int attempt = 0; attempt < 500; ++attempt) {
    const auto state = registry_->followers().states().front();
    if (state.head > 0 && state.cursor == state.head &&
        state.cursor == read([](store::Transaction& t) { return last_sequence(t); }).value()) {
      break;
    }
    std::this_thread::sleep_for(Milliseconds(10));
  }
  EXPECT_EQ(read([this](store::Transaction& t) { return search_in(RepositoryScope(t, *house_), {"leaves"}); })->total,
            1U);
}

TEST_F(Search, waits_for_a_little_lag_when_somebody_makes_up_for_it) {
  registry_->start();
  add("tea", "leaves");
  EXPECT_EQ(await(search(*registry_, house_, {"leaves"}, "anybody"))->total, 1U);
}

/// Fails as often as it is told to, then counts.
class Stubborn final : public Follower {
 public:
  explicit Stubborn(int failures) : failures_(failures) {}
  std::string_view name() const override { return "stubborn"; }
  Result<void> apply(store::Transaction&, const Event&) override {
    if (failures_-- > 0) return internal_error("not yet");
    ++applied;
    return {};
  }
  Result<void> reset(store::Transaction&) override { return {}; }
  int applied = 0;

 private:
  int failures_;
};

TEST_F(Search, a_follower_that_fails_keeps_its_place_and_says_so) {
  auto stubborn = std::make_unique<Stubborn>(1);
  Stubborn& watched = *stubborn;
  std::vector<std::unique_ptr<Follower>> followers;
  followers.push_back(std::move(stubborn));
  FollowerRunner runner(*database_, std::move(followers));
  EXPECT_FALSE(runner.catch_up().has_value());
  EXPECT_EQ(runner.states().front().cursor, 0);
  EXPECT_NE(runner.states().front().last_error.find("not yet"), std::string::npos);
  EXPECT_TRUE(runner.catch_up().has_value());
  EXPECT_TRUE(runner.states().front().last_error.empty());
  EXPECT_EQ(watched.applied, read([](store::Transaction& t) { return last_sequence(t); }).value());
}

}  // namespace
}  // namespace entrepot::registry
