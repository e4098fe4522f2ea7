#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "http/handler.h"

namespace entrepot::blob {
class OpenFileCache;
}
namespace entrepot::git {
class UploadPack;
}
namespace entrepot::http {
class Server;
}
namespace entrepot::registry {
class Registry;
}

namespace entrepot::api {

/// Which requests get a line in the access log.
enum class AccessLog : std::uint8_t {
  changes,  ///< everything that changes something, and every failure; an index file that does not exist is none
  all,
  none,
};
Result<AccessLog> parse_access_log(std::string_view word);

/// Who may read /metrics: it names routes and counts, never crates or people.
enum class MetricsAccess : std::uint8_t { loopback, all };
Result<MetricsAccess> parse_metrics_access(std::string_view word);

struct ApplicationOptions {
  AccessLog access_log = AccessLog::changes;
  MetricsAccess metrics_access = MetricsAccess::loopback;
  std::int64_t api_rate_limit = 0;  ///< requests of the management API a minute and caller; 0: no limit
};

/// What lies between HTTP and the domain: the route table behind the list of middleware. Owned by the composition root,
/// which builds it before the Server (it is the Server's handler) and opens it when the listeners' ports are known.
/// Called by every event loop at the same time.
class Application final : public http::Handler {
 public:
  Application(registry::Registry& registry, blob::OpenFileCache& open_files, git::UploadPack& upload_pack,
              ApplicationOptions options);
  ~Application() override;

  /// Tells where clients reach this server (scheme, host and base path, no trailing slash; the registry is told too)
  /// and whose numbers /metrics and /readyz show; before it every request is answered 503. The server must outlive the
  /// last request. Once.
  Result<void> open(std::string public_url, const http::Server& server);

  /// An answer that was given without this handler (a page of the website): counted and logged like its own.
  void note_page(const http::Request& request, const http::Response& response, std::chrono::nanoseconds duration);

  std::optional<http::Response> try_handle(const http::Request& request) override;
  net::Task<http::Response> handle(http::Request& request) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// docs/api.md: the route table as Markdown.
std::string routes_markdown();

}  // namespace entrepot::api
