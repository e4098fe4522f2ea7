#include "registry/shown_texts.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace entrepot::registry {
namespace {

constexpr ShownTextBounds kSmall{.alive = 10'000, .of_one = 6'000, .kept = 5'000};

ShownText add(ShownTexts& texts, const std::string& key, std::size_t size, const std::string& caller = "anna") {
  auto room = texts.reserve(caller, size);
  return room ? texts.add(*std::move(room), key, std::string(size, 'x')) : nullptr;
}

TEST(ShownTexts, are_shared_by_all_who_read_them) {
  ShownTexts texts(kSmall);
  const ShownText first = add(texts, "a", 4'000);
  EXPECT_EQ(texts.find("a"), first);
  EXPECT_EQ(texts.find("b"), nullptr);
  EXPECT_EQ(texts.size_in_bytes(), 4'000U);
  // Too many others to be kept for whoever asks again, but somebody holds it.
  add(texts, "b", 4'000, "bert");
  add(texts, "c", 2'000, "bert");
  EXPECT_EQ(texts.find("a"), first);
}

TEST(ShownTexts, that_nobody_reads_make_room_for_others) {
  ShownTexts texts(kSmall);
  add(texts, "a", 4'000);
  EXPECT_NE(texts.find("a"), nullptr) << "kept for a while";
  EXPECT_NE(add(texts, "b", 4'000), nullptr);
  EXPECT_EQ(texts.find("a"), nullptr);
  EXPECT_EQ(texts.size_in_bytes(), 4'000U);
}

TEST(ShownTexts, above_what_may_be_alive_are_refused_until_somebody_has_read_his) {
  ShownTexts texts(kSmall);
  ShownText anna = add(texts, "a", 5'000, "anna");
  const ShownText bert = add(texts, "b", 5'000, "bert");
  const auto refused = texts.reserve("carl", 1);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  EXPECT_GT(refused.error().retry_after_seconds, 0);
  EXPECT_NE(texts.find("a"), nullptr) << "what is there is still shown";
  anna.reset();
  EXPECT_TRUE(texts.reserve("carl", 1).has_value());
}

TEST(ShownTexts, of_one_caller_leave_room_for_others) {
  ShownTexts texts(kSmall);
  const ShownText first = add(texts, "a", 5'000, "anna");
  EXPECT_EQ(add(texts, "b", 2'000, "anna"), nullptr);
  EXPECT_NE(add(texts, "b", 2'000, "bert"), nullptr);
  EXPECT_EQ(texts.reserve("bert", 6'001).error().code, ErrorCode::too_large) << "waiting would not help";
}

TEST(ShownTexts, may_outlive_the_place_they_come_from) {
  auto texts = std::make_unique<ShownTexts>(kSmall);
  const ShownText held = add(*texts, "a", 4'000);
  texts.reset();
  EXPECT_EQ(held->size(), 4'000U);
}

}  // namespace
}  // namespace entrepot::registry
