#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "api/access.h"
#include "api/error_body.h"
#include "base/error.h"
#include "http/request.h"
#include "http/response.h"
#include "net/task.h"

namespace entrepot::api {

struct Call;

/// A handler that never waits, for what is usually in memory; nothing means that the other one must run.
using NowHandler = std::optional<http::Response> (*)(const Call& call);
/// A handler that may wait. It is awaited where the Call lives, so the reference stays good.
using LaterHandler = net::Task<Result<http::Response>> (*)(const Call& call);

/// What a request is to the rest of the server: whether it is worth a line in the access log, and whether it is
/// answered before the server is open.
enum class Traffic : std::uint8_t {
  probe,  ///< health and metrics: answered always
  index,  ///< index files: cargo asks for many that do not exist, which is no news
  read,
  change,
};

/// Whether a token that reads a part of a repository only (limit_package_query) may use a route.
enum class PartialReader : std::uint8_t {
  refused,  ///< what the route tells is about the whole repository
  served,   ///< its handler keeps to the part
};

/// One row of the route table. HEAD is served wherever GET is.
struct Route {
  http::Method method;
  std::string_view pattern;  ///< `{name}` is one segment, `{name...}` all that is left
  Access access;
  ErrorShape shape;
  Traffic traffic;
  std::uint64_t body_limit;  ///< bytes; 0 where no body is read
  std::string_view name;     ///< metric label, OpenAPI's operationId and the log's word
  std::string_view summary;
  NowHandler now;
  LaterHandler later;
  PartialReader partial_reader = PartialReader::refused;
};

/// The table. The dispatcher, /openapi.json, docs/api.md, the metrics and the access-matrix test read it.
std::span<const Route> routes();

/// Whether a request means to change something; `route` is null where the path has none.
bool is_change(const Route* route, http::Method method);

/// The route with that name; for tests and for the code that builds URLs.
const Route* find_route(std::string_view name);

}  // namespace entrepot::api
