#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/application.h"
#include "base/clock.h"
#include "net/http_client.h"
#include "registry/registry.h"
#include "support/crate_builder.h"
#include "support/described.h"

namespace entrepot::testing {

/// What a request shows to say who it is: the value of the Authorization field; empty for nobody.
struct Caller {
  std::string authorization{};
};
inline const Caller kNobody{};
inline const Caller kStranger{"ent_0000000000000000000000000000000000000000"};

/// Somebody with an account and an API key of scope admin.
struct TestUser {
  std::string name;
  std::string key;
  operator Caller() const { return {key}; }
};

/// One request, as a test writes it.
struct Ask {
  std::string method = "GET";
  std::string path{};
  Caller caller{};
  std::string body{};
  std::vector<std::pair<std::string, std::string>> fields{};
  Undescribed undescribed = Undescribed::forbidden;
};

enum class Orphans : std::uint8_t { forbidden, allowed };

struct TestServerOptions {
  std::string base_path{};
  bool is_open = true;  ///< else as between the start of the listeners and Application::open
  api::ApplicationOptions application{.access_log = api::AccessLog::none};
  std::vector<std::string> trusted_proxies{};  ///< as the option of this name has them
  std::string public_url{};                    ///< what it is told to be reached by; empty: where it listens
  std::function<void(registry::RegistryOptions&)> adjust{};  ///< what a test wants otherwise than all others
};

/// A whole server in this process, on a free port of the loopback: real SQLite, real files, real HTTP, a clock that
/// stands still. Every exchange is held to the OpenAPI document. It has a server admin called `admin`. Its end fails
/// the test when anything is left over: a version without its blob, a blob without a version, a temporary file, a
/// broken line. Owned by the test; the test's thread only.
class TestServer {
 public:
  explicit TestServer(TestServerOptions options = {});
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  const std::string& url() const { return url_; }  ///< with the base path, without a trailing slash
  const TestUser& admin() const { return admin_; }
  ManualClock& clock() { return clock_; }
  registry::Registry& registry();
  /// For tests that make a blob without a version on purpose.
  void allow_orphans() { orphans_ = Orphans::allowed; }
  /// Stops HTTP, and starts it again with empty caches over the same data: what a restart would show.
  void restart();

  net::HttpAnswer send(const Ask& ask) const;
  net::HttpAnswer get(std::string_view path, const Caller& caller = {}) const;
  net::HttpAnswer post(std::string_view path, const Caller& caller, const boost::json::value& body) const;

  TestUser make_user(const std::string& name);
  /// A key of an existing user; `restrictions` are members of POST /v1/keys/.
  TestUser make_key(const TestUser& user, boost::json::object restrictions);
  /// "namespace/repository"; the namespace is the caller's or an organisation's.
  void make_repository(const TestUser& owner, std::string_view repository, std::string_view visibility);
  void make_organisation(const TestUser& owner, const std::string& name);
  void add_member(const TestUser& owner, const std::string& organisation, const TestUser& member,
                  std::string_view role);
  /// The token of a new entitlement.
  std::string make_entitlement(const TestUser& owner, std::string_view repository, const std::string& name);

  /// PUT of a good crate; the answer is the test's to judge.
  net::HttpAnswer publish(const Caller& caller, std::string_view repository, const CrateBuilder& crate) const;
  /// The same, and it must succeed.
  void must_publish(const Caller& caller, std::string_view repository, const CrateBuilder& crate) const;

 private:
  struct Running;
  void start();
  void check_leftovers();

  TestServerOptions options_;
  std::filesystem::path folder_;
  ManualClock clock_;
  Orphans orphans_ = Orphans::forbidden;
  std::string url_;
  TestUser admin_;
  std::unique_ptr<Running> running_;
};

/// "/{access}/{namespace}/{repository}/cargo" and what follows.
std::string cargo_path(std::string_view access, std::string_view repository, std::string_view rest);
/// The body as JSON; a body that is none fails the test and gives null.
boost::json::value json_of(const net::HttpAnswer& answer);
/// A string member of an object; "" when there is none.
std::string text_at(const boost::json::value& value, std::string_view key);
/// errors[0].detail of cargo's error body; "" when it is none.
std::string cargo_error(const net::HttpAnswer& answer);

}  // namespace entrepot::testing
