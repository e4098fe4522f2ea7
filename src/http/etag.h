#pragma once

#include <string>
#include <string_view>

namespace entrepot::http {

/// A strong entity tag, quoted, made from the content alone: equal on every node and after a restart.
std::string content_etag(std::string_view content);

/// Whether an If-None-Match field names `etag` (a quoted, strong one): `*`, or a list that is compared weakly, so that
/// W/"x" matches "x" (RFC 9110 section 13.1.2).
bool matches_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace entrepot::http
