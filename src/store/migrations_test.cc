#include "store/migrations.h"

#include <gtest/gtest.h>

namespace entrepot::store {
namespace {

TEST(Placeholders, AreFilledInWhereverTheyStand) {
  const auto expanded = expand_placeholders("a {{identity}}, b {{identity}}", {.identity = "KEY"});
  ASSERT_TRUE(expanded.has_value());
  EXPECT_EQ(*expanded, "a KEY, b KEY");
  EXPECT_EQ(*expand_placeholders("({{clustered}});", {.identity = "KEY"}), "();");  // may be nothing
  EXPECT_EQ(*expand_placeholders("no { braces }", {.identity = "KEY"}), "no { braces }");
}

TEST(Placeholders, ThatAreUnknownOrOpenAreErrors) {
  EXPECT_FALSE(expand_placeholders("{{identities}}", {.identity = "KEY"}).has_value());
  EXPECT_FALSE(expand_placeholders("{{identity", {.identity = "KEY"}).has_value());
}

TEST(EmbeddedMigrations, AreInOrderAndExpand) {
  int last = 0;
  for (const Migration& migration : embedded_migrations()) {
    EXPECT_GT(migration.version, last);
    last = migration.version;
    EXPECT_FALSE(migration.title.empty());
    EXPECT_TRUE(expand_placeholders(migration.sql, {.identity = "KEY"}).has_value()) << migration.title;
  }
  EXPECT_GE(last, 1);
}

}  // namespace
}  // namespace entrepot::store
