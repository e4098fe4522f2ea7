#include "cli/fill_secrets.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace entrepot::cli {
namespace {

TEST(FillSecrets, PutsValuesWherePlaceholdersAreAndLeavesTheRest) {
  EXPECT_EQ(fill("a {{api_key}} b {{api_key}} {{user}} {{ api_key }} ${{ secrets.X }}", {.api_key = "ent_1"}),
            "a ent_1 b ent_1 {{user}} {{ api_key }} ${{ secrets.X }}");
}

TEST(FillSecrets, DoesNotFillWhatItHasFilledIn) {
  EXPECT_EQ(fill("{{api_key}}", {.api_key = "{{api_key}}x"}), "{{api_key}}x");
}

TEST(FillSecrets, FillsCodeAndIndexOfAPageOnly) {
  boost::json::value page = boost::json::parse(
      R"({"index":"u/{{entitlement_token}}/","notes":["{{api_key}}"],"sections":[{"steps":[{"code":"{{api_key}}","file":null}]}]})");
  fill_code(page, {.api_key = "ent_1", .entitlement_token = "tok"});
  EXPECT_EQ(boost::json::serialize(page),
            R"({"index":"u/tok/","notes":["{{api_key}}"],"sections":[{"steps":[{"code":"ent_1","file":null}]}]})");
}

}  // namespace
}  // namespace entrepot::cli
