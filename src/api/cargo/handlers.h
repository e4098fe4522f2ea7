#pragma once

#include <optional>

#include "api/call.h"
#include "base/error.h"
#include "http/response.h"
#include "net/task.h"

/// What cargo asks below /{access}/{namespace}/{repository}/cargo/ (Cargo book, "Running a Registry"). One file per
/// verb.
namespace entrepot::api::cargo_routes {

std::optional<http::Response> config_json_now(const Call& call);
std::optional<http::Response> index_now(const Call& call);
net::Task<Result<http::Response>> index_later(const Call& call);
std::optional<http::Response> download_now(const Call& call);
net::Task<Result<http::Response>> download_later(const Call& call);
net::Task<Result<http::Response>> publish(const Call& call);
net::Task<Result<http::Response>> yank(const Call& call);
net::Task<Result<http::Response>> unyank(const Call& call);
net::Task<Result<http::Response>> list_owners(const Call& call);
net::Task<Result<http::Response>> add_owners(const Call& call);
net::Task<Result<http::Response>> remove_owners(const Call& call);
net::Task<Result<http::Response>> search(const Call& call);
std::optional<http::Response> me_now(const Call& call);

}  // namespace entrepot::api::cargo_routes
