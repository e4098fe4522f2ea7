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

TEST_F(QueryPlans, a_page_of_the_event_log_begins_where_it_is_asked_for) {
  const auto kind = std::string("published");
  const auto events = [&](const std::string& condition, std::vector<store::Value> values) {
    values.insert(values.end(), {std::int64_t{1}, std::int64_t{9}, std::int64_t{30}});
    const char next = static_cast<char>('a' + values.size() - 3);
    const auto parameter = [&](int offset) { return std::string(":") + static_cast<char>(next + offset); };
    return plan_of("SELECT sequence FROM events WHERE " + condition + " AND sequence >= " + parameter(0) +
                       " AND sequence <= " + parameter(1) + " ORDER BY sequence DESC LIMIT " + parameter(2),
                   std::move(values));
  };
  const auto is_good = [](const std::string& plan, std::string_view index) {
    return plan.find(index) != std::string::npos && plan.find("SCAN") == std::string::npos &&
           plan.find("TEMP B-TREE") == std::string::npos && plan.find("sequence>?") != std::string::npos;
  };
  const std::string of_repository = events("kind = :a AND repository_id = :b", {kind, std::int64_t{1}});
  EXPECT_TRUE(is_good(of_repository, "events_by_repository_kind")) << of_repository;
  const std::string of_namespace = events("kind = :a AND namespace_id = :b", {kind, std::int64_t{1}});
  EXPECT_TRUE(is_good(of_namespace, "events_by_namespace_kind")) << of_namespace;
  const std::string of_server = events("kind = :a", {kind});
  EXPECT_TRUE(is_good(of_server, "events_by_kind")) << of_server;
  for (const std::string place : {"repository", "namespace"}) {
    const std::string by_actor =
        events("kind = :a AND " + place + "_id = :b AND actor = :c", {kind, std::int64_t{1}, std::string("anna")});
    EXPECT_TRUE(is_good(by_actor, "COVERING INDEX events_by_" + place + "_actor")) << by_actor;
  }
  const std::string anywhere = events("kind = :a AND actor = :b", {kind, std::string("anna")});
  EXPECT_TRUE(is_good(anywhere, "COVERING INDEX events_by_actor")) << anywhere;
  const std::string of_crate =
      events("repository_id = :a AND crate = :b AND (kind || '') IN ('yanked')", {std::int64_t{1}, std::string("tea")});
  EXPECT_TRUE(is_good(of_crate, "events_by_crate")) << of_crate;
}

TEST_F(QueryPlans, statistics_read_the_days_they_are_of) {
  for (const std::string table : {"package_days", "repository_days", "entitlement_days"}) {
    const std::string plan =
        plan_of("SELECT downloads, bytes FROM " + table + " WHERE repository_id = :a AND day >= :b AND day <= :c",
                {std::int64_t{1}, std::int64_t{2}, std::int64_t{3}});
    EXPECT_NE(plan.find("(repository_id=? AND day>? AND day<?)"), std::string::npos) << plan;
  }
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
  const std::string plan = plan_of("SELECT id FROM users WHERE password_hash IS NOT NULL AND is_admin = 1 LIMIT 1", {});
  EXPECT_NE(plan.find("admins_with_password"), std::string::npos) << plan;
}

}  // namespace
}  // namespace entrepot::registry
