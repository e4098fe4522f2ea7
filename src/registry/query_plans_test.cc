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

TEST_F(QueryPlans, an_e_mail_is_looked_up) {
  const std::string plan = plan_of("SELECT id FROM users WHERE LOWER(email) = :a", {std::string("anna@example.org")});
  EXPECT_NE(plan.find("users_by_email"), std::string::npos) << plan;
}

TEST_F(QueryPlans, sessions_and_a_first_password_are_found_by_an_index) {
  const auto expect_index = [&](const std::string& sql, const std::string& index) {
    const std::string plan = plan_of(sql, {std::int64_t{1}});
    EXPECT_NE(plan.find(index), std::string::npos) << sql << "\n" << plan;
    EXPECT_EQ(plan.find("SCAN sessions\n"), std::string::npos) << plan;
  };
  expect_index("SELECT id FROM sessions WHERE secret_hash = :a", "secret_hash=?");
  expect_index("SELECT id FROM sessions WHERE user_id = :a ORDER BY last_used_at DESC, id DESC", "sessions_by_user");
  expect_index("DELETE FROM sessions WHERE created_at <= :a", "sessions_by_creation");
  expect_index("DELETE FROM sessions WHERE last_used_at <= :a", "sessions_by_last_use");
  const std::string plan = plan_of("SELECT id FROM users WHERE password_hash IS NOT NULL LIMIT 1", {});
  EXPECT_NE(plan.find("users_with_password"), std::string::npos) << plan;
}

}  // namespace
}  // namespace entrepot::registry
