#pragma once

#include <string>

#include "api/middleware.h"

/// The step of the middleware that counts requests of the management API, and what their answers say about it.
namespace entrepot::api {

/// Who a request is counted for: the API key, else the user, else the client's address.
std::string rate_caller(const Call& call);

/// Counts a request below /v1 and ends it with `rate_limited` when it is one too many; other routes pass. A request
/// whose handler may wait comes here twice, and is counted where it may.
Progress count_request(Exchange& exchange);
net::Task<Progress> count_waiting_request(Exchange& exchange);

/// X-RateLimit-Limit, -Remaining, -Reset (unix seconds) and -Interval (seconds), on every answer below /v1.
void add_rate_fields(http::Response& response, const Exchange& exchange);

}  // namespace entrepot::api
