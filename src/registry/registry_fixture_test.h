#pragma once

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <memory>
#include <string>

#include "auth/lookup.h"
#include "base/try.h"
#include "blob/filesystem.h"
#include "cargo/publish_rules.h"
#include "net/event_loops.h"
#include "registry/entitlements.h"
#include "registry/initialise.h"
#include "registry/organisations.h"
#include "registry/owners.h"
#include "registry/publish.h"
#include "registry/registry.h"
#include "registry/repositories.h"
#include "registry/search.h"
#include "registry/verify.h"
#include "registry/yank.h"
#include "store/sqlite.h"
#include "support/crate_builder.h"

namespace entrepot::registry {

using auth::PrincipalPointer;

/// A registry with a real SQLite file and real blobs in a folder of its own, and a clock that moves when told. The user
/// `admin` is there. Background threads are not started: `followers().catch_up()` does their work when a test wants it.
class RegistryFixture : public ::testing::Test {
 public:
  RegistryFixture() {
    std::string pattern = (std::filesystem::temp_directory_path() / "entrepot-registry-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    database_ = store::open_sqlite(folder_ / "metadata.sqlite").value();
    blobs_ = blob::open_filesystem_store(folder_ / "store").value();
    open();
    auto initialised = initialise(*registry_, "admin");
    EXPECT_TRUE(initialised.has_value()) << initialised.error().message << initialised.error().detail;
    admin_key_ = initialised->key.secret;
    admin_ = principal(initialised->user.id);
  }

  ~RegistryFixture() override {
    registry_->stop();
    registry_.reset();
    database_->stop();
    pool_.stop();
    std::filesystem::remove_all(folder_);
  }

 protected:
  /// Of the module under test. A fixture that has some opens the registry again in its own constructor.
  virtual std::vector<std::unique_ptr<Follower>> make_followers() { return {}; }

  /// A registry that remembers nothing yet, as after a restart.
  void open() {
    registry_.reset();
    constexpr std::array<std::byte, auth::Sealer::kKeySize> kKey{};
    registry_ = std::make_unique<Registry>(
        RegistryParts{.database = *database_,
                      .blobs = *blobs_,
                      .pool = pool_,
                      .clock = clock_,
                      .random = random_,
                      .sealer = auth::Sealer::from_key(kKey).value(),
                      .followers = make_followers()},
        RegistryOptions{.authenticator = {.password_cost = auth::kTestPasswordCost, .first_delay = Milliseconds(1)}});
    registry_->set_public_url("http://127.0.0.1:8088/");
  }

  template <typename T>
  static T await(net::Task<T> task) {
    return net::run_here(std::move(task));
  }

  template <typename F>
  auto write(const PrincipalPointer& actor, F work) {
    return registry_->writer().write_here(actor, std::move(work));
  }
  template <typename F>
  auto read(F work) {
    return registry_->database().read_here(std::move(work));
  }

  PrincipalPointer principal(std::int64_t user_id) {
    auto found = read([user_id](store::Transaction& t) { return auth::principal_of_user(t, user_id); });
    EXPECT_TRUE(found.has_value());
    return std::make_shared<const auth::Principal>(std::move(*found));
  }
  PrincipalPointer again(const PrincipalPointer& before) { return principal(before->user_id); }

  PrincipalPointer make_user(const std::string& slug) {
    auto made = write(admin_, [slug](WriteContext& context) { return create_user(context, {.slug = slug}); });
    EXPECT_TRUE(made.has_value()) << made.error().message;
    return principal(made->id);
  }

  RepositoryPointer make_repository(const std::string& slug, Visibility visibility = Visibility::private_,
                                    const std::string& rules = "{}", const std::string& owner = "admin") {
    auto made = write(admin_, [&, this](WriteContext& context) {
      return create_repository(context, registry_->sealer(), owner,
                               {.name = slug, .slug = slug, .visibility = visibility, .publish_rules = rules});
    });
    EXPECT_TRUE(made.has_value()) << made.error().message << made.error().detail;
    return *made;
  }

  /// A public repository of the organisation "harbour"; `member` may write to it, as `again(member)` then says.
  RepositoryPointer make_shared_repository(const std::string& slug, const PrincipalPointer& member) {
    auto made = write(admin_, [&, this](WriteContext& context) -> Result<RepositoryPointer> {
      TRY(create_organisation(context, {.slug = "harbour"}));
      TRY(add_member(context, "harbour", member->user, auth::Role::member));
      return create_repository(
          context, registry_->sealer(), "harbour",
          {.name = slug, .slug = slug, .visibility = Visibility::public_, .default_privilege = auth::Privilege::write});
    });
    EXPECT_TRUE(made.has_value()) << made.error().message << made.error().detail;
    return *made;
  }

  static net::Task<Result<ByteView>> next_piece(std::string_view body, std::size_t& offset, std::size_t size) {
    const auto piece = body.substr(offset, size);
    offset += piece.size();
    co_return as_bytes(piece);
  }

  Result<PublishAnswer> publish_body(const RepositoryPointer& repository, const PrincipalPointer& actor,
                                     const std::string& body, std::size_t chunk = 1000) {
    std::size_t offset = 0;
    const auto next = [&body, &offset, chunk] { return next_piece(body, offset, chunk); };
    return await(
        publish(*registry_, {.repository = repository, .principal = actor, .body = next, .length = body.size()}));
  }
  Result<PublishAnswer> publish_crate(const RepositoryPointer& repository, const PrincipalPointer& actor,
                                      const std::string& name, const std::string& version) {
    return publish_body(repository, actor, testing::CrateBuilder(name, version).body());
  }

  IndexEntryPointer entry(const RepositoryPointer& repository, const std::string& key) {
    auto loaded = await(registry_->index().load(repository->id, key));
    EXPECT_TRUE(loaded.has_value());
    return *loaded;
  }

  std::filesystem::path folder_;
  ManualClock clock_{from_unix(1'700'000'000)};
  SystemRandom random_;
  net::BlockingPool pool_{2, 64};
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<blob::BlobStore> blobs_;
  std::unique_ptr<Registry> registry_;
  auth::Secret admin_key_;
  PrincipalPointer admin_;
};

}  // namespace entrepot::registry
