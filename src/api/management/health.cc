#include <boost/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/shapes.h"
#include "api/metrics.h"
#include "api/version.h"
#include "base/log.h"
#include "base/try.h"
#include "http/server.h"
#include "registry/registry.h"
#include "registry/server_counts.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

/// Less free space than both is a problem: a publish needs its crate twice for a moment, and SQLite its log.
constexpr std::uint64_t kLeastFreeBytes = 1'000'000'000;
constexpr std::uint64_t kLeastFreeShare = 20;  ///< one part in so many

/// What only a thread that may block finds out.
struct Storage {
  std::int64_t database_bytes = 0;
  blob::StorageSpace space{};
};

using Problems = std::vector<std::string>;

json::array followers_json(const std::vector<registry::FollowerState>& states, Problems& problems) {
  json::array list;
  for (const registry::FollowerState& state : states) {
    const json::value last_error = state.last_error.empty() ? json::value(nullptr) : json::value(state.last_error);
    list.push_back(json::object{{"name", state.name},
                                {"cursor", state.cursor},
                                {"head", state.head},
                                {"behind", state.behind()},
                                {"last_error", last_error}});
    if (!state.last_error.empty()) {
      problems.push_back("The follower " + state.name + " cannot go on; it tries again by itself.");
    } else if (!state.is_well()) {
      problems.push_back("The follower " + state.name + " is " + std::to_string(state.behind()) + " events behind.");
    }
  }
  return list;
}

json::object storage_json(const Storage& storage, const registry::ServerCounts& counts, Problems& problems) {
  const blob::StorageSpace& space = storage.space;
  if (space.free_bytes < kLeastFreeBytes && space.free_bytes < space.total_bytes / kLeastFreeShare) {
    problems.push_back("Only " + size_text(static_cast<std::int64_t>(space.free_bytes)) +
                       " are free where crates are kept.");
  }
  return {{"crate_bytes", counts.bytes},
          {"database_bytes", storage.database_bytes},
          {"disk_free_bytes", space.free_bytes},
          {"disk_total_bytes", space.total_bytes}};
}

json::object counts_json(const registry::ServerCounts& counts) {
  return {{"users", counts.users},
          {"organisations", counts.organisations},
          {"repositories", counts.repositories},
          {"crates", counts.crates},
          {"versions", counts.versions}};
}

json::object requests_json(const Services& services) {
  std::uint64_t total = 0;
  std::uint64_t client_errors = 0;
  std::uint64_t server_errors = 0;
  for (std::size_t route = 0; route <= routes().size(); ++route) {
    const RouteNumbers numbers = services.metrics.numbers(route);
    for (const std::uint64_t count : numbers.by_status_class) total += count;
    client_errors += numbers.by_status_class[3];
    server_errors += numbers.by_status_class[4];
  }
  const http::ServerNumbers server = services.site->server.numbers();
  const registry::RegistryNumbers registry = services.registry.numbers();
  return {{"open_connections", server.connections_open},
          {"waiting", server.requests_waiting},
          {"total", total},
          {"client_errors", client_errors},
          {"server_errors", server_errors},
          {"overloaded", server.requests_overloaded},
          {"downloads", registry.downloads},
          {"publishes", registry.publishes},
          {"failed_logins", registry.authentication.failures}};
}

}  // namespace

Answer get_health(const Call& call) {
  const Services& services = call.services;
  registry::Registry& registry = services.registry;
  const Timestamp now = registry.clock().now();
  Problems problems;
  if (services.site->server.draining()) problems.emplace_back("The server is stopping.");
  json::array followers = followers_json(registry.followers().states(), problems);
  const bool is_ready = problems.empty();  // what follows is worth knowing, but requests are answered
  CO_TRY_ASSIGN(const registry::ServerCounts counts,
                co_await registry.database().read(
                    [](store::Transaction& transaction) { return registry::server_counts(transaction); }));
  CO_TRY_ASSIGN(const Storage storage, co_await registry.pool().run([&registry]() -> Result<Storage> {
    Storage found;
    TRY_ASSIGN(found.database_bytes, registry.database().stored_bytes());
    TRY_ASSIGN(found.space, registry.blobs().space());
    return found;
  }));
  if (const std::uint64_t dropped = dropped_log_lines(); dropped > 0) {
    problems.push_back(std::to_string(dropped) + " lines of the log were dropped, because nobody read them in time.");
  }
  json::object storage_of = storage_json(storage, counts, problems);
  json::object health{{"version", kVersion},
                      {"started_at", to_rfc3339(services.site->started_at)},
                      {"now", to_rfc3339(now)},
                      {"followers", std::move(followers)},
                      {"storage", std::move(storage_of)},
                      {"counts", counts_json(counts)},
                      {"requests", requests_json(services)},
                      {"ready", is_ready},
                      {"problems", json::array(problems.begin(), problems.end())}};
  co_return json_response(200, health);
}

}  // namespace entrepot::api::management
