#pragma once

#include <cstdint>
#include <optional>

#include "api/call.h"
#include "base/error.h"
#include "http/response.h"
#include "net/task.h"

/// What git asks below /{access}/{namespace}/{repository}/cargo/index.git (git's documentation, "gitprotocol-http").
namespace entrepot::api::git_routes {

/// Of a fetch, as sent and unpacked: twenty thousand haves.
inline constexpr std::uint64_t kMostBody = 1024 * 1024;

net::Task<Result<http::Response>> refs(const Call& call);
net::Task<Result<http::Response>> fetch(const Call& call);
std::optional<http::Response> push_now(const Call& call);
std::optional<http::Response> file_now(const Call& call);

}  // namespace entrepot::api::git_routes
