#pragma once

#include <boost/json/value.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "net/http_client.h"

namespace entrepot::testing {

/// /openapi.json as the server's own code makes it, parsed.
const boost::json::value& openapi_document();

/// The operation of that document with the operationId; null when there is none.
const boost::json::value* find_operation(std::string_view name);

/// Holds one exchange with a TestServer to the document: the status must be described, the answer must have the header
/// fields and the shape described and nothing more, and what a successful request to the management API sent (query,
/// body) must be described too. `path` is below the base path. What matches no route is not looked at, nor a target
/// that is no printable ASCII, which is refused before anybody looks for a route.
void expect_described(const net::HttpCall& call, std::string_view path, const net::HttpAnswer& answer);

/// The answers that were seen in this program so far: operationId and status.
const std::set<std::pair<std::string, int>>& described_answers_seen();

}  // namespace entrepot::testing
