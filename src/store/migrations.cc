#include "store/migrations.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "base/checksum.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/try.h"
#include "store/connection.h"

namespace entrepot::store {
namespace {

struct Recorded {
  std::string title;
  std::string checksum;
};
using History = std::map<std::int64_t, Recorded>;

constexpr std::string_view kCreateHistory =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    " version BIGINT PRIMARY KEY, title TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";

Result<void> in_transaction(Connection& connection, const std::function<Result<void>()>& work) {
  TRY(connection.begin_write());
  auto outcome = work();
  if (outcome) outcome = connection.commit();
  if (!outcome) connection.rollback();
  return outcome;
}

Result<History> read_history(Connection& connection) {
  History history;
  TRY(connection.each("SELECT version, title, checksum FROM schema_migrations", {},
                      [&](const Row& row) -> Result<void> {
                        history.emplace(row.integer(0), Recorded{row.text(1), row.text(2)});
                        return {};
                      }));
  return history;
}

Result<void> check_numbers(std::span<const Migration> migrations) {
  int last = 0;
  for (const Migration& migration : migrations) {
    if (migration.version <= last) {
      return internal_error(fmt::format("migration {} follows {}", migration.version, last));
    }
    last = migration.version;
  }
  return {};
}

/// What is recorded must be a beginning of what is known.
Result<void> check_history(const History& history, std::span<const Migration> migrations) {
  if (history.empty()) return {};
  const auto& [newest, newest_record] = *history.rbegin();
  const std::int64_t known = migrations.empty() ? 0 : migrations.back().version;
  if (newest > known) {
    return fail(
        ErrorCode::conflict,
        fmt::format("The database was written by a newer Entrepot (its schema is at {} \"{}\", this program knows "
                    "{}). Start that version or a later one.",
                    newest, newest_record.title, known));
  }
  std::size_t matched = 0;
  for (const Migration& migration : migrations) {
    if (migration.version > newest) break;
    const auto recorded = history.find(migration.version);
    if (recorded == history.end() || recorded->second.checksum != sha256(migration.sql).hex()) {
      return fail(ErrorCode::conflict,
                  fmt::format("The database's schema was not made by this Entrepot: its migration {} is {}. Start the "
                              "version that made it, or restore a backup.",
                              migration.version, recorded == history.end() ? "missing" : "a different one"));
    }
    ++matched;
  }
  if (matched != history.size()) {
    return fail(ErrorCode::conflict, "The database's schema has a migration that this Entrepot does not know.");
  }
  return {};
}

Result<void> apply(Connection& connection, const Migration& migration, const Dialect& dialect) {
  TRY_ASSIGN(const std::string sql, expand_placeholders(migration.sql, dialect));
  return in_transaction(connection, [&]() -> Result<void> {
    TRY(connection.run_script(sql));
    TRY(connection.execute(
        "INSERT INTO schema_migrations (version, title, checksum, applied_at) VALUES (:a, :b, :c, :d)",
        {std::int64_t{migration.version}, std::string(migration.title), sha256(migration.sql).hex(),
         std::int64_t{to_unix(SystemClock().now())}}));
    return {};
  });
}

}  // namespace

Result<std::string> expand_placeholders(std::string_view sql, const Dialect& dialect) {
  const std::pair<std::string_view, std::string_view> known[] = {{"identity", dialect.identity},
                                                                 {"clustered", dialect.clustered}};
  std::string expanded;
  while (true) {
    const std::size_t open = sql.find("{{");
    expanded.append(sql.substr(0, open));
    if (open == std::string_view::npos) return expanded;
    const std::size_t close = sql.find("}}", open);
    if (close == std::string_view::npos) return internal_error("a placeholder is not closed");
    const std::string_view name = sql.substr(open + 2, close - open - 2);
    const auto* const placeholder =
        std::ranges::find(known, name, &std::pair<std::string_view, std::string_view>::first);
    if (placeholder == std::end(known)) return internal_error(fmt::format("no placeholder is called {}", name));
    expanded.append(placeholder->second);
    sql.remove_prefix(close + 2);
  }
}

Result<void> check_schema(Connection& connection, std::span<const Migration> migrations) {
  TRY(check_numbers(migrations));
  const auto history = read_history(connection);
  if (!history) {
    return fail(ErrorCode::conflict, "The database holds no schema of Entrepot.", history.error().detail);
  }
  TRY(check_history(*history, migrations));
  const std::int64_t recorded = history->empty() ? 0 : history->rbegin()->first;
  const std::int64_t known = migrations.empty() ? 0 : migrations.back().version;
  if (recorded == known) return {};
  return fail(ErrorCode::conflict,
              fmt::format("The database's schema is at {}, and this Entrepot works with {}. A server of this version "
                          "brings it up to date when it starts; until then use the version that runs now.",
                          recorded, known));
}

Result<void> migrate(Connection& connection, std::span<const Migration> migrations, const Dialect& dialect) {
  TRY(check_numbers(migrations));
  TRY(in_transaction(connection, [&]() -> Result<void> {
    TRY(connection.execute(kCreateHistory));
    return {};
  }));
  TRY_ASSIGN(const History history, read_history(connection));
  TRY(check_history(history, migrations));
  for (const Migration& migration : migrations) {
    if (history.contains(migration.version)) continue;
    TRY(apply(connection, migration, dialect));
    log_info("the schema was migrated", {{"version", migration.version}, {"title", migration.title}});
  }
  return {};
}

}  // namespace entrepot::store
