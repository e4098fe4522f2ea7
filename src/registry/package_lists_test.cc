#include "registry/package_lists.h"

#include "registry/registry_fixture_test.h"

namespace entrepot::registry {
namespace {

class PackageListsTest : public RegistryFixture {
 protected:
  PackagePage list(const RepositoryPointer& house, const PackageListing& listing) {
    auto found = read(
        [&](store::Transaction& transaction) { return list_packages({transaction, *house}, listing, clock_.now()); });
    EXPECT_TRUE(found.has_value()) << found.error().message << found.error().detail;
    return found ? *std::move(found) : PackagePage();
  }

  std::vector<std::string> names(const RepositoryPointer& house, const PackageListing& listing) {
    std::vector<std::string> out;
    for (const PackageInfo& package : list(house, listing).packages) out.push_back(package.filename());
    return out;
  }
};

TEST_F(PackageListsTest, a_query_that_everything_matches_pages_like_no_query) {
  const auto house = make_repository("warehouse");
  for (const char* crate : {"tea", "milk", "sugar"}) {
    for (const char* version : {"1.0.0", "1.10.0", "1.9.0", "2.0.0-rc.1"}) {
      ASSERT_TRUE(publish_crate(house, admin_, crate, version).has_value());
      clock_.advance(Seconds(7));
    }
  }
  for (const char* sort : {"", "date", "name", "-name,version", "-version", "size,-date", "-downloads", "status"}) {
    for (std::size_t page = 1; page <= 4; ++page) {
      PackageListing listing{.query = "", .sort = sort, .page = page, .page_size = 5};
      const auto without = names(house, listing);
      EXPECT_EQ(without.size(), page < 3 ? 5U : page == 3 ? 2U : 0U);
      listing.query = "size:>0";
      EXPECT_EQ(names(house, listing), without) << sort << " page " << page;
      EXPECT_EQ(list(house, listing).total, 12U);
    }
  }
}

TEST_F(PackageListsTest, groups_count_what_the_query_admits_and_spell_names_as_the_index_does) {
  const auto house = make_repository("warehouse");
  for (const char* version : {"1.0.0", "1.1.0", "2.0.0"}) {
    ASSERT_TRUE(publish_crate(house, admin_, "Green-Tea", version).has_value());
  }
  ASSERT_TRUE(publish_crate(house, admin_, "milk", "1.0.0").has_value());
  const auto groups = [&](const std::string& query, const std::string& sort, std::size_t page, std::size_t page_size) {
    auto found = read([&](store::Transaction& transaction) {
      return list_package_groups({transaction, *house},
                                 {.query = query, .sort = sort, .page = page, .page_size = page_size}, clock_.now());
    });
    EXPECT_TRUE(found.has_value());
    return *std::move(found);
  };
  const PackageGroups all = groups("", "-count", 1, 10);
  ASSERT_EQ(all.groups.size(), 2U);
  EXPECT_EQ(all.groups[0].name, "Green-Tea");
  EXPECT_EQ(all.groups[0].count, 3);
  EXPECT_EQ(groups("version:<2", "name", 1, 10).groups[0].count, 2);
  const PackageGroups second = groups("", "name", 2, 1);
  ASSERT_EQ(second.groups.size(), 1U);
  EXPECT_EQ(second.groups[0].name, "milk");
  EXPECT_EQ(second.total, 2U);
  EXPECT_TRUE(groups("", "name", 3, 1).groups.empty());
}

}  // namespace
}  // namespace entrepot::registry
