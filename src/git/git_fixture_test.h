#pragma once

#include <memory>
#include <string>
#include <vector>

#include "git/git_index.h"
#include "git/git_rows.h"
#include "registry/registry_fixture_test.h"

namespace entrepot::git {

/// A registry with the git index as one of its followers; `followers().catch_up()` brings it up to date.
class GitFixture : public registry::RegistryFixture {
 public:
  GitFixture() { open(); }

 protected:
  std::vector<std::unique_ptr<registry::Follower>> make_followers() override {
    std::vector<std::unique_ptr<registry::Follower>> followers;
    followers.push_back(std::make_unique<GitIndex>());
    return followers;
  }
  void catch_up() {
    const auto caught_up = registry_->followers().catch_up();
    ASSERT_TRUE(caught_up.has_value()) << caught_up.error().message << caught_up.error().detail;
  }
};

}  // namespace entrepot::git
