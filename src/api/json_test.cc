#include "api/json.h"

#include <gtest/gtest.h>

#include <array>

namespace entrepot::api {
namespace {

JsonInput input_of(std::string_view text) {
  Result<JsonInput> input = JsonInput::parse(text);
  EXPECT_TRUE(input.has_value()) << text;
  return std::move(*input);
}

TEST(JsonInput, TakesAnEmptyBodyForNoFields) {
  JsonInput input = input_of(" \n");
  EXPECT_EQ(input.text("name"), std::nullopt);
  EXPECT_TRUE(input.errors().empty());
}

TEST(JsonInput, RefusesWhatIsNoObject) {
  for (const std::string_view text : {"[]", "null", "{", "{}x", "{\"a\":\"\xff\"}", "nope"}) {
    const Result<JsonInput> input = JsonInput::parse(text);
    ASSERT_FALSE(input.has_value()) << text;
    EXPECT_EQ(input.error().code, ErrorCode::bad_request) << text;
  }
}

TEST(JsonInput, RefusesDeepNesting) {
  EXPECT_FALSE(JsonInput::parse(std::string(100'000, '[')).has_value());
}

TEST(JsonInput, NotesEveryMistakeByField) {
  JsonInput input = input_of(R"({"name":5,"flag":"yes","list":["a",1],"kind":"Purple","blank":"","nul":"a\u0000"})");
  constexpr std::array<std::string_view, 2> kKinds{"Public", "Private"};
  EXPECT_EQ(input.text("name"), std::nullopt);
  EXPECT_EQ(input.flag("flag"), std::nullopt);
  EXPECT_EQ(input.texts("list"), std::nullopt);
  EXPECT_EQ(input.word("kind", kKinds), std::nullopt);
  EXPECT_EQ(input.text("blank", JsonInput::Need::required), std::nullopt);
  EXPECT_EQ(input.text("absent", JsonInput::Need::required), std::nullopt);
  EXPECT_EQ(input.text("nul"), std::nullopt);
  EXPECT_EQ(input.errors().size(), 7U);
}

TEST(JsonInput, GivesWhatIsThere) {
  JsonInput input = input_of(R"({"name":"anna","flag":true,"list":["a","b"],"null":null})");
  EXPECT_EQ(input.text("name", JsonInput::Need::required), "anna");
  EXPECT_EQ(input.flag("flag"), true);
  EXPECT_EQ(input.texts("list"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(input.text("null"), std::nullopt);
  EXPECT_TRUE(input.errors().empty());
}

}  // namespace
}  // namespace entrepot::api
