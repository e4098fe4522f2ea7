#include "registry/index_history.h"

#include "registry/package_changes.h"
#include "registry/package_lists.h"
#include "registry/registry_fixture_test.h"

namespace entrepot::registry {
namespace {

class IndexHistory : public RegistryFixture {
 protected:
  std::int64_t now() {
    return read([](store::Transaction& t) { return last_sequence(t); }).value();
  }
  std::string body_at(const RepositoryPointer& house, const std::string& key, std::int64_t sequence) {
    const auto body = read([&](store::Transaction& t) { return read_index_body_at(t, house->id, key, sequence); });
    return body.has_value() ? *body : "error: " + body.error().detail;
  }
  void change(const RepositoryPointer& house, const std::string& crate, const std::string& version, Yank what) {
    ASSERT_TRUE(await(yank(*registry_, admin_, {house, crate, version, what})).has_value());
  }
};

TEST_F(IndexHistory, gives_every_former_file_of_a_crate_byte_for_byte) {
  const auto house = make_repository("warehouse");
  const auto other = make_repository("elsewhere");
  std::vector<std::pair<std::int64_t, std::string>> seen;
  const auto note = [&] { seen.emplace_back(now(), entry(house, "tea-leaf")->body); };
  note();
  ASSERT_TRUE(publish_crate(house, admin_, "Tea-Leaf", "1.0.0").has_value());
  note();
  ASSERT_TRUE(publish_crate(other, admin_, "Tea-Leaf", "9.0.0").has_value());
  ASSERT_TRUE(publish_crate(house, admin_, "Tea-Leaf", "1.1.0").has_value());
  note();
  change(house, "Tea-Leaf", "1.0.0", Yank::yank);
  note();
  ASSERT_TRUE(publish_crate(house, admin_, "Tea-Leaf", "0.9.0").has_value());
  note();
  change(house, "Tea-Leaf", "1.0.0", Yank::unyank);
  note();
  change(house, "Tea-Leaf", "0.9.0", Yank::yank);
  note();
  for (const auto& [sequence, body] : seen) EXPECT_EQ(body_at(house, "tea-leaf", sequence), body) << sequence;
  EXPECT_EQ(seen.front().second, "");
  EXPECT_NE(seen.back().second, "");
}

TEST_F(IndexHistory, undoes_what_packages_can_go_through) {
  const auto house = make_repository("warehouse");
  std::vector<std::pair<std::int64_t, std::string>> seen;
  const auto note = [&] { seen.emplace_back(now(), entry(house, "tea")->body); };
  const auto package_of = [&](const std::string& version) {
    const auto found = read([&](store::Transaction& transaction) {
      return list_packages({transaction, *house}, {.query = "version:^" + version + "$"}, clock_.now());
    });
    return found->packages.at(0).slug_perm;
  };
  const auto change_package = [&](auto work) {
    const auto done = write(admin_, work);
    ASSERT_TRUE(done.has_value()) << done.error().message << done.error().detail;
    note();
  };
  note();
  for (const char* const version : {"1.0.0", "1.1.0", "2.0.0"}) {
    ASSERT_TRUE(publish_crate(house, admin_, "tea", version).has_value());
    note();
  }
  const std::string first = package_of("1.0.0");
  const std::string second = package_of("1.1.0");
  const auto quarantine = [&](const std::string& package, Quarantine what) {
    change_package([&](WriteContext& context) { return quarantine_package(context, *house, package, what); });
  };
  const auto change_bin = [&](const std::string& package, BinAction action) {
    change_package([&](WriteContext& context) { return change_deleted_package(context, *house, package, action); });
  };
  const auto remove = [&](const std::string& package) {
    change_package([&](WriteContext& context) { return delete_package(context, *house, package); });
  };
  quarantine(first, Quarantine::add);
  change(house, "tea", "1.0.0", Yank::yank);  // in quarantine: the line says so already
  note();
  quarantine(first, Quarantine::release);
  change(house, "tea", "1.0.0", Yank::unyank);
  note();
  remove(first);
  change(house, "tea", "1.1.0", Yank::yank);
  note();
  change_bin(first, BinAction::restore);
  remove(second);
  remove(first);
  change_bin(second, BinAction::restore);
  for (const auto& [sequence, body] : seen) EXPECT_EQ(body_at(house, "tea", sequence), body) << sequence;
  EXPECT_EQ(seen.size(), 14U);
}

TEST_F(IndexHistory, has_nothing_of_a_crate_that_is_not_there) {
  const auto house = make_repository("warehouse");
  EXPECT_EQ(body_at(house, "tea", now()), "");
}

}  // namespace
}  // namespace entrepot::registry
