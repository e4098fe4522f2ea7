#include "cargo/features.h"

#include <gtest/gtest.h>

#include "cargo/target_expression.h"

namespace entrepot {
namespace {

Dependency dependency(std::string name, bool optional = false) {
  return {.name = std::move(name), .alias = {}, .requirement = "1", .optional = optional};
}

TEST(FeatureName, FollowsTheRule) {
  for (const char* good : {"default", "_x", "1x", "a-b+c.d", "größe", "日本"}) {
    EXPECT_TRUE(check_feature_name(good).has_value()) << good;
  }
  for (const char* bad : {"", "-a", "+a", ".a", "a/b", "a b", "a:b", "a?", "a\xff", "a\u00a0b", "\u2028", "a\n"}) {
    EXPECT_FALSE(check_feature_name(bad).has_value()) << bad;
  }
  EXPECT_FALSE(check_feature_name(std::string(257, 'a')).has_value());
}

TEST(FeatureValue, HasFourForms) {
  for (const char* good : {"feature", "dep:serde", "serde/std", "serde?/std", "_x/y"}) {
    EXPECT_TRUE(check_feature_value(good).has_value()) << good;
  }
  for (const char* bad : {"", "dep:", "dep:a/b", "dep:a?/b", "/x", "a/", "a/b/c", "1a/b",
                          "a?"
                          "?/b",
                          "?/b", "dep:a b", "a\\b"}) {
    EXPECT_FALSE(check_feature_value(bad).has_value()) << bad;
  }
}

TEST(FeatureGraph, AcceptsWhatCargoAccepts) {
  const std::vector<Dependency> dependencies = {dependency("serde", true), dependency("log"), dependency("rand", true),
                                                dependency("extra", true)};
  const FeatureMap features = {{"default", {"std", "serde"}},       // the implicit feature of an optional dependency
                               {"std", {"log/std", "serde?/std"}},  // weak
                               {"random", {"dep:rand"}},            // hides the implicit feature
                               {"extra", {"dep:extra", "extra/fast"}}};
  const auto checked = check_feature_graph(features, dependencies);
  EXPECT_TRUE(checked.has_value()) << (checked ? "" : checked.error().message);
}

TEST(FeatureGraph, RefusesWhatMakesCargoSkipTheVersion) {
  const std::vector<Dependency> dependencies = {dependency("serde", true), dependency("log")};
  const FeatureMap bad[] = {{{"a", {"nothing"}}},
                            {{"a", {"log"}}},  // not optional: no feature of its own
                            {{"a", {"dep:log"}}},
                            {{"a", {"dep:none"}}},
                            {{"a", {"none/x"}}},
                            {{"a", {"none?/x"}}},
                            {{"a", {"log?/x"}}},  // '?' on a dependency that is always there
                            {{"a", {"serde", "dep:serde"}}},
                            {{"serde", {}}}};  // takes the implicit feature's name and does not turn it on
  for (const FeatureMap& features : bad) {
    EXPECT_FALSE(check_feature_graph(features, dependencies).has_value()) << features.begin()->second.size();
  }
}

TEST(FeatureGraph, KnowsRenamedDependenciesByTheirAlias) {
  Dependency renamed = dependency("serde", true);
  renamed.alias = "ser";
  const std::vector<Dependency> dependencies = {renamed};
  EXPECT_TRUE(check_feature_graph({{"a", {"dep:ser"}}}, dependencies).has_value());
  EXPECT_FALSE(check_feature_graph({{"a", {"dep:serde"}}}, dependencies).has_value());
}

TEST(NewFeatureSyntax, IsTheTwoFormsOldCargosMisread) {
  EXPECT_TRUE(is_new_feature_syntax("dep:x"));
  EXPECT_TRUE(is_new_feature_syntax("x?/y"));
  EXPECT_FALSE(is_new_feature_syntax("x/y"));
  EXPECT_FALSE(is_new_feature_syntax("x"));
}

TEST(Dependency, IsCheckedInEveryPart) {
  const auto accepted = [](auto change) {
    Dependency d = dependency("serde");
    change(d);
    return check_dependency(d, WildcardRule::refuse).has_value();
  };
  EXPECT_TRUE(accepted([](Dependency&) {}));
  EXPECT_TRUE(accepted([](Dependency& d) { d.alias = "_ser"; }));
  EXPECT_TRUE(accepted([](Dependency& d) { d.target = "cfg(unix)"; }));
  EXPECT_TRUE(accepted([](Dependency& d) { d.registry = "sparse+https://host/index/"; }));
  EXPECT_TRUE(accepted([](Dependency& d) { d.features = {"std", "", "x/y"}; }));
  EXPECT_FALSE(accepted([](Dependency& d) { d.name = "_serde"; }));
  EXPECT_FALSE(accepted([](Dependency& d) { d.name = ""; }));
  EXPECT_FALSE(accepted([](Dependency& d) { d.alias = "1a"; }));
  EXPECT_FALSE(accepted([](Dependency& d) { d.alias = ""; }));
  EXPECT_FALSE(accepted([](Dependency& d) { d.requirement = "latest"; }));
  EXPECT_FALSE(accepted([](Dependency& d) { d.requirement = "*"; }));
  EXPECT_FALSE(accepted([](Dependency& d) { d.target = "cfg(unix"; }));
  EXPECT_FALSE(accepted([](Dependency& d) { d.registry = ""; }));
  EXPECT_FALSE(accepted([](Dependency& d) { d.registry = "registry+https://host/index"; }));
  EXPECT_FALSE(accepted([](Dependency& d) { d.features = {"a b"}; }));
  EXPECT_FALSE(accepted([](Dependency& d) { d.optional = true, d.kind = DependencyKind::dev; }));
  Dependency any = dependency("serde");
  any.requirement = "*";
  EXPECT_TRUE(check_dependency(any, WildcardRule::allow).has_value());
}

TEST(TargetExpression, AcceptsTriplesAndCfg) {
  for (const char* good :
       {"x86_64-unknown-linux-gnu", "thumbv8m.main-none-eabi", "cfg(unix)", "cfg(target_os = \"linux\")",
        "cfg(target_os=\"linux\")", "cfg(all(unix, not(target_os = \"macos\")))", "cfg(any())", "cfg(all(a, b,))",
        "cfg( any( a , b ) )", "cfg(true)", "cfg(not(any(all(a), b)))", "cfg(r#true)", "cfg(feature = \"a)b\")"}) {
    EXPECT_TRUE(check_target_expression(good).has_value()) << good;
  }
}

TEST(TargetExpression, RefusesWhatCargoCannotRead) {
  std::string deep = "cfg(";
  for (int i = 0; i < 100; ++i) deep += "not(";
  deep += "a" + std::string(101, ')');
  for (const std::string& bad : std::vector<std::string>{"",
                                                         "cfg()",
                                                         "cfg(unix",
                                                         "cfg(unix))",
                                                         "cfg(not())",
                                                         "cfg(not(a, b))",
                                                         "cfg(a b)",
                                                         "cfg(a =)",
                                                         "cfg(a = b)",
                                                         "cfg(a = \"b)",
                                                         "cfg(all a)",
                                                         "cfg(,)",
                                                         "cfg(any(,a))",
                                                         "cfg(1a)",
                                                         "cfg(foo(a))",
                                                         "x y",
                                                         "a/b",
                                                         "CFG(unix)",
                                                         "cfg(unix) ",
                                                         deep,
                                                         std::string(5000, 'a')}) {
    EXPECT_FALSE(check_target_expression(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace entrepot
