#include <utility>

#include "registry/registry_fixture_test.h"

namespace entrepot::registry {
namespace {

/// How the database means to run statements whose cost must not grow with the whole server.
class QueryPlans : public RegistryFixture {
 protected:
  std::string plan_of(const std::string& sql, std::vector<store::Value> values) {
    std::string plan;
    const auto rows =
        read([&](store::Transaction& transaction) { return transaction.query("EXPLAIN QUERY PLAN " + sql, values); });
    EXPECT_TRUE(rows.has_value()) << rows.error().detail;
    for (const store::Row& row : *rows) plan += row.text(3) + "\n";
    return plan;
  }
};

TEST_F(QueryPlans, a_crates_versions_are_found_by_the_crate) {
  const std::string plan =
      plan_of("SELECT v.id, v.index_line FROM versions v WHERE v.crate_id = :a AND v.deleted_at IS NULL ORDER BY v.id",
              {std::int64_t{1}});
  EXPECT_NE(plan.find("crate_id=?"), std::string::npos) << plan;
}

TEST_F(QueryPlans, what_was_deleted_long_ago_is_found_by_its_time) {
  const std::string plan =
      plan_of("SELECT id FROM versions WHERE deleted_at <= :a AND purged_at IS NULL", {std::int64_t{1}});
  EXPECT_NE(plan.find("versions_by_deletion"), std::string::npos) << plan;
}

TEST_F(QueryPlans, a_page_of_crates_is_read_in_its_order) {
  for (const auto& [column, index] : {std::pair{"updated_at", "listed_crates_by_update"},
                                      {"version_count", "listed_crates_by_versions"},
                                      {"byte_count", "listed_crates_by_bytes"},
                                      {"crate_downloads", "listed_crates_by_downloads"}}) {
    for (const std::string order : {" DESC, p.name", ", p.name DESC"}) {
      const std::string plan = plan_of("SELECT p.name FROM listed_crates p WHERE p.repository_id = :a ORDER BY p." +
                                           std::string(column) + order + " LIMIT 30 OFFSET 90000",
                                       {std::int64_t{1}});
      EXPECT_NE(plan.find("COVERING INDEX " + std::string(index)), std::string::npos) << plan;
      EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << plan;
    }
  }
  const std::string walk = plan_of(
      "SELECT p.crate_id, p.updated_at FROM listed_crates p WHERE p.repository_id = :a AND p.content LIKE '%x%' "
      "ORDER BY p.name",
      {std::int64_t{1}});
  EXPECT_NE(walk.find("PRIMARY KEY (repository_id=?)"), std::string::npos) << walk;
  EXPECT_EQ(walk.find("TEMP B-TREE"), std::string::npos) << walk;
}

TEST_F(QueryPlans, dependents_are_found_by_what_they_need) {
  const std::string own = plan_of(
      "SELECT dependent FROM crate_dependents WHERE name = :a AND registry = :b AND repository_id = :c ORDER BY "
      "dependent LIMIT 30 OFFSET 60",
      {std::string("tea"), std::string(), std::int64_t{1}});
  EXPECT_NE(own.find("PRIMARY KEY (name=? AND registry=? AND repository_id=?)"), std::string::npos) << own;
  EXPECT_EQ(own.find("TEMP B-TREE"), std::string::npos) << own;
}

TEST_F(QueryPlans, an_e_mail_is_looked_up) {
  const std::string plan = plan_of("SELECT id FROM users WHERE LOWER(email) = :a", {std::string("anna@example.org")});
  EXPECT_NE(plan.find("users_by_email"), std::string::npos) << plan;
}

}  // namespace
}  // namespace entrepot::registry
