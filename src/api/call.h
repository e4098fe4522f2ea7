#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "api/application.h"
#include "api/metrics.h"
#include "api/routes.h"
#include "auth/principal.h"
#include "http/request.h"

namespace entrepot::blob {
class OpenFileCache;
}
namespace entrepot::git {
class UploadPack;
}
namespace entrepot::registry {
class Registry;
struct RepositoryRecord;
}  // namespace entrepot::registry

namespace entrepot::api {

struct OpenApiDocument;
class RateLimiter;

/// Where clients reach this server, known when it listens. Immutable afterwards.
struct Site {
  std::string public_url;  ///< scheme, host and base path, no trailing slash
  std::string base_path;   ///< the path of public_url, "" or "/base"
  const http::Server& server;
  std::shared_ptr<const OpenApiDocument> openapi;
  Timestamp started_at;  ///< when it became open
};

/// What handlers work with. Owned by Application; the same for every request.
struct Services {
  registry::Registry& registry;
  blob::OpenFileCache& open_files;
  git::UploadPack& upload_pack;
  const ApplicationOptions& options;
  const RequestMetrics& metrics;
  RateLimiter& rate_limiter;
  const Site* site = nullptr;  ///< null before the server is open; only operations run then
};

inline constexpr std::size_t kMaxParameters = 8;
/// Where the routes of a repository keep the parts of their path; the hot handlers use the positions.
inline constexpr std::size_t kAccessParameter = 0;
inline constexpr std::size_t kNamespaceParameter = 1;
inline constexpr std::size_t kRepositoryParameter = 2;
inline constexpr std::size_t kRestParameter = 3;

/// One request on its way to a handler: what the middleware has found out. Lives in the dispatcher's frame until the
/// answer exists; one loop only.
struct Call {
  const Services& services;
  const http::Request& request;
  const Route* route = nullptr;
  std::array<std::string_view, kMaxParameters> parameters{};  ///< decoded, in the pattern's order
  std::string_view access{};                                  ///< of a repository's path: public, basic or a token
  std::shared_ptr<const registry::RepositoryRecord> repository{};
  std::shared_ptr<const auth::Principal> principal{};  ///< never null in a handler
  std::string_view session{};                          ///< the cookie's secret, where it is what says who asks
  auth::Privilege privilege = auth::Privilege::none;   ///< on the repository
  const auth::LimitedEntitlement* limits = nullptr;    ///< of the principal's token here; null when it has none
  mutable std::string refusal{};  ///< for the log, where a handler's own answer says what is wrong with the body

  /// A part of the path by its name in the pattern; "" when the pattern has no such part.
  std::string_view parameter(std::string_view name) const;
  const std::string& public_url() const { return services.site->public_url; }
};

/// Whether an access segment is a token (neither `public` nor `basic`).
bool is_path_token(std::string_view access);

}  // namespace entrepot::api
