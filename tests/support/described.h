#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
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

/// Whether a request may hold fields that the document does not name; only a test that this is harmless sends some.
enum class Undescribed : std::uint8_t { forbidden, allowed };

/// Holds one exchange with a TestServer to the document: the status must be described, the answer must have the header
/// fields and the shape described and nothing more, and what a successful request to the management API sent (query,
/// body) must be described too. `path` is below the base path. What matches no route is not looked at, nor a target
/// that is no printable ASCII, which is refused before anybody looks for a route.
void expect_described(const net::HttpCall& call, std::string_view path, const net::HttpAnswer& answer,
                      Undescribed undescribed);

/// An answer that is no error: operationId and status.
using Seen = std::set<std::pair<std::string, int>>;
/// Those that were seen in this program so far.
const Seen& answers_seen();
/// Those that are described and not among `seen`.
Seen described_but_not_in(const Seen& seen);

}  // namespace entrepot::testing
