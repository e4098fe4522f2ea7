#pragma once

#include <optional>

#include "api/call.h"
#include "base/error.h"
#include "http/response.h"
#include "net/task.h"

/// What those who run the server ask.
namespace entrepot::api::operations {

std::optional<http::Response> healthz_now(const Call& call);
net::Task<Result<http::Response>> readyz(const Call& call);
net::Task<Result<http::Response>> metrics(const Call& call);
std::optional<http::Response> openapi_now(const Call& call);

}  // namespace entrepot::api::operations
