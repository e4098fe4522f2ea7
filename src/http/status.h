#pragma once

#include <string>
#include <string_view>

#include "http/response.h"

namespace entrepot::http {

/// "Not Found" (RFC 9110 section 15); empty for a status nobody registered.
std::string_view reason_phrase(int status);

/// The whole first line of an HTTP/1.1 answer, CRLF included. Any thread.
std::string_view status_line(int status);

/// Whether an answer with this status has a body at all (RFC 9110 section 6.4.1: not 1xx, 204, 304).
bool may_have_body(int status);

/// An error that the codec itself found, for both kinds of client, because nobody knows which one asks: cargo reads
/// "errors", whose sentence names the request; clients of the management API "detail" and "request_id". Always closes
/// an HTTP/1.1 connection, because what follows on it cannot be trusted.
Response fault_response(int status, std::string_view detail, std::string_view request_id);

/// The same for overload: 503 with Retry-After; the connection may go on.
Response overload_response(std::string_view detail, std::string_view request_id);

}  // namespace entrepot::http
