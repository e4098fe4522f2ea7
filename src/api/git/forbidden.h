#pragma once

#include <optional>

#include "api/call.h"
#include "base/error.h"
#include "http/response.h"

namespace entrepot::api::git_routes {

/// How a git client that fetches is told what its credentials are not enough for: by an error line of git's own, which
/// every client prints, at 200; of a 403 they print the number. Nothing where no git client fetches.
std::optional<http::Response> forbidden(const Call& call, const Error& error);

}  // namespace entrepot::api::git_routes
