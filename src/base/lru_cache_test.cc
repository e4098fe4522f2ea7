#include "base/lru_cache.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "base/checksum.h"

namespace entrepot {
namespace {

using Cache = LruCache<std::string, std::string>;

Cache::Value text(std::string value) {
  return std::make_shared<const std::string>(std::move(value));
}

TEST(LruCache, FindsWhatWasInsertedByStringView) {
  Cache cache(1000);
  cache.insert("serde", text("one"), 10);
  ASSERT_NE(cache.find(std::string_view("serde")), nullptr);
  EXPECT_EQ(*cache.find(std::string_view("serde")), "one");
  EXPECT_EQ(cache.find(std::string_view("serde_json")), nullptr);
}

TEST(LruCache, DropsTheLeastRecentlyUsedFirst) {
  Cache cache(30, 1);
  cache.insert("a", text("a"), 10);
  cache.insert("b", text("b"), 10);
  cache.insert("c", text("c"), 10);
  EXPECT_NE(cache.find(std::string_view("a")), nullptr);
  cache.insert("d", text("d"), 10);
  EXPECT_EQ(cache.find(std::string_view("b")), nullptr);
  EXPECT_NE(cache.find(std::string_view("a")), nullptr);
  EXPECT_NE(cache.find(std::string_view("c")), nullptr);
  EXPECT_NE(cache.find(std::string_view("d")), nullptr);
}

TEST(LruCache, ReplacingCountsOnlyTheNewCost) {
  Cache cache(100, 1);
  cache.insert("a", text("old"), 60);
  cache.insert("a", text("new"), 30);
  EXPECT_EQ(*cache.find(std::string_view("a")), "new");
  EXPECT_EQ(cache.size_in_bytes(), 30U);
  EXPECT_EQ(cache.count(), 1U);
}

TEST(LruCache, DoesNotKeepWhatIsLargerThanAShardAndForgetsTheOldValue) {
  Cache cache(100, 1);
  cache.insert("a", text("old"), 10);
  cache.insert("b", text("b"), 10);
  cache.insert("a", text("huge"), 101);
  EXPECT_EQ(cache.find(std::string_view("a")), nullptr);
  EXPECT_NE(cache.find(std::string_view("b")), nullptr);
  EXPECT_EQ(cache.size_in_bytes(), 10U);
}

TEST(LruCache, ErasesByKeyAndByPredicate) {
  Cache cache(1600);
  for (const char* key : {"x/a", "x/b", "y/a"}) cache.insert(key, text(key), 1);
  EXPECT_TRUE(cache.erase(std::string_view("x/a")));
  EXPECT_FALSE(cache.erase(std::string_view("x/a")));
  EXPECT_EQ(cache.erase_if([](const std::string& key, const std::string&) { return key.starts_with("x/"); }), 1U);
  EXPECT_EQ(cache.count(), 1U);
  EXPECT_NE(cache.find(std::string_view("y/a")), nullptr);
  cache.clear();
  EXPECT_EQ(cache.size_in_bytes(), 0U);
}

TEST(LruCache, AValueLivesOnWithItsReaderAfterItIsDropped) {
  Cache cache(10, 1);
  cache.insert("a", text("kept"), 10);
  auto held = cache.find(std::string_view("a"));
  cache.insert("b", text("b"), 10);
  EXPECT_EQ(cache.find(std::string_view("a")), nullptr);
  EXPECT_EQ(*held, "kept");
}

TEST(LruCache, TakesKeysThatAreNotText) {
  LruCache<Checksum, int> cache(64);
  cache.insert(sha256("a"), std::make_shared<const int>(7), 1);
  EXPECT_EQ(*cache.find(sha256("a")), 7);
}

TEST(LruCache, StaysWithinItsBoundUnderManyThreads) {
  Cache cache(1600);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&cache, thread] {
      for (int i = 0; i < 2000; ++i) {
        std::string key = std::to_string((i * 7 + thread) % 500);
        if (auto found = cache.find(std::string_view(key))) {
          EXPECT_EQ(*found, key);
        } else {
          cache.insert(key, text(key), 10);
        }
        if (i % 50 == 0) cache.erase(std::string_view(key));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(cache.size_in_bytes(), 1600U);
  EXPECT_EQ(cache.size_in_bytes(), cache.count() * 10);
}

}  // namespace
}  // namespace entrepot
