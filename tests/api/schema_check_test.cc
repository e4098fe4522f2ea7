#include "support/schema_check.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace entrepot::testing {
namespace {

namespace json = boost::json;

const json::value kRoot = json::parse(R"({"components":{"schemas":{
  "Name":{"type":"string","maxLength":3},
  "Thing":{"type":"object","required":["name"],"properties":{
    "name":{"$ref":"#/components/schemas/Name"},
    "kind":{"type":"string","enum":["a","b",null],"nullable":true},
    "at":{"type":"string","format":"date-time"},
    "sizes":{"type":"array","items":{"type":"integer","minimum":0}},
    "tags":{"type":"object","additionalProperties":{"type":"string"}},
    "other":{"allOf":[{"$ref":"#/components/schemas/Thing"}],"nullable":true}}}}}})");

std::vector<std::string> mistakes(std::string_view value) {
  return schema_mistakes(kRoot, json::parse(R"({"$ref":"#/components/schemas/Thing"})"), json::parse(value));
}

TEST(SchemaCheck, AdmitsWhatIsDescribed) {
  for (const std::string_view value :
       {R"({"name":"abc"})", R"({"name":"a","kind":"b","at":"2026-11-22T12:00:00Z","sizes":[0,7],"tags":{"x":"y"}})",
        R"({"name":"a","kind":null,"other":null})", R"({"name":"a","other":{"name":"b"}})"}) {
    EXPECT_TRUE(mistakes(value).empty()) << value << " " << mistakes(value).front();
  }
}

TEST(SchemaCheck, SaysTheMistakeAndItsPlace) {
  const std::pair<std::string_view, std::string_view> kTable[] = {
      {R"([])", "(all): must be of type object"},
      {R"(null)", "(all): must not be null"},
      {R"({})", ".name: is missing"},
      {R"({"name":7})", ".name: must be of type string"},
      {R"({"name":null})", ".name: must not be null"},
      {R"({"name":"abcd"})", ".name: is too long"},
      {R"({"name":"a","more":1})", ".more: is not described"},
      {R"({"name":"a","kind":"c"})", ".kind: is none of the words described"},
      {R"({"name":"a","at":"noon"})", ".at: is no date-time"},
      {R"({"name":"a","sizes":[1,-1]})", ".sizes[1]: is too small"},
      {R"({"name":"a","sizes":[1.5]})", ".sizes[0]: must be of type integer"},
      {R"({"name":"a","tags":{"x":1}})", ".tags.x: must be of type string"},
      {R"({"name":"a","other":{"name":"b","more":1}})", ".other.more: is not described"},
  };
  for (const auto& [value, mistake] : kTable) {
    const std::vector<std::string> found = mistakes(value);
    ASSERT_EQ(found.size(), 1U) << value;
    EXPECT_TRUE(found.front().starts_with(mistake)) << found.front();
  }
}

TEST(SchemaCheck, RefusesSchemasThatItDoesNotUnderstand) {
  EXPECT_FALSE(schema_mistakes(kRoot, json::parse(R"({"type":"string","oneOf":[]})"), "x").empty());
}

}  // namespace
}  // namespace entrepot::testing
