#include "support/test_server.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstdlib>

#include "auth/sealing.h"
#include "base/random.h"
#include "blob/filesystem.h"
#include "blob/open_file_cache.h"
#include "git/git_index.h"
#include "git/upload_pack.h"
#include "http/server.h"
#include "net/blocking_pool.h"
#include "net/event_loops.h"
#include "registry/initialise.h"
#include "registry/verify.h"
#include "store/sqlite.h"

namespace entrepot::testing {
namespace json = boost::json;
namespace {

constexpr std::int64_t kStart = 1'795'348'800;  // 2026-11-22 12:00:00 UTC
/// Orphans are told apart here, not by their age, which would need the file system to use the test's clock.
constexpr Seconds kEndlessGrace = std::chrono::hours(24 * 365 * 100);

std::filesystem::path make_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "entrepot-api-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) std::abort();
  return pattern;
}

template <typename T>
T must(Result<T> result, std::string_view what) {
  if (!result) {
    ADD_FAILURE() << what << ": " << result.error().message << " " << result.error().detail;
    std::abort();
  }
  return std::move(*result);
}

auth::Sealer make_sealer() {
  const std::array<std::byte, auth::Sealer::kKeySize> key{};
  return must(auth::Sealer::from_key(key), "sealer");
}

std::vector<std::unique_ptr<registry::Follower>> make_followers() {
  std::vector<std::unique_ptr<registry::Follower>> followers;
  followers.push_back(std::make_unique<git::GitIndex>());
  return followers;
}

registry::RegistryOptions registry_options(const TestServerOptions& test) {
  registry::RegistryOptions options;
  options.authenticator.password_cost = auth::kTestPasswordCost;
  options.authenticator.first_delay = Milliseconds(1);
  options.authenticator.longest_delay = Milliseconds(2);
  options.authenticator.free_failures = 1'000'000;
  if (test.adjust) test.adjust(options);
  return options;
}

std::size_t files_below(const std::filesystem::path& folder) {
  std::size_t count = 0;
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
    if (entry.is_regular_file()) ++count;
  }
  return count;
}

}  // namespace

/// Everything that a process would hold, in the order in which it is built.
struct TestServer::Running {
  Running(const std::filesystem::path& folder, const Clock& clock, const TestServerOptions& options)
      : database(must(store::open_sqlite(folder / "entrepot.sqlite3"), "database")),
        blobs(must(blob::open_filesystem_store(folder), "blobs")),
        open_files(*blobs, 64),
        pool(2, 256),
        registry({*database, *blobs, pool, clock, random, make_sealer(), make_followers()}, registry_options(options)),
        upload_pack(registry, {.folder = folder}, "entrepot/test"),
        loops(2),
        application(registry, open_files, upload_pack, options.application) {}

  void stop() {
    server->stop();
    loops.stop();
    registry.stop();
    upload_pack.stop();
    pool.stop();
    database->stop();
  }

  SystemRandom random;
  std::unique_ptr<store::Database> database;
  std::unique_ptr<blob::BlobStore> blobs;
  blob::OpenFileCache open_files;
  net::BlockingPool pool;
  registry::Registry registry;
  git::UploadPack upload_pack;
  net::EventLoops loops;
  api::Application application;
  std::unique_ptr<http::Server> server;
};

TestServer::TestServer(TestServerOptions options)
    : options_(std::move(options)), folder_(make_folder()), clock_(from_unix(kStart)) {
  start();
  const registry::Initialised first = must(registry::initialise(running_->registry, "admin"), "initialise");
  admin_ = {first.user.slug, std::string(first.key.secret.reveal())};
}

void TestServer::start() {
  running_ = std::make_unique<Running>(folder_, clock_, options_);
  running_->registry.start();
  running_->loops.start();
  http::ServerOptions server_options;
  server_options.listeners.push_back({.address = "127.0.0.1", .port = 0, .tls = false});
  for (const std::string& block : options_.trusted_proxies) {
    const auto parsed = http::AddressBlock::parse(block);
    EXPECT_TRUE(parsed.has_value()) << block;
    if (parsed) server_options.trusted_proxies.push_back(*parsed);
  }
  running_->server = must(http::Server::start(running_->loops, server_options, running_->application), "server");
  url_ = "http://127.0.0.1:" + std::to_string(running_->server->listeners().front().port) + options_.base_path;
  if (!options_.is_open) return;
  const Result<void> opened =
      running_->application.open(options_.public_url.empty() ? url_ : options_.public_url, *running_->server);
  EXPECT_TRUE(opened.has_value());
}

TestServer::~TestServer() {
  check_leftovers();
  running_->stop();
  running_.reset();
  EXPECT_EQ(files_below(folder_ / "tmp"), 0U) << "temporary files were left over";
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
}

void TestServer::check_leftovers() {
  const registry::VerifyReport report = must(registry::verify(running_->registry, kEndlessGrace), "verify");
  for (const std::string& problem : report.problems) ADD_FAILURE() << "verify: " << problem;
  EXPECT_EQ(report.problem_count, 0U);
  if (orphans_ == Orphans::forbidden) {
    for (const std::string& orphan : report.orphans) {
      if (std::ranges::find(report.released, orphan) == report.released.end()) {
        ADD_FAILURE() << "a blob that no version ever named: " << orphan;
      }
    }
  }
}

void TestServer::restart() {
  running_->stop();
  running_.reset();
  start();
}

registry::Registry& TestServer::registry() {
  return running_->registry;
}

net::HttpAnswer TestServer::send(const Ask& ask) const {
  net::HttpCall call{.method = ask.method, .url = url_ + ask.path, .fields = ask.fields, .body = ask.body};
  if (!ask.caller.authorization.empty()) call.fields.emplace_back("Authorization", ask.caller.authorization);
  Result<net::HttpAnswer> answer = net::send(call);
  if (answer) {
    expect_described(call, ask.path, *answer, ask.undescribed);
    return std::move(*answer);
  }
  ADD_FAILURE() << ask.method << " " << ask.path << ": " << answer.error().message << " " << answer.error().detail;
  return {};
}

net::HttpAnswer TestServer::get(std::string_view path, const Caller& caller) const {
  return send({.method = "GET", .path = std::string(path), .caller = caller});
}

net::HttpAnswer TestServer::post(std::string_view path, const Caller& caller, const json::value& body) const {
  return send({.method = "POST",
               .path = std::string(path),
               .caller = caller,
               .body = json::serialize(body),
               .fields = {{"Content-Type", "application/json"}}});
}

TestUser TestServer::make_user(const std::string& name) {
  const net::HttpAnswer made = post("/v1/users/", admin_, json::object{{"slug", name}});
  EXPECT_EQ(made.status, 201) << made.body;
  const net::HttpAnswer key =
      post("/v1/keys/", admin_, json::object{{"name", "test"}, {"scope", "admin"}, {"user", name}});
  EXPECT_EQ(key.status, 201) << key.body;
  if (key.status != 201) return {name, {}};
  return {name, std::string(json_of(key).at("key").as_string())};
}

TestUser TestServer::make_key(const TestUser& user, json::object restrictions) {
  if (!restrictions.contains("name")) restrictions["name"] = "restricted";
  const net::HttpAnswer key = post("/v1/keys/", user, restrictions);
  EXPECT_EQ(key.status, 201) << key.body;
  if (key.status != 201) return {user.name, {}};
  return {user.name, std::string(json_of(key).at("key").as_string())};
}

void TestServer::make_repository(const TestUser& owner, std::string_view repository, std::string_view visibility) {
  const std::size_t slash = repository.find('/');
  const std::string slug(repository.substr(slash + 1));
  const net::HttpAnswer made = post("/v1/repos/" + std::string(repository.substr(0, slash)) + "/", owner,
                                    json::object{{"name", slug}, {"slug", slug}, {"repository_type_str", visibility}});
  EXPECT_EQ(made.status, 201) << made.body;
}

void TestServer::make_organisation(const TestUser& owner, const std::string& name) {
  const net::HttpAnswer made = post("/v1/orgs/", owner, json::object{{"name", name}, {"slug", name}});
  EXPECT_EQ(made.status, 201) << made.body;
}

void TestServer::add_member(const TestUser& owner, const std::string& organisation, const TestUser& member,
                            std::string_view role) {
  const net::HttpAnswer added =
      post("/v1/orgs/" + organisation + "/members/", owner, json::object{{"user", member.name}, {"role", role}});
  EXPECT_EQ(added.status, 201) << added.body;
}

std::string TestServer::make_entitlement(const TestUser& owner, std::string_view repository, const std::string& name) {
  const net::HttpAnswer made =
      post("/v1/entitlements/" + std::string(repository) + "/", owner, json::object{{"name", name}});
  EXPECT_EQ(made.status, 201) << made.body;
  if (made.status != 201) return {};
  return std::string(json_of(made).at("token").as_string());
}

net::HttpAnswer TestServer::publish(const Caller& caller, std::string_view repository,
                                    const CrateBuilder& crate) const {
  return send({.method = "PUT",
               .path = cargo_path("basic", repository, "/api/v1/crates/new"),
               .caller = caller,
               .body = crate.body()});
}

void TestServer::must_publish(const Caller& caller, std::string_view repository, const CrateBuilder& crate) const {
  const net::HttpAnswer answer = publish(caller, repository, crate);
  EXPECT_EQ(answer.status, 200) << answer.body;
}

std::string cargo_path(std::string_view access, std::string_view repository, std::string_view rest) {
  std::string path("/");
  return path.append(access).append("/").append(repository).append("/cargo").append(rest);
}

json::value json_of(const net::HttpAnswer& answer) {
  json::error_code error;
  json::value value = json::parse(answer.body, error);
  if (!error) return value;
  ADD_FAILURE() << "not JSON: " << answer.body;
  return nullptr;
}

std::string text_at(const json::value& value, std::string_view key) {
  const json::object* object = value.if_object();
  const json::value* member = object != nullptr ? object->if_contains(key) : nullptr;
  return member != nullptr && member->is_string() ? std::string(member->get_string()) : std::string();
}

std::string cargo_error(const net::HttpAnswer& answer) {
  const json::value value = json_of(answer);
  const json::object* object = value.if_object();
  const json::value* errors = object != nullptr ? object->if_contains("errors") : nullptr;
  if (errors == nullptr || !errors->is_array() || errors->get_array().empty()) return {};
  return text_at(errors->get_array().front(), "detail");
}

}  // namespace entrepot::testing
