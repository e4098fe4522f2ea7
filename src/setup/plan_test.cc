#include "setup/plan.h"

#include <gtest/gtest.h>

#include "setup/shell_word.h"

namespace entrepot::setup {
namespace {

Plan plan_at(std::string url, Selection selection = {}) {
  return make_plan({.place = {.public_url = std::move(url), .namespace_slug = "acme", .repository_slug = "tools"}},
                   selection, {Task::depend});
}

TEST(ShellWord, QuotesWhatAShellWouldTakeApart) {
  EXPECT_EQ(shell_word("/opt/entrepot"), "/opt/entrepot");
  EXPECT_EQ(shell_word("my data"), "'my data'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word("{{api_key}}"), "'{{api_key}}'");
  EXPECT_EQ(shell_word(""), "''");
}

TEST(Plan, KnowsWhereGitAsksForCredentials) {
  EXPECT_EQ(plan_at("https://crates.example.org").origin(), "https://crates.example.org");
  EXPECT_EQ(plan_at("http://[::1]:8088/rust/crates").origin(), "http://[::1]:8088");
}

TEST(Plan, EndsASparseIndexWithASlashAndAGitIndexWithItsName) {
  EXPECT_EQ(plan_at("https://h/base").index, "sparse+https://h/base/basic/acme/tools/cargo/");
  EXPECT_EQ(plan_at("https://h", {.protocol = Protocol::git}).index, "https://h/basic/acme/tools/cargo/index.git");
  EXPECT_EQ(plan_at("https://h", {.protocol = Protocol::git, .cargo = CargoRange::older}).index,
            "https://h/{{entitlement_token}}/acme/tools/cargo/index.git");
}

TEST(Plan, NamesTheIndexOfAReplacementWhereCargoTakesNoNameOfARegistry) {
  const Selection old{.protocol = Protocol::git, .cargo = CargoRange::older, .credential = Credential::entitlement};
  EXPECT_EQ(source_table(plan_at("https://h", old)),
            "[source.crates-io]\nreplace-with = \"acme-tools\"\n\n[source.acme-tools]\n"
            "registry = \"https://h/{{entitlement_token}}/acme/tools/cargo/index.git\"\n");
  EXPECT_EQ(source_table(plan_at("https://h")), "[source.crates-io]\nreplace-with = \"acme-tools\"\n");
}

TEST(SecretsIn, AreThePlaceholdersOfATextAndNothingThatLooksLikeThem) {
  EXPECT_TRUE(secrets_in("${{ secrets.ENTREPOT_API_KEY }} {{apikey}} {api_key}").empty());
  EXPECT_EQ(secrets_in("{{entitlement_token}} {{user}} {{user}}"),
            (std::vector<std::string_view>{"user", "entitlement_token"}));
}

}  // namespace
}  // namespace entrepot::setup
