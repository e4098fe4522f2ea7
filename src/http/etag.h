#pragma once

#include <string_view>

namespace entrepot::http {

/// Whether an If-None-Match field names `etag` (a quoted, strong one): `*`, or a list that is compared weakly, so that
/// W/"x" matches "x" (RFC 9110 section 13.1.2).
bool matches_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace entrepot::http
