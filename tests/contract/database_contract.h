#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "contract/temporary_folder.h"
#include "net/event_loops.h"
#include "store/database.h"
#include "store/migrations.h"

namespace entrepot::store {

struct DatabaseContractOptions {
  std::size_t write_queue_limit = 1024;
  Milliseconds wait_limit{10'000};
  std::span<const Migration> migrations{};
};

inline constexpr Migration kContractMigrations[] = {
    {1, "items",
     "CREATE TABLE items (id {{identity}}, name TEXT NOT NULL UNIQUE, size BIGINT, flag INTEGER NOT NULL DEFAULT 0);\n"
     "CREATE TABLE parts (item BIGINT NOT NULL REFERENCES items (id), label TEXT);"},
    {2, "notes", "ALTER TABLE items ADD COLUMN note TEXT"},
};

/// What every Database must do. An implementation is a struct with
///   static Result<std::unique_ptr<Database>> open(const std::filesystem::path& folder, const
///   DatabaseContractOptions&); static std::vector<std::string> leftovers(const std::filesystem::path& folder);  //
///   after stop()
template <typename Implementation>
class DatabaseContract : public testing::Test {
 protected:
  void SetUp() override { open({}); }

  void TearDown() override {
    if (database_ == nullptr) return;
    // An open transaction would make the next one fail.
    EXPECT_TRUE(database_->write_here([](Transaction&) -> Result<int> { return 1; }).has_value());
    const auto problems = database_->check();
    ASSERT_TRUE(problems.has_value()) << problems.error().detail;
    EXPECT_EQ(*problems, std::vector<std::string>{});
    database_->stop();
    database_.reset();
    EXPECT_EQ(Implementation::leftovers(folder_.path()), std::vector<std::string>{});
  }

  void open(DatabaseContractOptions options) {
    database_.reset();
    if (options.migrations.empty()) options.migrations = kContractMigrations;
    auto opened = Implementation::open(folder_.path(), options);
    ASSERT_TRUE(opened.has_value()) << opened.error().message << " " << opened.error().detail;
    database_ = std::move(*opened);
  }
  Result<void> try_open(std::span<const Migration> migrations) {
    database_.reset();
    auto opened = Implementation::open(folder_.path(), {.migrations = migrations});
    if (!opened) return std::unexpected(opened.error());
    database_ = std::move(*opened);
    return {};
  }

  Result<std::int64_t> insert(std::string name) {
    return database_->write_here(
        [&](Transaction& transaction) { return transaction.execute("INSERT INTO items (name) VALUES (:a)", {name}); });
  }
  std::int64_t count() {
    auto row = database_->read_here(
        [](Transaction& transaction) { return transaction.query_one("SELECT COUNT(*) FROM items"); });
    return row && *row ? (*row)->integer(0) : -1;
  }
  Result<std::vector<Row>> query(std::string sql, std::vector<Value> values = {}) {
    return database_->read_here([&](Transaction& transaction) { return transaction.query(sql, values); });
  }

  /// Keeps the writer busy until released, so that what comes after waits in the queue.
  class BusyWriter {
   public:
    explicit BusyWriter(Database& database)
        : thread_([this, &database] {
            static_cast<void>(database.write_here([this](Transaction&) -> Result<int> {
              started_.set_value();
              released_.get_future().wait();
              return 0;
            }));
          }) {
      started_.get_future().wait();
    }
    ~BusyWriter() { release(); }
    void release() {
      if (!thread_.joinable()) return;
      released_.set_value();
      thread_.join();
    }

   private:
    std::promise<void> started_;
    std::promise<void> released_;
    std::thread thread_;
  };

  TemporaryFolder folder_;
  std::unique_ptr<Database> database_;
};

TYPED_TEST_SUITE_P(DatabaseContract);

TYPED_TEST_P(DatabaseContract, KeepsIntegersTextsAndNullsExactly) {
  const std::string with_nul("before\0after", 12);
  const std::string large(5'000'000, 'x');
  const std::vector<Value> values{std::int64_t{0}, std::int64_t{1}, std::numeric_limits<std::int64_t>::min(),
                                  std::numeric_limits<std::int64_t>::max(), std::int64_t{1} << 40};
  for (const Value& value : values) {
    ASSERT_TRUE(this->database_->write_here([&](Transaction& transaction) {
      return transaction.execute("INSERT INTO items (name, size) VALUES (:a, :b)",
                                 {std::to_string(std::get<std::int64_t>(value)), value});
    }));
  }
  for (const std::string& text : {with_nul, large, std::string(), std::string("crème")}) {
    ASSERT_TRUE(this->database_->write_here([&](Transaction& transaction) {
      return transaction.execute("INSERT INTO items (name, note, size) VALUES (:a, :b, :c)",
                                 {"text " + std::to_string(text.size()), text, Value{}});
    }));
  }
  const auto integers = this->query("SELECT size FROM items WHERE size IS NOT NULL ORDER BY id");
  ASSERT_TRUE(integers.has_value());
  ASSERT_EQ(integers->size(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ((*integers)[i].integer(0), std::get<std::int64_t>(values[i]));
  }
  const auto texts = this->query("SELECT note, size FROM items WHERE note IS NOT NULL ORDER BY id");
  ASSERT_TRUE(texts.has_value());
  ASSERT_EQ(texts->size(), 4U);
  EXPECT_EQ((*texts)[0].text(0), with_nul);
  EXPECT_TRUE((*texts)[1].text(0) == large);
  EXPECT_EQ((*texts)[2].optional_text(0), "");
  EXPECT_EQ((*texts)[3].text(0), "crème");
  EXPECT_TRUE((*texts)[3].is_null(1));
  EXPECT_EQ((*texts)[3].optional_integer(1), std::nullopt);
}

TYPED_TEST_P(DatabaseContract, GivesExpressionsTheTypeOfTheirValue) {
  ASSERT_TRUE(this->database_->write_here([](Transaction& transaction) {
    return transaction.execute("INSERT INTO items (name, size, flag) VALUES (:a, :b, :c)",
                               {std::string("a"), std::int64_t{5'000'000'000}, std::int64_t{1}});
  }));
  const auto rows = this->query(
      "SELECT COUNT(*), SUM(size), MAX(size) + 1, MAX(flag), MAX(name), MAX(note), COALESCE(MAX(note), 'none') FROM "
      "items");
  ASSERT_TRUE(rows.has_value()) << rows.error().detail;
  const Row& row = rows->front();
  EXPECT_EQ(row.integer(0), 1);
  EXPECT_EQ(row.integer(1), 5'000'000'000);
  EXPECT_EQ(row.integer(2), 5'000'000'001);
  EXPECT_TRUE(row.boolean(3));
  EXPECT_EQ(row.text(4), "a");
  EXPECT_TRUE(row.is_null(5));
  EXPECT_EQ(row.text(6), "none");
}

TYPED_TEST_P(DatabaseContract, BindsValuesByLetterInAnyOrderAndTwice) {
  ASSERT_TRUE(this->insert("a"));
  const auto rows =
      this->query("SELECT :b, :a, :b FROM items WHERE name = :a", {std::string("a"), std::string("second")});
  ASSERT_TRUE(rows.has_value()) << rows.error().detail;
  ASSERT_EQ(rows->size(), 1U);
  EXPECT_EQ((*rows)[0].text(0), "second");
  EXPECT_EQ((*rows)[0].text(1), "a");
  EXPECT_EQ((*rows)[0].text(2), "second");
}

TYPED_TEST_P(DatabaseContract, RefusesAWrongNumberOfValuesAndForeignParameterNames) {
  EXPECT_EQ(this->query("SELECT :a", {}).error().code, ErrorCode::internal);
  EXPECT_EQ(this->query("SELECT :a", {std::int64_t{1}, std::int64_t{2}}).error().code, ErrorCode::internal);
  EXPECT_EQ(this->query("SELECT :b", {std::int64_t{1}, std::int64_t{2}}).error().code, ErrorCode::internal);
  EXPECT_EQ(this->query("SELECT :name", {std::int64_t{1}}).error().code, ErrorCode::internal);
  EXPECT_EQ(this->query("SELECT nothing FROM nowhere").error().code, ErrorCode::internal);
}

TYPED_TEST_P(DatabaseContract, QueryOneGivesTheFirstRowOrNoneAndFinishesAReturningInsert) {
  const auto id = this->database_->write_here([](Transaction& transaction) {
    return transaction.query_one("INSERT INTO items (name) VALUES (:a), (:b) RETURNING id",
                                 {std::string("a"), std::string("b")});
  });
  ASSERT_TRUE(id.has_value()) << id.error().detail;
  ASSERT_TRUE(id->has_value());
  EXPECT_EQ((*id)->integer(0), 1);
  EXPECT_EQ(this->count(), 2);
  const auto none = this->database_->read_here(
      [](Transaction& transaction) { return transaction.query_one("SELECT id FROM items WHERE name = 'c'"); });
  ASSERT_TRUE(none.has_value());
  EXPECT_FALSE(none->has_value());
}

TYPED_TEST_P(DatabaseContract, ExecuteCountsTheRowsItChanged) {
  for (const char* name : {"a", "b", "c"}) ASSERT_EQ(this->insert(name), 1);
  const auto changed = this->database_->write_here([](Transaction& transaction) {
    return transaction.execute("UPDATE items SET size = :a WHERE name <> :b", {std::int64_t{1}, std::string("a")});
  });
  EXPECT_EQ(changed, 2);
}

TYPED_TEST_P(DatabaseContract, EachVisitsInOrderNestsAndStopsAtTheFirstError) {
  for (const char* name : {"a", "b", "c"}) ASSERT_TRUE(this->insert(name));
  std::vector<std::string> seen;
  const std::string sql = "SELECT name FROM items ORDER BY name";
  const auto outcome = this->database_->read_here([&](Transaction& transaction) -> Result<int> {
    TRY(transaction.each(sql, {}, [&](const Row& row) -> Result<void> {
      TRY_ASSIGN(const auto inner, transaction.query(sql));
      seen.push_back(row.text(0) + std::to_string(inner.size()));
      if (seen.size() == 2) return fail(ErrorCode::not_found, "enough");
      return {};
    }));
    return 0;
  });
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, ErrorCode::not_found);
  EXPECT_EQ(seen, (std::vector<std::string>{"a3", "b3"}));
}

TYPED_TEST_P(DatabaseContract, AnErrorOrAnExceptionRollsBack) {
  const auto failed = this->database_->write_here([](Transaction& transaction) -> Result<int> {
    TRY(transaction.execute("INSERT INTO items (name) VALUES ('a')"));
    return fail(ErrorCode::forbidden, "no");
  });
  EXPECT_EQ(failed.error().code, ErrorCode::forbidden);
  const auto thrown = this->database_->write_here([](Transaction& transaction) -> Result<int> {
    TRY(transaction.execute("INSERT INTO items (name) VALUES ('b')"));
    throw std::runtime_error("a bug");
  });
  ASSERT_FALSE(thrown.has_value());
  EXPECT_EQ(thrown.error().code, ErrorCode::internal);
  EXPECT_NE(thrown.error().detail.find("a bug"), std::string::npos);
  EXPECT_EQ(this->count(), 0);
}

TYPED_TEST_P(DatabaseContract, AUniqueViolationIsAConflictAndOtherConstraintsAreNot) {
  ASSERT_TRUE(this->insert("a"));
  EXPECT_EQ(this->insert("a").error().code, ErrorCode::conflict);
  const auto dangling = this->database_->write_here([](Transaction& transaction) {
    return transaction.execute("INSERT INTO parts (item) VALUES (:a)", {std::int64_t{77}});
  });
  EXPECT_EQ(dangling.error().code, ErrorCode::internal);
  EXPECT_EQ(this->count(), 1);
}

TYPED_TEST_P(DatabaseContract, IdentitiesGrowAndAreNotReused) {
  ASSERT_TRUE(this->insert("a"));
  ASSERT_TRUE(this->database_->write_here(
      [](Transaction& transaction) { return transaction.execute("DELETE FROM items WHERE name = 'a'"); }));
  ASSERT_TRUE(this->insert("b"));
  EXPECT_EQ((*this->query("SELECT id FROM items"))[0].integer(0), 2);
}

TYPED_TEST_P(DatabaseContract, AReadCannotWrite) {
  const auto outcome = this->database_->read_here(
      [](Transaction& transaction) { return transaction.execute("INSERT INTO items (name) VALUES ('a')"); });
  EXPECT_FALSE(outcome.has_value());
  EXPECT_EQ(this->count(), 0);
}

TYPED_TEST_P(DatabaseContract, AReadSeesOneSnapshot) {
  ASSERT_TRUE(this->insert("a"));
  const auto counts = this->database_->read_here([this](Transaction& transaction) -> Result<std::vector<std::int64_t>> {
    const auto look = [&]() -> std::int64_t {
      return (*transaction.query_one("SELECT COUNT(*) FROM items"))->integer(0);
    };
    const std::int64_t before = look();
    TRY(this->insert("b"));
    return std::vector{before, look()};
  });
  ASSERT_TRUE(counts.has_value());
  EXPECT_EQ(*counts, (std::vector<std::int64_t>{1, 1}));
  EXPECT_EQ(this->count(), 2);
}

TYPED_TEST_P(DatabaseContract, AReadAfterAWriteSeesIt) {
  for (int i = 1; i <= 50; ++i) {
    ASSERT_TRUE(this->insert(std::to_string(i)));
    ASSERT_EQ(this->count(), i);
  }
}

TYPED_TEST_P(DatabaseContract, WritesOfManyThreadsAllArriveOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> acknowledged = 0;
  std::atomic<int> refused = 0;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 25; ++i) {
        // Every second name is fought for by all threads.
        const std::string name = (i % 2 == 0 ? std::to_string(thread) : "all") + "/" + std::to_string(i);
        const auto outcome = this->insert(name);
        if (outcome.has_value()) {
          ++acknowledged;
        } else {
          EXPECT_EQ(outcome.error().code, ErrorCode::conflict);
          ++refused;
        }
        EXPECT_GE(this->count(), 1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(acknowledged, 8 * 13 + 12);
  EXPECT_EQ(refused, 7 * 12);
  EXPECT_EQ(this->count(), 8 * 13 + 12);
}

TYPED_TEST_P(DatabaseContract, OneFailingWriteDoesNotHurtTheOthersOfItsBatch) {
  typename TestFixture::BusyWriter busy(*this->database_);
  std::vector<std::future<bool>> outcomes;
  for (int i = 0; i < 10; ++i) {
    outcomes.push_back(std::async(std::launch::async, [this, i] {
      return this->database_
          ->write_here([i](Transaction& transaction) -> Result<int> {
            TRY(transaction.execute("INSERT INTO items (name) VALUES (:a)", {std::to_string(i)}));
            if (i % 3 == 0) return fail(ErrorCode::invalid, "no");
            return 0;
          })
          .has_value();
    }));
  }
  busy.release();
  std::int64_t committed = 0;
  for (std::future<bool>& outcome : outcomes) committed += outcome.get() ? 1 : 0;
  EXPECT_EQ(committed, 6);
  EXPECT_EQ(this->count(), 6);
}

TYPED_TEST_P(DatabaseContract, AFullQueueRefusesAtOnce) {
  this->open({.write_queue_limit = 1});
  typename TestFixture::BusyWriter busy(*this->database_);
  std::vector<std::future<Result<std::int64_t>>> outcomes;
  for (int i = 0; i < 3; ++i) {
    outcomes.push_back(std::async(std::launch::async, [this, i] { return this->insert(std::to_string(i)); }));
  }
  // Two of three find the only place taken, and are told while the writer is still busy.
  int refused = 0;
  while (refused < 2) {
    for (auto& outcome : outcomes) {
      if (!outcome.valid() || outcome.wait_for(Milliseconds(1)) != std::future_status::ready) continue;
      const auto result = outcome.get();
      ASSERT_FALSE(result.has_value());
      EXPECT_EQ(result.error().code, ErrorCode::unavailable);
      EXPECT_GT(result.error().retry_after_seconds, 0);
      ++refused;
    }
  }
  busy.release();
  for (auto& outcome : outcomes) {
    if (outcome.valid()) EXPECT_TRUE(outcome.get().has_value());
  }
  EXPECT_EQ(this->count(), 1);
}

TYPED_TEST_P(DatabaseContract, WorkThatWaitsTooLongIsDroppedAndNeverRuns) {
  this->open({.wait_limit = Milliseconds(30)});
  std::atomic<bool> ran = false;
  {
    typename TestFixture::BusyWriter busy(*this->database_);
    const auto outcome = this->database_->write_here([&](Transaction&) -> Result<int> {
      ran = true;
      return 0;
    });
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code, ErrorCode::unavailable);
    EXPECT_GT(outcome.error().retry_after_seconds, 0);
  }
  EXPECT_TRUE(this->insert("a").has_value());
  EXPECT_FALSE(ran);
}

TYPED_TEST_P(DatabaseContract, CoroutinesReadAndWrite) {
  const auto written = net::run_here(this->database_->write(
      [](Transaction& transaction) { return transaction.execute("INSERT INTO items (name) VALUES ('a')"); }));
  ASSERT_TRUE(written.has_value()) << written.error().detail;
  const auto rows = net::run_here(
      this->database_->read([](Transaction& transaction) { return transaction.query("SELECT name FROM items"); }));
  ASSERT_TRUE(rows.has_value());
  EXPECT_EQ(rows->at(0).text(0), "a");
  const auto refused = net::run_here(this->database_->write(
      [](Transaction& transaction) { return transaction.execute("INSERT INTO items (name) VALUES ('a')"); }));
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
}

TYPED_TEST_P(DatabaseContract, StopFinishesWhatIsQueuedAndRefusesTheRest) {
  std::future<Result<std::int64_t>> queued;
  std::thread stopper;
  {
    typename TestFixture::BusyWriter busy(*this->database_);
    queued = std::async(std::launch::async, [this] { return this->insert("queued"); });
    std::this_thread::sleep_for(Milliseconds(50));  // only decides which of the two answers below is seen
    stopper = std::thread([this] { this->database_->stop(); });
  }
  stopper.join();
  const auto outcome = queued.get();
  if (!outcome) EXPECT_EQ(outcome.error().code, ErrorCode::unavailable);
  EXPECT_EQ(this->insert("late").error().code, ErrorCode::unavailable);
  this->open({});
  EXPECT_EQ(this->count(), outcome ? 1 : 0);
}

TYPED_TEST_P(DatabaseContract, WhatWasAcknowledgedIsThereAfterReopening) {
  ASSERT_TRUE(this->insert("a"));
  this->open({});
  EXPECT_EQ(this->count(), 1);
}

TYPED_TEST_P(DatabaseContract, MigrationsAreAppliedOnceAndNewOnesOnTop) {
  std::vector<Migration> more(std::begin(kContractMigrations), std::end(kContractMigrations));
  more.push_back({7, "tags", "CREATE TABLE tags (id {{identity}}, word TEXT NOT NULL)"});
  ASSERT_TRUE(this->insert("a"));
  ASSERT_TRUE(this->try_open(more).has_value());
  EXPECT_EQ(this->count(), 1);
  const auto rows = this->query("SELECT version, title, checksum, applied_at FROM schema_migrations ORDER BY version");
  ASSERT_TRUE(rows.has_value());
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_EQ((*rows)[2].integer(0), 7);
  EXPECT_EQ((*rows)[2].text(1), "tags");
  EXPECT_EQ((*rows)[2].text(2).size(), 64U);
  EXPECT_GT((*rows)[2].integer(3), 1'600'000'000);
  EXPECT_TRUE(this->try_open(more).has_value());
}

TYPED_TEST_P(DatabaseContract, ADatabaseOfANewerProgramIsRefused) {
  const auto outcome = this->try_open(std::span(kContractMigrations).first(1));
  ASSERT_FALSE(outcome.has_value());
  EXPECT_NE(outcome.error().message.find("newer"), std::string::npos) << outcome.error().message;
}

TYPED_TEST_P(DatabaseContract, AChangedMigrationIsRefused) {
  std::vector<Migration> changed(std::begin(kContractMigrations), std::end(kContractMigrations));
  changed[1].sql = "ALTER TABLE items ADD COLUMN remark TEXT";
  EXPECT_FALSE(this->try_open(changed).has_value());
  changed[1] = kContractMigrations[1];
  changed.insert(changed.begin() + 1, Migration{2, "between", "CREATE TABLE between_them (id {{identity}})"});
  changed[2].version = 3;
  EXPECT_FALSE(this->try_open(changed).has_value());
}

TYPED_TEST_P(DatabaseContract, AMigrationThatFailsLeavesNothingBehind) {
  std::vector<Migration> more(std::begin(kContractMigrations), std::end(kContractMigrations));
  more.push_back({3, "half", "CREATE TABLE half (id {{identity}}); INSERT INTO nowhere VALUES (1);"});
  EXPECT_FALSE(this->try_open(more).has_value());
  more[2].sql = "CREATE TABLE half (id {{unknown}})";
  EXPECT_FALSE(this->try_open(more).has_value());
  more[2].sql = "CREATE TABLE half (id {{identity}})";
  EXPECT_TRUE(this->try_open(more).has_value());
}

TYPED_TEST_P(DatabaseContract, TellsHowLargeItIs) {
  const auto before = this->database_->stored_bytes();
  ASSERT_TRUE(before.has_value()) << before.error().detail;
  EXPECT_GT(*before, 0);
  ASSERT_TRUE(this->insert(std::string(1'000'000, 'x')).has_value());
  EXPECT_GE(this->database_->stored_bytes().value_or(0), *before + 1'000'000);
}

REGISTER_TYPED_TEST_SUITE_P(DatabaseContract, KeepsIntegersTextsAndNullsExactly, GivesExpressionsTheTypeOfTheirValue,
                            BindsValuesByLetterInAnyOrderAndTwice, RefusesAWrongNumberOfValuesAndForeignParameterNames,
                            QueryOneGivesTheFirstRowOrNoneAndFinishesAReturningInsert, ExecuteCountsTheRowsItChanged,
                            EachVisitsInOrderNestsAndStopsAtTheFirstError, AnErrorOrAnExceptionRollsBack,
                            AUniqueViolationIsAConflictAndOtherConstraintsAreNot, IdentitiesGrowAndAreNotReused,
                            AReadCannotWrite, AReadSeesOneSnapshot, AReadAfterAWriteSeesIt,
                            WritesOfManyThreadsAllArriveOnce, OneFailingWriteDoesNotHurtTheOthersOfItsBatch,
                            AFullQueueRefusesAtOnce, WorkThatWaitsTooLongIsDroppedAndNeverRuns, CoroutinesReadAndWrite,
                            StopFinishesWhatIsQueuedAndRefusesTheRest, WhatWasAcknowledgedIsThereAfterReopening,
                            MigrationsAreAppliedOnceAndNewOnesOnTop, ADatabaseOfANewerProgramIsRefused,
                            AChangedMigrationIsRefused, AMigrationThatFailsLeavesNothingBehind, TellsHowLargeItIs);

}  // namespace entrepot::store
