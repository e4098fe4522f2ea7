#include "store/sqlite.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <future>
#include <string>
#include <thread>
#include <vector>

namespace entrepot::store {
namespace {

namespace fs = std::filesystem;

constexpr std::array kMigrations{Migration{1, "items",
                                           "CREATE TABLE items (id {{identity}}, name TEXT NOT NULL UNIQUE);"
                                           "CREATE TABLE parts (item BIGINT NOT NULL REFERENCES items (id));"}};

class SqliteDatabase : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "/entrepot store XXXXXX";  // with spaces
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override {
    database_.reset();
    fs::remove_all(folder_);
  }

  fs::path file() const { return folder_ / "entrepot.db"; }
  Result<void> open(SqliteOptions options = {}) {
    database_.reset();
    options.migrations = kMigrations;
    TRY_ASSIGN(database_, open_sqlite(file(), options));
    return {};
  }
  Result<std::int64_t> insert(std::string name) {
    return database_->write_here(
        [&](Transaction& transaction) { return transaction.execute("INSERT INTO items (name) VALUES (:a)", {name}); });
  }
  std::int64_t number(std::string sql) {
    const auto row = database_->write_here([&](Transaction& transaction) { return transaction.query_one(sql); });
    EXPECT_TRUE(row.has_value() && row->has_value()) << sql;
    return row && *row ? (*row)->integer(0) : -1;
  }
  /// What somebody else did to the file, past the store.
  void meddle(const char* sql) {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(file().c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
    sqlite3_close(handle);
  }

  fs::path folder_;
  std::unique_ptr<Database> database_;
};

TEST_F(SqliteDatabase, IsDurablePrivateAndOneFileWhenClosed) {
  ASSERT_TRUE(open());
  EXPECT_EQ(number("PRAGMA synchronous"), 2);
  EXPECT_EQ(number("PRAGMA foreign_keys"), 1);
  const auto mode =
      database_->read_here([](Transaction& transaction) { return transaction.query_one("PRAGMA journal_mode"); });
  EXPECT_EQ((*mode)->text(0), "wal");
  ASSERT_TRUE(insert("a"));
  for (const auto& entry : fs::directory_iterator(folder_)) {
    struct stat status{};
    ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << entry.path();
  }
  database_->stop();
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(SqliteDatabase, SaysWhatIsWrongWithThePath) {
  for (const fs::path& path : {folder_ / "nowhere" / "x.db", folder_, folder_ / "quo\"te.db"}) {
    const auto opened = open_sqlite(path, {.migrations = kMigrations});
    ASSERT_FALSE(opened.has_value()) << path;
    EXPECT_EQ(opened.error().code, ErrorCode::invalid) << path;
  }
}

TEST_F(SqliteDatabase, IsJoinedAsItIsOrNotAtAll) {
  constexpr std::array kNewer{kMigrations[0], Migration{2, "more", "CREATE TABLE more (id BIGINT);"}};
  const auto join = [this](std::span<const Migration> migrations) {
    return open_sqlite(file(), {.migrations = migrations, .schema = SchemaUse::check});
  };
  EXPECT_FALSE(join(kMigrations).has_value());
  EXPECT_FALSE(fs::exists(file()));
  ASSERT_TRUE(open());
  EXPECT_TRUE(join(kMigrations).has_value());
  const auto pending = join(kNewer);
  ASSERT_FALSE(pending.has_value());
  EXPECT_EQ(pending.error().code, ErrorCode::conflict);
  EXPECT_NE(pending.error().message.find("schema is at 1, and this Entrepot works with 2"), std::string::npos);
  EXPECT_EQ(number("SELECT COUNT(*) FROM schema_migrations"), 1);
  meddle("DROP TABLE schema_migrations");
  EXPECT_EQ(join(kMigrations).error().code, ErrorCode::conflict);
}

TEST_F(SqliteDatabase, RefusesAFileThatIsNotADatabase) {
  std::ofstream(file()) << std::string(10'000, 'x');
  const auto opened = open();
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().detail.find("not a database"), std::string::npos) << opened.error().detail;
}

TEST_F(SqliteDatabase, HealsByItselfOnceAFullDiskHasRoom) {
  ASSERT_TRUE(open());
  ASSERT_TRUE(insert("before"));
  number("PRAGMA max_page_count = " + std::to_string(number("PRAGMA page_count") + 4));
  const auto full = insert(std::string(1'000'000, 'x'));
  ASSERT_FALSE(full.has_value());
  EXPECT_EQ(full.error().code, ErrorCode::unavailable);
  EXPECT_GT(full.error().retry_after_seconds, 0);
  EXPECT_TRUE(insert("small").has_value());
  number("PRAGMA max_page_count = 1000000");
  EXPECT_TRUE(insert(std::string(1'000'000, 'x')).has_value());
  EXPECT_EQ(number("SELECT COUNT(*) FROM items"), 3);
  EXPECT_EQ(database_->check(), std::vector<std::string>{});
}

TEST_F(SqliteDatabase, AFullDiskInABatchKeepsExactlyWhatIsAcknowledged) {
  ASSERT_TRUE(open());
  number("PRAGMA max_page_count = " + std::to_string(number("PRAGMA page_count") + 30));
  std::promise<void> started;
  std::promise<void> released;
  auto busy = std::async(std::launch::async, [&] {
    return database_->write_here([&](Transaction&) -> Result<int> {
      started.set_value();
      released.get_future().wait();
      return 0;
    });
  });
  started.get_future().wait();
  std::vector<std::future<Result<std::int64_t>>> outcomes;
  for (int i = 0; i < 20; ++i) {
    outcomes.push_back(std::async(std::launch::async, [this, i] {
      return insert(std::to_string(i) + std::string(i % 2 == 0 ? 10 : 200'000, 'x'));
    }));
  }
  released.set_value();
  // SQLite gives a whole transaction up when the disk is full, so even this work may have to be told.
  const auto first = busy.get();
  if (!first) EXPECT_EQ(first.error().code, ErrorCode::unavailable);
  std::int64_t acknowledged = 0;
  for (auto& outcome : outcomes) {
    const auto result = outcome.get();
    if (!result) EXPECT_EQ(result.error().code, ErrorCode::unavailable);
    acknowledged += result ? 1 : 0;
  }
  EXPECT_LT(acknowledged, 20);
  number("PRAGMA max_page_count = 1000000");
  EXPECT_EQ(number("SELECT COUNT(*) FROM items"), acknowledged);
  EXPECT_TRUE(insert("after").has_value());
}

TEST_F(SqliteDatabase, AnErrorThatOnlyAnUncommittedWorkExplainsIsNotTold) {
  ASSERT_TRUE(open());
  std::promise<void> started;
  std::promise<void> released;
  auto first = std::async(std::launch::async, [&] {
    return database_->write_here([&](Transaction& transaction) -> Result<std::int64_t> {
      started.set_value();
      released.get_future().wait();
      // A reference to nothing, noticed only by the commit.
      TRY(transaction.query_one("PRAGMA defer_foreign_keys = ON"));
      TRY(transaction.execute("INSERT INTO parts (item) VALUES (42)"));
      return transaction.execute("INSERT INTO items (name) VALUES ('a')");
    });
  });
  started.get_future().wait();
  auto second = std::async(std::launch::async, [&] { return insert("a"); });
  // Into the same batch: `second` has to be in the queue when `first` ends.
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  released.set_value();
  const auto failed = first.get();
  ASSERT_FALSE(failed.has_value());
  const auto conflicting = second.get();
  if (!conflicting)
    EXPECT_NE(conflicting.error().code, ErrorCode::conflict) << "there is no 'a' to be in conflict with";
  EXPECT_EQ(number("SELECT COUNT(*) FROM items"), conflicting ? 1 : 0);
}

TEST_F(SqliteDatabase, CheckTellsDanglingReferences) {
  ASSERT_TRUE(open());
  EXPECT_EQ(database_->check(), std::vector<std::string>{});
  meddle("INSERT INTO parts (item) VALUES (42)");
  const auto problems = database_->check();
  ASSERT_TRUE(problems.has_value());
  ASSERT_EQ(problems->size(), 1U);
  EXPECT_NE(problems->front().find("parts"), std::string::npos);
}

TEST_F(SqliteDatabase, CheckTellsOrFailsOnDamagedPages) {
  ASSERT_TRUE(open());
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(insert(std::to_string(i) + std::string(200, 'x')));
  database_.reset();
  std::fstream damage(file(), std::ios::in | std::ios::out | std::ios::binary);
  damage.seekp(static_cast<std::streamoff>(fs::file_size(file()) - 8192));
  damage << std::string(4096, '\x7f');
  damage.close();
  ASSERT_TRUE(open());
  const auto problems = database_->check();
  EXPECT_TRUE(!problems.has_value() || !problems->empty());
}

TEST_F(SqliteDatabase, WaitsForAnotherProcessOnlyAsLongAsItMay) {
  ASSERT_TRUE(open({.busy_limit = Milliseconds(20)}));
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const auto refused = insert("a");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  ASSERT_EQ(sqlite3_exec(other, "COMMIT", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(other);
  EXPECT_TRUE(insert("a").has_value());
}

TEST_F(SqliteDatabase, RefusesARealColumnRatherThanGuessing) {
  ASSERT_TRUE(open());
  const auto row =
      database_->read_here([](Transaction& transaction) { return transaction.query_one("SELECT 1.5 AS half"); });
  ASSERT_FALSE(row.has_value());
  EXPECT_NE(row.error().detail.find("half"), std::string::npos);
}

TEST_F(SqliteDatabase, ReadsTheIntegersOfAllRowsAtOnceAndNothingElse) {
  ASSERT_TRUE(open());
  const auto integers = [this](std::string_view sql) {
    return database_->read_here([sql](Transaction& transaction) { return transaction.integers(sql, {}); });
  };
  EXPECT_EQ(integers("SELECT 1, 9000000000 UNION ALL SELECT -1, NULL"),
            (std::vector<std::int64_t>{1, 9'000'000'000, -1, 0}));
  EXPECT_EQ(integers("SELECT 1 WHERE 1 = 0"), std::vector<std::int64_t>());
  const auto refused = integers("SELECT 1 AS one, 'two' AS word");
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().detail.find("word"), std::string::npos);
}

TEST_F(SqliteDatabase, ComparesWithLikeAsPostgreSqlDoes) {
  ASSERT_TRUE(open());
  const auto like = [this](const std::string& text, const std::string& pattern) {
    return database_->read_here([&](Transaction& transaction) {
      return transaction.integers("SELECT :a LIKE :b ESCAPE '!'", {text, pattern});
    });
  };
  constexpr auto kYes = 1;
  constexpr auto kNo = 0;
  const auto is = [](std::int64_t answer) { return std::vector<std::int64_t>{answer}; };
  for (const char* pattern : {"%", "%%", "a%", "%c", "%b%", "a%c", "abc", "%a%c%", "%abc%"}) {
    EXPECT_EQ(like("abc", pattern), is(kYes)) << pattern;
  }
  for (const char* pattern : {"", "b%", "%b", "%B%", "a%b", "ABC", "%c%a%", "%abcd%", "ab"}) {
    EXPECT_EQ(like("abc", pattern), is(kNo)) << pattern;
  }
  EXPECT_EQ(like("", "%"), is(kYes));
  EXPECT_EQ(like("", ""), is(kYes));
  EXPECT_EQ(like("50%_!", "%0!%!_!!%"), is(kYes));
  EXPECT_EQ(like("500__", "%0!%!_!!%"), is(kNo));
  EXPECT_EQ(like("\nlatest\n", "%\nlatest\n%"), is(kYes));
  for (const char* pattern : {"a_c", "a!"}) EXPECT_FALSE(like("abc", pattern).has_value()) << pattern;
  const auto of_null = database_->read_here(
      [](Transaction& transaction) { return transaction.query_one("SELECT NULL LIKE '%a%' ESCAPE '!'"); });
  EXPECT_TRUE(of_null.value()->is_null(0));
}

TEST_F(SqliteDatabase, ReadsLikePatternsOfColumnsToo) {
  ASSERT_TRUE(open());
  EXPECT_EQ(database_->read_here([](Transaction& transaction) {
    return transaction.integers(
        "SELECT 'abc' LIKE pattern ESCAPE '!' FROM (SELECT '%b%' AS pattern UNION ALL SELECT '%d%' UNION ALL "
        "SELECT 'a%')",
        {});
  }),
            (std::vector<std::int64_t>{1, 0, 1}));
}

TEST_F(SqliteDatabase, WorkThatEndsItsOwnTransactionCommitsNothingSilently) {
  ASSERT_TRUE(open());
  const auto outcome = database_->write_here([](Transaction& transaction) -> Result<int> {
    TRY(transaction.execute("INSERT INTO items (name) VALUES ('a')"));
    TRY(transaction.execute("ROLLBACK"));
    return 0;
  });
  EXPECT_FALSE(outcome.has_value());
  EXPECT_TRUE(insert("a").has_value());
  EXPECT_EQ(number("SELECT COUNT(*) FROM items"), 1);
}

}  // namespace
}  // namespace entrepot::store
