#include "setup/registry_name.h"

#include <gtest/gtest.h>

namespace entrepot::setup {
namespace {

TEST(RegistryName, IsMadeOfTheSlugsInLowerCase) {
  EXPECT_EQ(default_registry_name("acme", "tools"), "acme-tools");
  EXPECT_EQ(default_registry_name("ACME", "Big_Tools"), "acme-big_tools");
}

TEST(RegistryName, IsOneThatCargoAccepts) {
  EXPECT_EQ(default_registry_name("3m", "tools"), "r-3m-tools");
  EXPECT_EQ(default_registry_name("-x", "tools"), "r--x-tools");
  EXPECT_EQ(default_registry_name("crates", "IO"), "r-crates-io");
  for (const std::string_view owner : {"3m", "crates", "_", "--", "A-1"}) {
    for (const std::string_view repository : {"io", "2", "__"}) {
      EXPECT_TRUE(check_registry_name(default_registry_name(owner, repository))) << owner << repository;
    }
  }
}

TEST(RegistryName, RefusesWhatCargoWould) {
  for (const std::string_view name : {"tools", "_x", "Acme-tools_2", "t"})
    EXPECT_TRUE(check_registry_name(name)) << name;
  for (const std::string_view name : {"", "2fast", "-x", "a.b", "a b", "a\"b", "a'b", "ünlaut", "crates-io", "a\nb"}) {
    EXPECT_FALSE(check_registry_name(name)) << name;
  }
  EXPECT_FALSE(check_registry_name(std::string(129, 'x')));
}

TEST(RegistryName, BecomesPartOfVariables) {
  EXPECT_EQ(variable_prefix("acme-big_tools2"), "CARGO_REGISTRIES_ACME_BIG_TOOLS2_");
}

}  // namespace
}  // namespace entrepot::setup
